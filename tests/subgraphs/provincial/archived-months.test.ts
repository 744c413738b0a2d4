import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { hubCaller, SCOPES } from '../../../kernel/caller.ts';
import { ensureMonths } from '../../../ledger/months.ts';
import { AttendanceRecord } from '../../../subgraphs/provincial/facts.ts';
import { Session } from '../../../subgraphs/session.ts';
import { asOperator } from '../verdict-codes/rooms.ts';
import { type Hub, openHub, openSite, person, platform, WORKER } from './submissions/support.ts';

const ARCHIVED = '2025-10';

let hub: Hub;
beforeAll(async () => {
  hub = await openHub();
  await openSite(hub, 'A');
  const entry = { projectCode: 'A', crewNo: '1', ...person(WORKER), enteredOn: '2025-06-01' };
  expect(await hub.submit('submitEngagements', [entry])).toEqual(['ACCEPTED']);
  for (const month of ['2025-09', ARCHIVED, '2025-11']) {
    const { id, verdicts } = await changed(
      'submitAttendance',
      'records: [AttendanceRecordInput!]!',
      'records: $records',
      { records: [punchAt(`${month}-05T07:30:00+08:00`)] },
    );
    made.set(month, { receipt: id, record: verdicts[0]!.recordId! });
  }
  await asOperator(
    hub.department,
    `insert into hub.archived_month (room, tab, month, closed_at)
     values ('provincial', 'attendance_record', '${ARCHIVED}-01', '2026-02-01T00:00:00Z')`,
  );
});
afterAll(() => hub?.close());

/** Receipt and record of each month. */
const made = new Map<string, { receipt: string; record: string }>();

const punchAt = (occurredAt: string) => ({
  projectCode: 'A',
  crewNo: '1',
  ...person(WORKER),
  occurredAt,
  direction: 'IN',
});

const punched = async (occurredAt: string, dryRun = false) => {
  const [verdict] = await hub.submit('submitAttendance', [punchAt(occurredAt)], { dryRun });
  return verdict;
};

interface Told {
  readonly id: string;
  readonly verdicts: readonly { outcome: string; code: string; recordId: string | null }[];
}

/** A mutation of the platform's that states or takes back something. */
async function changed(operation: string, declared: string, given: string, variables: object): Promise<Told> {
  const envelope = {
    idempotencyKey: randomUUID(),
    sourceSystem: platform.organisation,
    sentAt: '2026-03-01T07:00:00+08:00',
  };
  const { data, errors } = await hub.department.ask(
    platform,
    `mutation M($envelope: SubmissionEnvelopeInput!${declared && `, $${declared}`}) {
      ${operation}(envelope: $envelope, ${given}) { id verdicts { outcome code recordId } } }`,
    { variables: { envelope, ...variables } },
  );
  expect(errors).toBeUndefined();
  return data![operation] as Told;
}

const takenBack = async (what: string) => {
  const operation = what.startsWith('receipt') ? 'withdrawProvincialSubmission' : 'withdrawProvincialRecords';
  const { verdicts } = await changed(operation, '', `${what}, reason: "sent by mistake"`, {});
  return verdicts.map(({ outcome, code }) => `${outcome} ${code}`);
};

const ask = (query: string, asOf?: string) =>
  hub.department.ask({ ...hubCaller('tests'), scopes: SCOPES }, query, asOf ? { asOf } : {});

/** Whoever asks for it by day or by month, of a project or of a worker, alone or within a span. */
const QUESTIONS: readonly (readonly [what: string, (month: string) => string])[] = [
  ['a project’s month in figures', (m) => `{ project(code: "A") { attendance(month: "${m}") { records } } }`],
  [
    'a project’s records of a month',
    (m) => `{ project(code: "A") { attendanceRecords(month: "${m}") { nodes { id } } } }`,
  ],
  [
    'a project’s records of a day',
    (m) => `{ project(code: "A") { attendanceRecords(day: "${m}-05") { nodes { id } } } }`,
  ],
  [
    'a worker’s records of a month',
    (m) => `{ migrantWorkers { nodes { attendanceRecords(month: "${m}") { nodes { id } } } } }`,
  ],
  [
    'a worker’s sites',
    (m) => `{ migrantWorkers { nodes { siteRecords(from: "${m}", to: "${m}") { months { days } } } } }`,
  ],
  [
    'the three-way match',
    (m) => `{ projectMonth(code: "A", month: "${m}") { workers { nodes { workerId } } } }`,
  ],
  ['the figures of a day', (m) => `{ platformFigures(on: "${m}-05") { attendance { recordsMonth } } }`],
];

describe('An archived month is no empty month', () => {
  test.each(QUESTIONS)('to who asks for %s', async (_what, question) => {
    const { data, errors } = await ask(question(ARCHIVED));
    expect(errors).toMatchObject([{ extensions: { code: 'MONTH_ARCHIVED', came: ARCHIVED } }]);
    // Only the field that asks is empty.
    expect(data).not.toBeNull();
    for (const month of ['2025-09', '2025-11']) {
      const beside = await ask(question(month));
      expect(beside.errors).toBeUndefined();
    }
  });

  test.each(QUESTIONS)('to who asks for %s as it was known then', async (_what, question) => {
    const { errors } = await ask(question(ARCHIVED), '2026-03-01T00:00:00Z');
    expect(errors).toMatchObject([{ extensions: { code: 'MONTH_ARCHIVED' } }]);
  });

  test('a span that reaches into it is refused whole, and names it; who may not read attendance is told its wages', async () => {
    const query =
      '{ migrantWorkers { nodes { siteRecords(from: "2025-08", to: "2026-02") { months { month } } } } }';
    expect((await ask(query)).errors).toMatchObject([
      { extensions: { code: 'MONTH_ARCHIVED', came: ARCHIVED } },
    ]);
    const scopes = SCOPES.filter((scope) => scope !== 'attendance:read');
    const { errors } = await hub.department.ask({ ...hubCaller('tests'), scopes }, query);
    expect(errors).toBeUndefined();
  });
});

const REFERENCED = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on AttendanceRecord { id } } }`;
const BY_ID = 'query ($id: ID!) { attendanceRecord(id: $id) { id occurredAt } }';
const byId = async (query: string, id: string, asOf?: string) => {
  const representations = [{ __typename: 'AttendanceRecord', id }];
  const asking = { variables: { id, representations }, ...(asOf && { asOf }) };
  const { data, errors } = await hub.department.ask({ ...hubCaller('tests'), scopes: SCOPES }, query, asking);
  const [found] = [Object.values(data!)[0]].flat() as ({ id: string } | null)[];
  return [found?.id ?? null, ...(errors ?? []).map(({ extensions }) => extensions!.code)];
};

describe('An archived record, asked for by its id,', () => {
  test.each([
    ['a query', BY_ID],
    ['a reference of another department', REFERENCED],
  ])('is no missing one to %s', async (_what, query) => {
    const { record } = made.get(ARCHIVED)!;
    expect(await byId(query, record)).toEqual([null, 'MONTH_ARCHIVED']);
    expect(await byId(query, record, '2026-03-01T00:00:01Z')).toEqual([null, 'MONTH_ARCHIVED']);
    const { record: other } = made.get('2025-11')!;
    expect(await byId(query, other)).toEqual([other]);
    expect(await byId(query, '0197a3c2-5f00-7000-8000-000000000000')).toEqual([null]);
    expect(await byId(query, 'nothing')).toEqual([null]);
  });
});

describe('An archived month takes nothing', () => {
  test('of a process that held it for open, and of one that looks: a record is rejected, another month’s is taken', async () => {
    // Still attached here: what comes before the table goes is in the archive with the rest.
    await asOperator(
      hub.department,
      'alter table provincial.attendance_record detach partition provincial.attendance_record_202510',
    );
    expect(await punched(`${ARCHIVED}-06T07:30:00+08:00`)).toBe('REJECTED MONTH_ARCHIVED +ARRIVED_LATE');
    expect(await punched(`${ARCHIVED}-07T07:30:00+08:00`)).toBe(
      'REJECTED MONTH_ARCHIVED occurredAt +ARRIVED_LATE',
    );
    expect(await punched(`${ARCHIVED}-07T07:30:00+08:00`, true)).toBe(
      'REJECTED MONTH_ARCHIVED occurredAt +ARRIVED_LATE',
    );
    expect(await punched('2025-11-06T07:30:00+08:00')).toBe('ACCEPTED +ARRIVED_LATE');
  });

  test('and gives nothing back: who takes a record or a submission back is told', async () => {
    const of = [...made.entries()].find(([month]) => month === ARCHIVED)![1];
    await asOperator(
      hub.department,
      `update hub.archived_month set first_id = '${of.record}', last_id = '${of.record}'`,
    );
    expect(await takenBack(`records: [{ dataset: "ATTENDANCE", recordId: "${of.record}" }]`)).toEqual([
      'REJECTED MONTH_ARCHIVED',
    ]);
    expect(await takenBack(`receipt: "${of.receipt}"`)).toEqual(['REJECTED MONTH_ARCHIVED']);
    for (const query of [BY_ID, REFERENCED])
      expect(await byId(query, of.record)).toEqual([null, 'MONTH_ARCHIVED']);
    const other = made.get('2025-11')!;
    expect(await byId(BY_ID, other.record)).toEqual([other.record]);
    expect(await takenBack(`receipt: "${other.receipt}"`)).toEqual(['CORRECTED WITHDRAWN']);
    expect(
      await takenBack(
        'records: [{ dataset: "ATTENDANCE", recordId: "0197a3c2-5f00-7000-8000-000000000000" }]',
      ),
    ).toEqual(['REJECTED RECORD_UNKNOWN']);
  });

  test('and tells of no superseded version that stayed behind, asked for by its id', async () => {
    const { record } = made.get(ARCHIVED)!;
    await asOperator(
      hub.department,
      `insert into provincial.attendance_record_history
       select (jsonb_populate_record(null::provincial.attendance_record_history, to_jsonb(r)
         || '{"recorded_at": "2025-10-05T00:00:00Z", "superseded_at": "2026-03-01T00:00:00Z"}')).*
         from provincial.attendance_record_202510 r where id = '${record}'`,
    );
    for (const query of [BY_ID, REFERENCED])
      expect(await byId(query, record, '2025-12-01T00:00:00Z')).toEqual([null, 'MONTH_ARCHIVED']);
  });

  test('and nothing opens it again, not even once its table is gone', async () => {
    await asOperator(hub.department, 'drop table provincial.attendance_record_202510');
    const session = new Session(hub.department.store.pool, hubCaller('tests'), null);
    try {
      await session.write(async (db) => {
        await ensureMonths(db, AttendanceRecord, [new Date(`${ARCHIVED}-15T00:00:00Z`)]);
        await db.rows(
          sql`select hub.make_month('provincial', 'attendance_record', ${`${ARCHIVED}-01`}::date)`,
        );
        const rows = await db.rows(sql`select from pg_class where relname = 'attendance_record_202510'`);
        expect(rows).toEqual([]);
      });
    } finally {
      await session.close();
    }
    expect(await punched(`${ARCHIVED}-08T07:30:00+08:00`)).toBe(
      'REJECTED MONTH_ARCHIVED occurredAt +ARRIVED_LATE',
    );
  });
});
