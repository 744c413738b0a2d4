import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hubCaller } from '../../kernel/caller.ts';
import { formatInstant } from '../../schema/instant.ts';
import { openRooms, platform, type Rooms, type ToldVerdict } from './verdict-codes/rooms.ts';
import { card, openSite, punch } from './verdict-codes/site.ts';

const RECORDS = 50_000;
const A_CALL = 5_000;

/** What may be wrong with a punch, twenty kinds, each with the verdict that it must get. */
const KINDS: readonly (readonly [more: object, told: string])[] = [
  [{ projectCode: null }, 'REJECTED VALUE_MISSING projectCode'],
  [{ projectCode: '项目' }, 'REJECTED PROJECT_CODE_MALFORMED projectCode'],
  [{ projectCode: 'NONE' }, 'HELD PROJECT_UNKNOWN projectCode'],
  [{ direction: ' ' }, 'REJECTED VALUE_MISSING direction'],
  [{ crewNo: '404' }, 'HELD CREW_UNKNOWN crewNo'],
  [{ crewNo: '1'.repeat(33) }, 'REJECTED VALUE_TOO_LONG crewNo'],
  [{ documentNumber: null }, 'REJECTED IDENTITY_MISSING'],
  [{ documentNumber: '450103199001020009' }, 'HELD RESIDENT_NUMBER_INVALID documentNumber'],
  [{ documentNumber: card('1996-01-02') }, 'HELD WORKER_UNKNOWN documentNumber'],
  [{ documentType: 'ID' }, 'REJECTED CODE_UNKNOWN documentType'],
  [{ occurredAt: '' }, 'REJECTED VALUE_MISSING occurredAt'],
  [{ occurredAt: 1_767_571_890 }, 'REJECTED TIME_MALFORMED occurredAt'],
  [{ occurredAt: '2026-03-01T09:00:00+08:00' }, 'REJECTED TIME_IN_FUTURE occurredAt'],
  [{ occurredAt: '1970-01-01T08:00:00+08:00' }, 'REJECTED TIME_TOO_EARLY occurredAt'],
  [{ occurredAt: '2019-12-31T08:00:00+08:00' }, 'REJECTED MONTH_NOT_OPEN occurredAt'],
  [{ direction: 'THROUGH' }, 'REJECTED CODE_UNKNOWN direction'],
  [{ direction: { way: 'IN' } }, 'REJECTED VALUE_MALFORMED direction'],
  [{ deviceNo: 'K1\u202e2' }, 'REJECTED CHARACTER_FORBIDDEN deviceNo'],
  [{ sourceVersion: 'second' }, 'REJECTED NUMBER_OUT_OF_RANGE sourceVersion'],
  [{ replacesHeld: '0197a3c2-5f00-7000-8000-000000000000' }, 'REJECTED HELD_RECORD_UNKNOWN replacesHeld'],
];

/** Where the faults are, by place: 37, spread by a prime over the whole batch, the first and the last record among them. */
const PLANTED: ReadonlyMap<number, (typeof KINDS)[number]> = new Map(
  Array.from({ length: 37 }, (_, at) => {
    const place = at === 0 ? 0 : at === 36 ? RECORDS - 1 : (at * 7_919) % RECORDS;
    return [place, KINDS[at % KINDS.length]!] as const;
  }),
);

/** A punch a second, beginning three days ago. */
const FIRST = Date.parse('2026-02-26T00:00:00+08:00');
const recordAt = (place: number) =>
  punch(formatInstant(new Date(FIRST + place * 1_000)), PLANTED.get(place)?.[0] ?? {});

const callFrom = (start: number) => Array.from({ length: A_CALL }, (_, at) => recordAt(start + at));

setFlagsFromString('--expose_gc');
const collect = runInNewContext('gc') as () => void;
/** The least of some looks: what is collected is given back a moment later. */
const heldMiB = async (): Promise<number> => {
  const looks: number[] = [];
  for (let look = 0; look < 3; look++) {
    collect();
    await pause(20);
    const { heapUsed, external } = process.memoryUsage();
    looks.push((heapUsed + external) / 2 ** 20);
  }
  return Math.min(...looks);
};

let rooms: Rooms;
beforeAll(async () => {
  rooms = await openRooms();
  await openSite(rooms);
}, 60_000);
afterAll(() => rooms?.close());

describe(`A batch of ${RECORDS} records with ${PLANTED.size} planted faults`, () => {
  const found: { place: number; told: string }[] = [];
  const memory: number[] = [];
  let outOfOrder = 0;

  beforeAll(async () => {
    for (let start = 0; start < RECORDS; start += A_CALL) {
      const verdicts = await rooms.submit('submitAttendance', callFrom(start));
      for (const [at, verdict] of verdicts.entries()) {
        if (verdict.index !== at) outOfOrder += 1;
        if (verdict.outcome !== 'ACCEPTED') found.push({ place: start + at, told: toldOf(verdict) });
      }
      memory.push(await heldMiB());
    }
  }, 240_000);

  test('has twenty kinds of them', () => {
    expect(PLANTED.size).toBe(37);
    expect(new Set([...PLANTED.values()].map(([, told]) => told)).size).toBe(20);
  });

  test('reports exactly these, in the order of the records', () => {
    const planted = [...PLANTED]
      .map(([place, [, told]]) => ({ place, told }))
      .sort((a, b) => a.place - b.place);
    expect(found).toEqual(planted);
    expect(outOfOrder).toBe(0);
  });

  test('keeps all the others', async () => {
    const { data } = await rooms.provincial.ask(
      hubCaller('tests'),
      `{ project(code: "A") {
        attendance(month: "2026-02") { records } attendanceRecords(month: "2026-02", first: 1) { totalIsEstimate } } }`,
    );
    expect(data).toEqual({
      project: {
        attendance: { records: RECORDS - PLANTED.size },
        // A list of so many is not counted to its end.
        attendanceRecords: { totalIsEstimate: true },
      },
    });
  });

  test('leaves no memory held between its calls: ten MiB at most from the second to the last', () => {
    expect(Math.max(...memory.slice(2)) - memory[1]!).toBeLessThan(10);
  });

  test('gives the same verdicts again to the same call under the same key', async () => {
    const envelope = {
      idempotencyKey: randomUUID(),
      sourceSystem: 'vendor-a',
      sentAt: '2026-03-01T07:00:00+08:00',
    };
    const send = async () => {
      const { data, errors } = await rooms.provincial.ask(
        platform,
        `mutation ($envelope: SubmissionEnvelopeInput!, $records: [AttendanceRecordInput!]!) {
          submitAttendance(envelope: $envelope, records: $records) { replayed verdicts { index outcome code path recordId } } }`,
        { variables: { envelope, records: callFrom(0) } },
      );
      expect(errors).toBeUndefined();
      return data!.submitAttendance as { replayed: boolean; verdicts: unknown[] };
    };
    const first = await send();
    expect(await send()).toEqual({ ...first, replayed: true });
    expect(first.verdicts).toHaveLength(A_CALL);
  });
});

const toldOf = ({ outcome, code, path }: ToldVerdict): string =>
  [outcome, code, path].filter((word) => word !== null).join(' ');
