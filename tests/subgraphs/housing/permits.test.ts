import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { housing } from '../../../subgraphs/housing/index.ts';
import { sharedDatasets } from '../support/sector-records.ts';
import { LATER, openSector, type SectorRoom } from '../support/sector-room.ts';

const { permit } = sharedDatasets('Housing', 'housing', '01');

describe('Housing permits that are submitted', () => {
  let room: SectorRoom;
  beforeAll(async () => {
    room = await openSector(housing, 'HOUSING', 'WATER');
  });
  afterAll(() => room?.close());

  const municipal = { worksKind: '02', floorArea: null };
  test.each([
    ['building works with their area', {}, 'ACCEPTED'],
    ['building works without one', { floorArea: null }, 'ACCEPTED +FACE_ATTENDANCE_UNDECIDED'],
    ['municipal works with their price', municipal, 'ACCEPTED'],
    ['municipal works without one', { ...municipal, cost: null }, 'ACCEPTED +FACE_ATTENDANCE_UNDECIDED'],
    ['other works with neither', { worksKind: '03', floorArea: null, cost: null }, 'ACCEPTED'],
    ['an area of nothing', { floorArea: 0 }, 'REJECTED NUMBER_OUT_OF_RANGE floorArea'],
    ['an area beyond any building', { floorArea: 10_000_001 }, 'REJECTED NUMBER_OUT_OF_RANGE floorArea'],
    ['an area with two decimals', { floorArea: '4999.99' }, 'ACCEPTED'],
    ['an area with three', { floorArea: '12.345' }, 'REJECTED VALUE_MALFORMED floorArea'],
  ])('get the verdict of their kind: %s', async (name, more, verdict) => {
    const at = name.length;
    expect(await room.submit(permit, [permit.record(`kind-${at}`, more)])).toEqual([verdict]);
  });

  test('are found by their number however it is typed, which is one permit', async () => {
    const typed = permit.record('', { permitNo: '桂建审〔2026〕P–1号' });
    expect(await room.submit(permit, [typed])).toEqual(['ACCEPTED']);
    expect(await room.submit(permit, [{ ...typed, permitNo: '桂建审〔2026〕P-1号' }])).toEqual([
      'DUPLICATE ALREADY_RECORDED',
    ]);
    for (const no of ['桂建审〔2026〕P-1号', '桂建审〔２０２６〕Ｐ－１号'])
      expect(await room.read(permit.query, { no })).toMatchObject({ cost: '1000000.00' });
  });

  test('decide whether attendance must be taken by face, and a correction decides it anew', async () => {
    const of = { projectCode: 'FACE' };
    await room.file('FACE');
    const asked = async () => {
      const [found] = (await room.read(
        `{ _entities(representations: [{ __typename: "HousingProject", code: "FACE" }]) {
          ... on HousingProject { floorArea requiresFaceAttendance } } }`,
      )) as object[];
      return found;
    };
    await room.submit(permit, [permit.record('face-1', { ...of, floorArea: null })]);
    expect(await asked()).toEqual({ floorArea: null, requiresFaceAttendance: null });
    await room.submit(permit, [permit.record('face-1', { ...of, floorArea: 5_000 })], { sentAt: LATER });
    expect(await asked()).toEqual({ floorArea: 5_000, requiresFaceAttendance: false });
    await room.submit(permit, [permit.record('face-2', { ...of, floorArea: 1 })]);
    expect(await asked()).toEqual({ floorArea: 5_001, requiresFaceAttendance: true });
  });

  test('an area is kept to two decimals, and decides beyond a whole square metre', async () => {
    await room.file('EXACT');
    const stated = (floorArea: unknown) => permit.record('exact-1', { projectCode: 'EXACT', floorArea });
    const asked = async () => {
      const [found] = (await room.read(
        `{ _entities(representations: [{ __typename: "HousingProject", code: "EXACT" }]) {
          ... on HousingProject { floorArea permittedFloorArea requiresFaceAttendance constructionPermits { floorArea permittedFloorArea } } } }`,
      )) as object[];
      return found;
    };
    await room.submit(permit, [stated('5000.50')]);
    expect(await asked()).toEqual({
      floorArea: 5_000,
      permittedFloorArea: '5000.5',
      requiresFaceAttendance: true,
      constructionPermits: [{ floorArea: 5_000, permittedFloorArea: '5000.5' }],
    });
    expect(await room.submit(permit, [stated(5000.5)])).toEqual(['DUPLICATE ALREADY_RECORDED']);
    expect(await room.submit(permit, [stated('5000.00')], { sentAt: LATER })).toEqual(['CORRECTED']);
    expect(await asked()).toMatchObject({ permittedFloorArea: '5000', requiresFaceAttendance: false });
  });
});
