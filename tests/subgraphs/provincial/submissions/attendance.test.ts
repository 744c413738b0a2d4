import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { canonicalJson } from '../../../../kernel/canonical-json.ts';
import { hubCaller } from '../../../../kernel/caller.ts';
import { oldResidentNumber } from '../../../../seeds/synthetic-numbers.ts';
import { card, elsewhere, type Hub, openHub, openSite, person, WORKER } from './support.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await openHub();
  await openSite(hub, 'A');
  const entry = { projectCode: 'A', crewNo: '1', ...person(WORKER), enteredOn: '2025-06-01' };
  expect(await hub.submit('submitEngagements', [entry])).toEqual(['ACCEPTED']);
});
afterAll(() => hub?.close());

const OP = 'submitAttendance';
const LATEST = '2026-03-01T07:40:00+08:00';
const LATER = '2026-03-01T07:30:00+08:00';
const punch = (more: object = {}) => ({
  projectCode: 'A',
  crewNo: '1',
  ...person(WORKER),
  occurredAt: '2026-03-01T06:31:30+08:00',
  direction: 'IN',
  attendType: '001',
  deviceNo: 'GATE-1',
  ...more,
});
const nobody = { documentType: null, documentNumber: null };

// The clock stands at 2026-03-01 08:00 in China.
describe('Attendance', () => {
  test.each([
    ['a time ten minutes ahead', { occurredAt: '2026-03-01T08:10:00+08:00' }, 'ACCEPTED +CLOCK_AHEAD'],
    [
      'a time eleven minutes ahead',
      { occurredAt: '2026-03-01T08:11:00+08:00' },
      'REJECTED TIME_IN_FUTURE occurredAt',
    ],
    ['a time of 1970', { occurredAt: '1970-01-01T08:00:00+08:00' }, 'REJECTED TIME_TOO_EARLY occurredAt'],
    ['a time of 2019', { occurredAt: '2019-12-31T23:59:59+08:00' }, 'REJECTED MONTH_NOT_OPEN occurredAt'],
    [
      'a time of the first month there is',
      { occurredAt: '2020-01-01T00:00:00+08:00' },
      'ACCEPTED +ARRIVED_LATE +NOT_ENGAGED_HERE',
    ],
    ['a time of a day ago', { occurredAt: '2026-02-28T08:00:00+08:00' }, 'ACCEPTED'],
    [
      'a time of a day and a second ago',
      { occurredAt: '2026-02-28T07:59:59+08:00' },
      'ACCEPTED +ARRIVED_LATE',
    ],
    ['a time without a zone', { occurredAt: '2026-03-01 06:40:00' }, 'ACCEPTED +ZONE_ASSUMED'],
    ['a time in another zone', { occurredAt: '2026-02-28T22:41:00Z' }, 'ACCEPTED'],
    [
      'a fraction of a second',
      { occurredAt: '2026-03-01T06:42:00.750+08:00' },
      'ACCEPTED +FRACTION_TRUNCATED',
    ],
    ['an epoch number', { occurredAt: 1_772_323_200 }, 'REJECTED TIME_MALFORMED occurredAt'],
    ['the hour 24', { occurredAt: '2026-02-28T24:00:00+08:00' }, 'REJECTED TIME_MALFORMED occurredAt'],
    ['no time', { occurredAt: null }, 'REJECTED VALUE_MISSING occurredAt'],
    ['no direction', { direction: null }, 'REJECTED VALUE_MISSING direction'],
    ['a direction of a dictionary', { direction: '01' }, 'REJECTED CODE_UNKNOWN direction'],
    ['a way of recognition of no table', { attendType: '1' }, 'REJECTED CODE_UNKNOWN attendType'],
    ['a device with a line end', { deviceNo: 'GATE\u00071' }, 'REJECTED CHARACTER_FORBIDDEN deviceNo'],
    [
      'a passage of several words',
      { deviceNo: 'Gate 1 East', occurredAt: '2026-03-01T06:46:00+08:00' },
      'ACCEPTED',
    ],
    ['a photo that is no digest', { photo: '0'.repeat(63) }, 'REJECTED DIGEST_MALFORMED photo'],
    ['a project nobody has filed', { projectCode: 'NONE' }, 'HELD PROJECT_UNKNOWN projectCode'],
    ['a crew nobody has stated', { crewNo: '99' }, 'HELD CREW_UNKNOWN crewNo'],
    ['no crew', { crewNo: null, occurredAt: '2026-03-01T06:43:00+08:00' }, 'ACCEPTED'],
    ['somebody who is not on record', person('1999-09-09'), 'HELD WORKER_UNKNOWN documentNumber'],
    ['nobody', nobody, 'REJECTED IDENTITY_MISSING'],
    [
      'a number that fails its check',
      { documentNumber: `${card(WORKER).slice(0, 17)}${card(WORKER).endsWith('1') ? '2' : '1'}` },
      'HELD RESIDENT_NUMBER_INVALID documentNumber',
    ],
    [
      'the old form of the number',
      { documentNumber: oldResidentNumber(card(WORKER)), occurredAt: '2026-03-01T06:44:00+08:00' },
      'ACCEPTED +OLD_NUMBER_FORM',
    ],
    [
      'a crew that the worker is not in',
      { crewNo: '2', occurredAt: '2026-03-01T06:45:00+08:00' },
      'ACCEPTED +NOT_ENGAGED_HERE',
    ],
  ])('with %s has its verdict', async (_what, more, verdict) => {
    expect(await hub.submit(OP, [punch(more)])).toEqual([verdict]);
  });

  test('of a project outside the caller’s reach looks like that of none', async () => {
    expect(await hub.submit(OP, [punch()], { caller: elsewhere })).toEqual([
      'HELD PROJECT_UNKNOWN projectCode',
    ]);
  });

  test('is one fact by project, worker, second and direction, whoever sends it; good records of a call are stored', async () => {
    const one = punch({ occurredAt: '2026-02-28T18:00:00+08:00', direction: 'OUT' });
    expect(await hub.submit(OP, [one, { ...one, direction: null }, { ...one, crewNo: '99' }, one])).toEqual([
      'ACCEPTED',
      'REJECTED VALUE_MISSING direction',
      'HELD CREW_UNKNOWN crewNo',
      'DUPLICATE ALREADY_RECORDED',
    ]);
    expect(await hub.submit(OP, [one], { sentAt: LATER })).toEqual(['DUPLICATE ALREADY_RECORDED']);
    expect(await hub.submit(OP, [one], { source: 'vendor-c' })).toEqual(['DUPLICATE SAME_FACT_OTHER_SOURCE']);
    expect(await hub.submit(OP, [{ ...one, deviceNo: 'GATE-2' }], { sentAt: LATEST })).toEqual(['CORRECTED']);
    const answer = await hub.ask(`{ project(code: "A") { attendanceRecords(month: "2026-02") { nodes {
      occurredAt direction crewNo attendType { code } deviceNo worker { name } provenance { version } } } } }`);
    expect(answer).toMatchObject({
      attendanceRecords: {
        nodes: expect.arrayContaining([
          {
            occurredAt: '2026-02-28T18:00:00+08:00',
            direction: 'OUT',
            crewNo: '1',
            attendType: { code: '001' },
            deviceNo: 'GATE-2',
            worker: { name: '韦*' },
            provenance: { version: 2 },
          },
        ]),
      },
    });
  });

  test('has a home for the digest of its photo; without one it is the record it was before', async () => {
    const { store } = hub.department;
    const stored = async () => {
      const [row] = await store.ledger.write(hubCaller('tests'), (db) =>
        db.rows<{ content_hash: Buffer; worker_id: string; photo: Buffer | null }>(sql`
          select content_hash, worker_id, photo from provincial.attendance_record where device_no = 'CAMERA'`),
      );
      return row!;
    };
    const plain = punch({ deviceNo: 'CAMERA', occurredAt: '2026-03-01T06:52:00+08:00' });
    expect(await hub.submit(OP, [plain])).toEqual(['ACCEPTED']);
    const before = await stored();
    // What a hub of before digested of it, which knew of no photo.
    const content = {
      projectCode: 'A',
      workerId: before.worker_id,
      crewNo: '1',
      direction: 'IN',
      attendType: '001',
      deviceNo: 'CAMERA',
      occurredAt: '2026-02-28T22:52:00.000Z',
    };
    expect(before.content_hash).toEqual(store.sealer.index(canonicalJson(content), 'attendance_record'));
    expect(await hub.submit(OP, [{ ...plain, photo: null }], { sentAt: LATER })).toEqual([
      'DUPLICATE ALREADY_RECORDED',
    ]);
    const withPhoto = { ...plain, photo: 'AB'.repeat(32) };
    expect(await hub.submit(OP, [withPhoto], { sentAt: LATEST })).toEqual(['CORRECTED']);
    expect(await hub.submit(OP, [withPhoto], { sentAt: LATEST })).toEqual(['DUPLICATE ALREADY_RECORDED']);
    expect((await stored()).photo?.toString('hex')).toBe('ab'.repeat(32));
    // A likeness, masked like a portrait: a subgraph shows in clear only what the assertion grants.
    const { attendanceRecords } = (await hub.ask(
      '{ project(code: "A") { attendanceRecords(day: "2026-03-01") { nodes { deviceNo photo } } } }',
    )) as { attendanceRecords: { nodes: object[] } };
    expect(attendanceRecords.nodes).toContainEqual({ deviceNo: 'CAMERA', photo: null });
  });

  test('names a worker by the hub’s id as well', async () => {
    const { migrantWorkers } = { migrantWorkers: await hub.ask('{ migrantWorkers { nodes { id } } }') } as {
      migrantWorkers: { nodes: { id: string }[] };
    };
    const [worker] = migrantWorkers.nodes;
    const record = punch({
      ...nobody,
      workerId: worker!.id.toUpperCase(),
      occurredAt: '2026-03-01T06:50:00+08:00',
    });
    expect(await hub.submit(OP, [record])).toEqual(['ACCEPTED']);
  });
});
