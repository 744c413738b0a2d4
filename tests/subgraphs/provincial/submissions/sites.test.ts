import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fenceSubmission } from '../../../../subgraphs/provincial/sites/fence-submission.ts';
import { digestOf, siteOffices } from './project-inputs.ts';
import {
  CONTRACTOR,
  enterpriseCaller,
  type Hub,
  LABOUR,
  openHub,
  openSite,
  OWNER,
  person,
  platform,
  project,
  STRANGER,
  WORKER,
} from './support.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await openHub();
  await openSite(hub, 'A');
  const entry = { projectCode: 'A', crewNo: '1', ...person(WORKER), enteredOn: '2025-06-01' };
  expect(await hub.submit('submitEngagements', [entry])).toEqual(['ACCEPTED']);
  expect(await hub.submit('fileProjects', [project({ projectCode: 'B' })])).toEqual(['ACCEPTED']);
});
afterAll(() => hub?.close());

const [office] = siteOffices;
const submit = (operation: string, record: object, caller = office) =>
  hub.submit(operation, [record], { caller });

describe('Attendance devices', () => {
  const device = (more: object = {}) => ({
    projectCode: 'B',
    deviceNo: 'GATE-1',
    serialNo: 'SN-1',
    attendType: '001',
    installedOn: '2026-02-01',
    ...more,
  });

  test.each([
    ['no number', { deviceNo: null }, 'REJECTED VALUE_MISSING deviceNo'],
    ['a number of two words', { deviceNo: 'GATE 1' }, 'ACCEPTED'],
    ['that number with wider blanks', { deviceNo: ' GATE  1 ' }, 'DUPLICATE ALREADY_RECORDED'],
    ['a number in Chinese', { deviceNo: '东门1' }, 'ACCEPTED'],
    ['that number, full-width', { deviceNo: '东门１' }, 'DUPLICATE ALREADY_RECORDED +WIDTH_NORMALISED'],
    ['a line end in it', { deviceNo: '东门\n1' }, 'REJECTED CHARACTER_FORBIDDEN deviceNo'],
    ['51 characters', { deviceNo: '门'.repeat(51) }, 'REJECTED VALUE_TOO_LONG deviceNo'],
    ['a way of no table', { attendType: '1' }, 'REJECTED CODE_UNKNOWN attendType'],
    ['an installation tomorrow', { installedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE installedOn'],
    ['a removal tomorrow', { removedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE removedOn'],
    ['a removal before it', { removedOn: '2026-01-31' }, 'REJECTED PERIOD_REVERSED removedOn'],
    ['a serial of its own', {}, 'ACCEPTED'],
    [
      'the serial of one in use elsewhere',
      { projectCode: 'A', deviceNo: 'X' },
      'ACCEPTED +DEVICE_AT_TWO_SITES',
    ],
    ['that serial, and removed', { projectCode: 'A', deviceNo: 'Y', removedOn: '2026-02-02' }, 'ACCEPTED'],
  ])('with %s have their verdict', async (_what, more, verdict) => {
    expect(await submit('submitAttendanceDevices', device(more))).toEqual([verdict]);
  });
});

test('A device at two sites is told within one call as it is over two', async () => {
  const device = (projectCode: string, deviceNo: string, more: object = {}) => ({
    ...{ projectCode, deviceNo, serialNo: 'SN-IN-ONE-CALL', attendType: '001', installedOn: '2026-02-01' },
    ...more,
  });
  const all = [
    device('A', 'ONE'),
    device('B', 'TWO'),
    device('A', 'ONE', { removedOn: '2026-02-10' }),
    device('B', 'TWO', { installedOn: '2026-02-11' }),
  ];
  expect(await hub.submit('submitAttendanceDevices', all)).toEqual([
    'ACCEPTED',
    'ACCEPTED +DEVICE_AT_TWO_SITES',
    'CORRECTED',
    'CORRECTED',
  ]);
});

describe('Fences', () => {
  const circle = { centreLongitude: 108.37, centreLatitude: 22.82, radius: 300 };
  const corners = (...places: readonly (readonly [unknown, unknown])[]) => ({
    corners: places.map(([longitude, latitude]) => ({ longitude, latitude })),
  });
  const fence = (shape: object) => ({ projectCode: 'B', fenceNo: 'F', startsOn: '2026-02-01', ...shape });

  test.each([
    ['a circle', circle, 'ACCEPTED'],
    ['a circle of 50 km', { ...circle, fenceNo: 'WIDE', radius: 50_000 }, 'ACCEPTED'],
    ['a circle of 50,001 m', { ...circle, radius: 50_001 }, 'REJECTED NUMBER_OUT_OF_RANGE radius'],
    ['a circle of nothing', { ...circle, radius: 0 }, 'REJECTED NUMBER_OUT_OF_RANGE radius'],
    ['no shape', {}, 'REJECTED FENCE_SHAPE_UNCLEAR radius'],
    ['half a centre', { ...circle, centreLatitude: null }, 'REJECTED POSITION_INCOMPLETE centreLatitude'],
    ['a centre alone', { ...circle, radius: null }, 'REJECTED FENCE_SHAPE_UNCLEAR radius'],
    [
      'both shapes',
      { ...circle, ...corners([108, 22], [108.1, 22], [108, 22.1]) },
      'REJECTED FENCE_SHAPE_UNCLEAR corners',
    ],
    [
      'a radius beside corners',
      { radius: 3, ...corners([108, 22], [108.1, 22], [108, 22.1]) },
      'REJECTED FENCE_SHAPE_UNCLEAR corners',
    ],
    ['an empty list of corners', { corners: [] }, 'REJECTED ENTRIES_MISSING corners'],
    [
      'a centre and an empty list of corners',
      { centreLongitude: 108.37, centreLatitude: 22.82, corners: [] },
      'REJECTED FENCE_SHAPE_UNCLEAR corners',
    ],
    [
      'a circle and an empty list of corners',
      { ...circle, corners: [] },
      'REJECTED FENCE_SHAPE_UNCLEAR corners',
    ],
    [
      '201 corners of which the last is not the first again',
      corners(...Array.from({ length: 201 }, (_, at) => [108 + at / 10_000, 22] as const)),
      'REJECTED TOO_MANY_ENTRIES corners',
    ],
    ['corners that are a text', { corners: '108 22' }, 'REJECTED VALUE_MALFORMED corners'],
    ['two corners', corners([108, 22], [108.1, 22]), 'REJECTED FENCE_CROSSES_ITSELF corners'],
    [
      'a ring of two corners',
      corners([108, 22], [108.1, 22], [108, 22]),
      'REJECTED FENCE_CROSSES_ITSELF corners',
    ],
    [
      'a corner without latitude',
      corners([108, 22], [108.1, null], [108, 22.1]),
      'REJECTED VALUE_MISSING corners.1.latitude',
    ],
    [
      'a corner beyond the pole',
      corners([108, 22], [108.1, 90.1], [108, 22.1]),
      'REJECTED NUMBER_OUT_OF_RANGE corners.1.latitude',
    ],
    [
      'a centre of exchanged coordinates',
      { ...circle, centreLongitude: 22.82, centreLatitude: 108.37 },
      'REJECTED POSITION_OUTSIDE_CHINA centreLatitude',
    ],
    [
      'a corner of exchanged coordinates, as text',
      corners([108, 22], ['22', '108.1'], [108, 22.1]),
      'REJECTED POSITION_OUTSIDE_CHINA corners.1.latitude',
    ],
    [
      'exchanged coordinates',
      corners([22, 88], [22.1, 88], [22, 88.1]),
      'REJECTED POSITION_OUTSIDE_CHINA corners',
    ],
    [
      'a bow tie',
      corners([108, 22], [108.1, 22.1], [108.1, 22], [108, 22.1]),
      'REJECTED FENCE_CROSSES_ITSELF corners',
    ],
    ['51 km across', corners([108, 22], [108.1, 22], [108, 22.46]), 'REJECTED FENCE_TOO_LARGE corners'],
    ['an end before the beginning', { ...circle, endsOn: '2026-01-31' }, 'REJECTED PERIOD_REVERSED endsOn'],
  ])('with %s have their verdict', async (_what, shape, verdict) => {
    expect(await submit('submitGeofences', fence(shape))).toEqual([verdict]);
  });
});

describe('A punch', () => {
  const NORTH = 22.82 + 300 / 111_195.08;
  const punch = (minute: number, more: object) => ({
    projectCode: 'A',
    crewNo: '1',
    ...person(WORKER),
    occurredAt: `2026-02-28T18:${String(minute).padStart(2, '0')}:00+08:00`,
    direction: 'IN',
    ...more,
  });

  beforeAll(async () => {
    const fences = [
      { fenceNo: '1', centreLongitude: 108.37, centreLatitude: 22.82, radius: 300, startsOn: '2026-02-01' },
      {
        fenceNo: '2',
        corners: [
          { longitude: 108.4, latitude: 22.8 },
          { longitude: 108.41, latitude: 22.8 },
          { longitude: 108.41, latitude: 22.81 },
          { longitude: 108.4, latitude: 22.81 },
        ],
        startsOn: '2026-02-28',
        endsOn: '2026-02-28',
      },
    ].map((one) => ({ projectCode: 'A', ...one }));
    expect(await hub.submit('submitGeofences', fences, { caller: office })).toEqual(['ACCEPTED', 'ACCEPTED']);
    const gate = { projectCode: 'A', deviceNo: 'GATE', attendType: '001', installedOn: '2026-02-28' };
    expect(await submit('submitAttendanceDevices', gate)).toEqual(['ACCEPTED']);
  });

  test.each([
    [1, 'in the circle', { longitude: 108.37, latitude: 22.82 }, 'ACCEPTED'],
    [2, 'within 300 m', { longitude: '108.37', latitude: NORTH - 0.00001 }, 'ACCEPTED'],
    [3, 'beyond 300 m', { longitude: 108.37, latitude: NORTH + 0.00001 }, 'ACCEPTED +OUTSIDE_GEOFENCE'],
    [4, 'in the polygon', { longitude: 108.405, latitude: 22.805 }, 'ACCEPTED'],
    [5, 'with a longitude alone', { longitude: 108.37 }, 'REJECTED POSITION_INCOMPLETE latitude'],
    [6, 'with a latitude alone', { latitude: 22.82 }, 'REJECTED POSITION_INCOMPLETE longitude'],
    [7, 'with words for degrees', { longitude: 'E108', latitude: 22 }, 'REJECTED VALUE_MALFORMED longitude'],
    [8, 'at a gate of the site', { deviceNo: 'GATE' }, 'ACCEPTED'],
    [9, 'at a gate of no site', { deviceNo: 'GATE-9' }, 'ACCEPTED +DEVICE_NOT_REGISTERED'],
    [
      10,
      'at a gate outside of the fences',
      { deviceNo: 'GATE', longitude: 108.38, latitude: 22.82 },
      'ACCEPTED +OUTSIDE_GEOFENCE',
    ],
    [11, 'at neither place nor gate', {}, 'ACCEPTED'],
    [
      12,
      'in full-width digits',
      { longitude: '１０８．３８', latitude: ' 22.82 ' },
      'ACCEPTED +WIDTH_NORMALISED +OUTSIDE_GEOFENCE',
    ],
    [13, 'with blanks for degrees', { longitude: ' ', latitude: '' }, 'ACCEPTED'],
    [
      14,
      'with more digits than a place has',
      { longitude: `108.${'3'.repeat(50)}`, latitude: 22 },
      'REJECTED VALUE_MALFORMED longitude',
    ],
  ])('%i %s has its verdict', async (minute, _where, more, verdict) => {
    expect(await hub.submit('submitAttendance', [punch(minute, more)])).toEqual([verdict]);
  });

  test('on the day before a gate was installed is told so', async () => {
    const early = punch(0, { deviceNo: 'GATE', occurredAt: '2026-02-27T18:00:00+08:00' });
    expect(await hub.submit('submitAttendance', [early])).toEqual([
      'ACCEPTED +ARRIVED_LATE +DEVICE_NOT_IN_PLACE',
    ]);
  });

  test('in a fence that has ended is outside, and without any fence in force is told so', async () => {
    const later = punch(0, { occurredAt: '2026-03-01T06:00:00+08:00', longitude: 108.405, latitude: 22.805 });
    expect(await hub.submit('submitAttendance', [later])).toEqual(['ACCEPTED +OUTSIDE_GEOFENCE']);
    const before = { ...later, occurredAt: '2026-01-31T18:00:00+08:00' };
    expect(await hub.submit('submitAttendance', [before])).toEqual([
      'ACCEPTED +ARRIVED_LATE +MOBILE_WITHOUT_GEOFENCE',
    ]);
  });

  test('keeps its label, and where the worker stood is hidden from whoever may not see sensitive content', async () => {
    const { attendanceRecords } =
      (await hub.ask(`{ project(code: "A") { attendanceRecords(day: "2026-02-28") { nodes {
      occurredAt geofenceCheck longitude latitude } } } }`)) as {
        attendanceRecords: {
          nodes: { occurredAt: string; geofenceCheck: string | null; longitude: number | null }[];
        };
      };
    const labels = attendanceRecords.nodes.map(
      ({ occurredAt, geofenceCheck }) => `${occurredAt.slice(14, 16)} ${geofenceCheck}`,
    );
    expect(labels).toEqual([
      '13 null',
      '12 OUTSIDE',
      '11 null',
      '10 OUTSIDE',
      '09 null',
      '08 null',
      '04 INSIDE',
      '03 OUTSIDE',
      '02 INSIDE',
      '01 INSIDE',
    ]);
    expect(attendanceRecords.nodes.every(({ longitude }) => longitude === null)).toBe(true);
    const outside = (await hub.ask(`{ project(code: "A") {
      attendanceRecords(day: "2026-02-28", geofenceCheck: OUTSIDE) { totalCount nodes { geofenceCheck } } } }`)) as object;
    expect(outside).toEqual({
      attendanceRecords: {
        totalCount: 3,
        nodes: [1, 2, 3].map(() => ({ geofenceCheck: 'OUTSIDE' })),
      },
    });
  });
});

describe('Notice boards and commitments', () => {
  const board = (more: object = {}) => ({
    projectCode: 'B',
    boardNo: '1',
    showsParties: true,
    showsWageTerms: true,
    showsComplaintChannels: true,
    pictures: [digestOf('a')],
    postedOn: '2026-02-21',
    ...more,
  });
  const commitment = (more: object = {}) => ({
    projectCode: 'B',
    enterpriseCode: CONTRACTOR,
    fileDigest: digestOf('a'),
    signedOn: '2026-02-21',
    signerName: '韦示例',
    ...more,
  });

  test.each([
    ['all three groups', {}, 'ACCEPTED'],
    ['two groups', { boardNo: '2', showsParties: false }, 'ACCEPTED +NOTICE_BOARD_INCOMPLETE'],
    ['nothing said of a group', { showsWageTerms: null }, 'REJECTED VALUE_MISSING showsWageTerms'],
    ['no picture', { pictures: [] }, 'REJECTED VALUE_MISSING pictures'],
    ['no list of pictures', { pictures: null }, 'REJECTED VALUE_MISSING pictures'],
    ['a picture that is no list', { pictures: digestOf('a') }, 'REJECTED VALUE_MALFORMED pictures'],
    ['21 pictures', { pictures: Array(21).fill(digestOf('a')) }, 'REJECTED TOO_MANY_ENTRIES pictures'],
    ['a picture of 63 digits', { pictures: ['a'.repeat(63)] }, 'REJECTED DIGEST_MALFORMED pictures.0'],
    ['nothing for a picture', { pictures: [digestOf('a'), null] }, 'REJECTED DIGEST_MALFORMED pictures.1'],
    ['one picture twice', { pictures: [digestOf('a'), digestOf('A')] }, 'REJECTED DIGEST_REPEATED pictures'],
    ['a day to come', { postedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE postedOn'],
    ['an end before it', { removedOn: '2026-02-20' }, 'REJECTED PERIOD_REVERSED removedOn'],
  ])('a board with %s has its verdict', async (_what, more, verdict) => {
    expect(await submit('submitNoticeBoards', board(more))).toEqual([verdict]);
  });

  test.each([
    ['a unit of the project', {}, 'ACCEPTED'],
    ['its owner', { enterpriseCode: OWNER }, 'ACCEPTED'],
    ['a stranger', { enterpriseCode: STRANGER }, 'HELD UNIT_UNKNOWN enterpriseCode'],
    ['no file', { fileDigest: null }, 'REJECTED VALUE_MISSING fileDigest'],
    ['no signer', { signerName: '' }, 'REJECTED VALUE_MISSING signerName'],
    ['a day to come', { signedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE signedOn'],
  ])('a commitment of %s has its verdict', async (_what, more, verdict) => {
    expect(await submit('submitNoArrearsCommitments', commitment(more))).toEqual([verdict]);
  });

  test('a commitment stands at its unit', async () => {
    expect(
      await hub.ask(
        `{ enterprise(creditCode: "${CONTRACTOR}") { noArrearsCommitments { nodes { project { code } } totalCount } } }`,
      ),
    ).toEqual({ noArrearsCommitments: { nodes: [{ project: { code: 'B' } }], totalCount: 1 } });
  });

  test('an enterprise commits nobody but itself, and what waits for a unit is released with it', async () => {
    const builder = { ...enterpriseCaller(OWNER, ['B']), organisation: 'owner' };
    expect(
      await submit('submitNoArrearsCommitments', commitment({ signedOn: '2026-02-22' }), builder),
    ).toEqual(['REJECTED ENTERPRISE_OF_ANOTHER enterpriseCode']);
    const labour = commitment({ enterpriseCode: LABOUR });
    expect(await submit('submitNoArrearsCommitments', labour)).toEqual(['HELD UNIT_UNKNOWN enterpriseCode']);
    const unit = { projectCode: 'B', enterpriseCode: LABOUR, role: 'SUBCONTRACTOR' };
    expect(await submit('submitParticipatingUnits', unit, platform)).toEqual(['ACCEPTED']);
    expect((await hub.release()).filter((state) => state === 'RELEASED')).toHaveLength(1);
  });
});

test('What a fence’s corners should be is told as the field’s text says it', () => {
  expect(fenceSubmission.fields.corners!.expected).toMatch(/^a list of 3 to 200 objects/);
});
