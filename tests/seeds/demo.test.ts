import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { type BusinessDate, dayOfMonth, lastDayOf, type YearMonth } from '../../kernel/calendar.ts';
import { attendanceSteps } from '../../seeds/attendance-steps.ts';
import { departmentSteps } from '../../seeds/departments.ts';
import { demoDayOf, seedDemo } from '../../seeds/demo.ts';
import { disbursementRecords } from '../../seeds/disbursements.ts';
import { hubCaller } from '../../kernel/caller.ts';
import type { NewRecord } from '../../ledger/new-record.ts';
import { stepsDone } from '../../ledger/installation-step.ts';
import { Session } from '../../subgraphs/session.ts';
import { KNOWN } from '../../seeds/known.ts';
import { payrollRecords, sheetsOf } from '../../seeds/payroll.ts';
import { provincialRecords } from '../../seeds/provincial.ts';
import { namedWorkerId } from '../../seeds/registry.ts';
import { at } from '../../seeds/span.ts';
import { findings } from '../../seeds/warnings.ts';
import { APP_PERSON, peopleOf, worldOf } from '../../seeds/world.ts';
import { subgraphs } from '../../subgraphs/registry.ts';
import { demoDatabase } from '../support/hub-database.ts';
import { departments } from './support.ts';

const DAY = '2026-11-21';
const SLOW = 240_000;

type Departments = Awaited<ReturnType<typeof departments>>;

let whole: Departments;
let killed: Departments;
beforeAll(async () => {
  const seeded = demoDatabase(`${DAY}T09:00:00+08:00`);
  [whole, killed] = await Promise.all([departments(seeded), departments()]);
}, SLOW);
afterAll(() => Promise.all([whole.close(), killed.close()]));

/** What each table holds, but for what sealing makes new each time. */
async function contents(own: Departments): Promise<Record<string, unknown>> {
  const tables = subgraphs.flatMap(({ name, facts }) => facts.map((fact) => ({ name, fact })));
  const held: Record<string, unknown> = {};
  for (const { name, fact } of tables)
    for (const table of [fact.table, `${fact.table}_history`]) {
      const [row] = await own.ask<object>(
        name,
        sql`select count(*) as rows, md5(string_agg(concat_ws(' ', id, version, encode(content_hash, 'hex'), source_system,
              source_version, receipt_id, occurred_at, received_at, recorded_at, encode(seed, 'hex'), withdrawn), ','
              order by id, version)) as digest from ${sql.ref(`${fact.schema}.${table}`)}`,
      );
      held[`${fact.schema}.${table}`] = row;
    }
  return held;
}

/** What is stated of the time to come, by its nature. */
const UNTIL: ReadonlySet<string> = new Set(['held_until', 'expires_at']);

describe('The demo', () => {
  test('states areas, lengths and money as they were planned', async () => {
    const missing = async (name: string, column: string, table: string, where = 'true') => {
      const [row] = await whole.ask<{ rows: string; nulls: string }>(
        name,
        sql`select count(*) as rows, count(*) filter (where ${sql.ref(column)} is null) as nulls
              from ${sql.ref(`${name}.${table}`)} where ${sql.raw(where)}`,
      );
      return [Number(row!.rows) > 0, Number(row!.nulls)];
    };
    expect(await missing('housing', 'floor_area_m2', 'construction_permit', "works_kind = '01'")).toEqual([
      true,
      0,
    ]);
    expect(await missing('transport', 'length_m', 'contract_section')).toEqual([true, 0]);
    expect(await missing('water', 'cost_fen', 'water_section')).toEqual([true, 0]);
  });

  test(
    'a seed killed in the middle goes on where it stopped, to the same records and ids',
    async () => {
      const child = spawn(
        process.execPath,
        [fileURLToPath(new URL('./seed-child.ts', import.meta.url)), killed.url, DAY],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const ended = once(child, 'exit');
      for await (const line of createInterface(child.stdout)) {
        const [done = 0, total = 1] = line.split(' ').map(Number);
        if (done > total * 0.4) child.kill('SIGKILL');
      }
      await ended;
      expect(child.signalCode).toBe('SIGKILL');
      // The next start is on the next day; the demo stays that of the day it was begun.
      const summary = await killed.seed('2026-11-22');
      expect(summary).toMatchObject({ businessDate: DAY, wasThere: false });
      expect(await contents(killed)).toEqual(await contents(whole));
    },
    SLOW,
  );

  test('a finished seed is left alone, whatever the day', async () => {
    const before = await contents(whole);
    expect(await whole.seed('2027-03-01')).toEqual({ businessDate: DAY, records: 0, wasThere: true });
    expect(await contents(whole)).toEqual(before);
  });

  test('it has 70 projects, 1,500 workers and more than 100,000 attendance records', async () => {
    const counts = await whole.ask<object>(
      'provincial',
      sql`select (select count(*) from provincial.project) as projects,
                 (select count(*) from provincial.migrant_worker) as workers,
                 (select count(*) > 100000 from provincial.attendance_record) as attendance`,
    );
    expect(counts).toEqual([{ projects: 70n, workers: 1_500n, attendance: true }]);
  });

  test('every department knows the scope of every project', async () => {
    for (const { name, databaseSchema, facts } of subgraphs.filter((one) => one.facts.length > 0)) {
      const [scope] = await whole.ask<object>(
        name,
        sql`select count(*) as projects from ${sql.ref(`${databaseSchema}.project_scope`)}`,
      );
      expect({ name, facts: facts.length > 0, scope }).toEqual({
        name,
        facts: true,
        scope: { projects: 70n },
      });
    }
  });

  test('the provincial hub knows for which projects banks keep or have issued something', async () => {
    const [known] = await whole.ask<object>(
      'provincial',
      sql`select count(*) as records, count(distinct project_code) as projects from provincial.bank_project where not withdrawn`,
    );
    const [kept] = await whole.ask<object>(
      'banking',
      sql`select count(*) as records, count(distinct project_code) as projects from (
            select project_code from banking.special_wage_account where not withdrawn
            union all select project_code from banking.guarantee_deposit where not withdrawn
            union all select project_code from banking.guarantee_letter where not withdrawn
            union all select project_code from banking.payment_guarantee where not withdrawn) k`,
    );
    expect(known).toEqual(kept);
  });

  test('banking knows in which projects workers are or were', async () => {
    const [known] = await whole.ask<object>(
      'banking',
      sql`select count(*) as records, count(distinct (worker_id, project_code)) as pairs from banking.worker_project where not withdrawn`,
    );
    const [placed] = await whole.ask<object>(
      'provincial',
      sql`select count(*) as records, count(distinct (worker_id, project_code)) as pairs from (
            select worker_id, project_code from provincial.engagement where not withdrawn
            union all select worker_id, project_code from provincial.real_name_registration where not withdrawn) k`,
    );
    expect(known).toEqual(placed);
  });

  test('whatever has a submission was submitted: the receipt of each version is on record, and so among the changes', async () => {
    const missing: string[] = [];
    for (const [name, { datasets }] of Object.entries(whole.stores))
      for (const { fact } of datasets)
        for (const table of [fact.table, `${fact.table}_history`]) {
          const of = sql.ref(`${fact.schema}.${table}`);
          const [row] = await whole.ask<{ rows: bigint }>(
            name,
            sql`select count(*) as rows from ${of} t
                 where not exists (select from ${sql.ref(`${fact.schema}.leaf`)} l where l.receipt_id = t.receipt_id)`,
          );
          if (Number(row!.rows) > 0) missing.push(`${table}: ${row!.rows}`);
        }
    expect(missing).toEqual([]);
  });

  test('records look as if they had come in time: soon after their event, none after the business date', async () => {
    const rows = await whole.ask<object>(
      'provincial',
      sql`select max(recorded_at - occurred_at) < interval '25 hours' as soon, min(recorded_at - occurred_at) > interval '0' as after,
                 max(recorded_at) <= '2026-11-21T07:30:00+08:00' as past
            from provincial.attendance_record where version = 1`,
    );
    expect(rows).toEqual([{ soon: true, after: true, past: true }]);
  });

  test('nothing in it is later than the clock at which it can first be told: half past seven of its day', async () => {
    let looked = 0;
    const later: string[] = [];
    for (const { name: department, facts } of subgraphs.filter((one) => one.facts.length > 0)) {
      const columns = await whole.ask<{ schema: string; tab: string; name: string }>(
        department,
        sql`select n.nspname as schema, c.relname as tab, a.attname as name
            from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
           where c.relkind in ('r', 'p') and not c.relispartition and a.atttypid = 'timestamptz'::regtype
             and n.nspname = ${facts[0]!.schema} and not a.attisdropped
             and has_column_privilege(c.oid, a.attnum, 'select')`,
      );
      looked += columns.length;
      for (const { schema, tab, name } of columns.filter((one) => !UNTIL.has(one.name))) {
        const [row] = await whole.ask<{ rows: bigint; last: Date }>(
          department,
          sql`select count(*) as rows, max(${sql.ref(name)}) as last from ${sql.ref(`${schema}.${tab}`)}
             where ${sql.ref(name)} > '2026-11-21T07:30:00+08:00'`,
        );
        if (row!.rows > 0n)
          later.push(`${schema}.${tab}.${name}: ${row!.rows}, until ${row!.last.toISOString()}`);
      }
    }
    expect(looked).toBeGreaterThan(200);
    expect(later).toEqual([]);
  });

  test('a month ago the hub knew of fewer punches, and of wages not yet paid', async () => {
    const rows = await whole.ask<{ known: bigint; all: bigint }>(
      'provincial',
      sql`select count(*) filter (where recorded_at <= '2026-10-21T00:00:00+08:00') as known, count(*) as all
            from provincial.attendance_record`,
    );
    expect(rows[0]!.known).toBeGreaterThan(30_000n);
    expect(rows[0]!.known).toBeLessThan(rows[0]!.all / 2n + 10_000n);
  });

  test('money adds up: each balance is the one before, more or less the booking, and never below nothing', async () => {
    const wrong = await whole.ask(
      'banking',
      sql`select project_code, serial from (
            select project_code, serial, balance_after_fen, case direction when 'IN' then amount_fen else -amount_fen end as moved,
                   lag(balance_after_fen, 1, 0) over (partition by bank_code, account_index order by serial) as before
              from banking.account_flow) f
           where balance_after_fen <> before + moved or balance_after_fen < 0`,
    );
    expect(wrong).toEqual([]);
  });

  test('each sheet is the sum of its lines', async () => {
    const wrong = await whole.ask(
      'provincial',
      sql`select s.sheet_no from provincial.payroll_sheet s join provincial.payroll_entry e using (project_code, sheet_no)
           group by s.id having sum(e.payable_fen) <> max(s.total_payable_fen) or sum(e.actual_fen) <> max(s.total_actual_fen)`,
    );
    expect(wrong).toEqual([]);
  });

  test('nobody’s number, card or phone stands in a table as text', async () => {
    const rows = await whole.ask<{ text: string }>(
      'banking',
      sql`select w::text as text from banking.wage_card w union all select a::text from banking.special_wage_account a
          union all select f::text from banking.account_flow f`,
    );
    // What is sealed is shown as hexadecimal digits, among which any number may stand by chance.
    const plain = rows.map(({ text }) => text.replace(/\\x[0-9a-f]+/g, ''));
    expect(plain.filter((text) => /999999\d{13}|00000000\d{9}|15400\d{6}/.test(text))).toEqual([]);
  });
});

describe('The day that the demo is told for', () => {
  test.each([
    ['2026-11-21T00:00:00+08:00', '2026-11-20'],
    ['2026-11-21T01:31:00+08:00', '2026-11-20'],
    ['2026-12-01T07:29:59+08:00', '2026-11-30'],
    ['2026-11-21T07:30:00+08:00', '2026-11-21'],
    ['2026-11-21T16:00:00+08:00', '2026-11-21'],
    ['2026-11-21T23:59:59+08:00', '2026-11-21'],
  ])('at %s is %s', (now, day) => {
    expect(demoDayOf(new Date(now))).toBe(day);
  });

  test('at night is the day before, as the seed itself begins it', async () => {
    const own = await departments();
    try {
      const stopped = () => {
        throw new Error('stopped');
      };
      const night = new Date('2026-11-21T01:31:00+08:00');
      await expect(seedDemo({ stores: own.stores, now: night, progress: stopped })).rejects.toThrow(
        'stopped',
      );
      const session = new Session(own.stores.provincial!.pool, hubCaller('test'), null);
      const done = await session.write((db) => stepsDone(db, 'demo'));
      expect(done.get('begun')).toBe('2026-11-20');
    } finally {
      await own.close();
    }
  }, 60_000);
});

describe('What the stories’ own questions cannot show', () => {
  test('story 4: the worker came in at both sites before leaving either, on one day', async () => {
    const rows = await whole.ask<object>(
      'provincial',
      sql`select count(*) as pairs from (
            select worker_id from (
              select worker_id, project_code, (occurred_at at time zone 'Asia/Shanghai')::date as day,
                     min(occurred_at) as came, max(occurred_at) as left_at
                from provincial.attendance_record group by 1, 2, 3) visits
             group by worker_id, day having count(*) = 2 and max(came) < min(left_at)) twice`,
    );
    expect(rows).toEqual([{ pairs: 1n }]);
  });

  test('story 18: the number and the record say the worker is 15', async () => {
    const rows = await whole.ask<object>(
      'provincial',
      sql`select count(*) as young from provincial.migrant_worker where born_on > date '2026-11-21' - interval '16 years'`,
    );
    expect(rows).toEqual([{ young: 1n }]);
  });

  test('story 29: the withdrawn punches are in the record, withdrawn, with their first version in history', async () => {
    const rows = await whole.ask<{ withdrawn: bigint; kept: boolean }>(
      'provincial',
      sql`select count(*) filter (where r.withdrawn) as withdrawn, bool_and(h.version = 1 and not h.withdrawn) as kept
            from provincial.attendance_record r join provincial.attendance_record_history h using (id)
           where r.project_code = '4509022025060001'`,
    );
    expect(rows[0]!.withdrawn).toBeGreaterThan(5n);
    expect(rows[0]!.kept).toBe(true);
  });
});

describe('Well-known things', () => {
  test('the ids and codes that documents and tokens name are in the demo', async () => {
    expect(KNOWN.worker).toBe(namedWorkerId(APP_PERSON));
    const rows = await whole.ask<object>(
      'provincial',
      sql`select p.kind, p.division_code, p.general_contractor_code = ${KNOWN.enterprise} as theirs from provincial.project p
           where p.project_code = any(${Object.values(KNOWN.projects)}::text[]) order by p.kind`,
    );
    expect(rows).toEqual([
      { kind: 'HOUSING', division_code: KNOWN.county, theirs: true },
      { kind: 'OTHER', division_code: KNOWN.county, theirs: false },
      { kind: 'TRANSPORT', division_code: KNOWN.county, theirs: false },
      { kind: 'WATER', division_code: KNOWN.county, theirs: false },
    ]);
    const [worker] = await whole.ask<object>(
      'provincial',
      sql`select e.project_code from provincial.engagement e where e.worker_id = ${KNOWN.worker}`,
    );
    expect(worker).toEqual({ project_code: KNOWN.projects.HOUSING });
    const [bank] = await whole.ask<{ accounts: bigint }>(
      'banking',
      sql`select count(*) as accounts from banking.special_wage_account where bank_code = ${KNOWN.bank}`,
    );
    expect(bank!.accounts).toBeGreaterThan(5n);
  });
});

describe('The demo of other days', () => {
  test.each(['2026-01-05' as BusinessDate, ...everyDayOf(2026, 3)])(
    'of %s nothing is planned after the day itself',
    (day) => {
      const persons = peopleOf(day);
      const world = worldOf(
        day,
        persons,
        persons.map(({ serial }) => `worker ${serial}`),
      );
      const sheets = sheetsOf(world);
      const all = [
        ...provincialRecords(world),
        ...payrollRecords(sheets),
        ...findings(world),
        ...disbursementRecords(world, sheets),
      ];
      expect(all.filter(({ on }) => on > day)).toEqual([]);
      expect(
        sheets.filter(({ month, isPaid }) => month === world.span.settled && isPaid).length,
      ).toBeGreaterThan(150);
    },
  );
});

describe('The demo of a morning', () => {
  // The 5th has sheets, the 6th to the 18th labour cost; the 15th of November 2026 is a Sunday, so that wages are paid on the 13th.
  test.each(['2026-11-05', '2026-11-06', '2026-11-12', '2026-11-13', '2026-11-18'] as BusinessDate[])(
    'of %s holds nothing later than half past seven',
    (day) => {
      const clock = at(day, '07:30:00').getTime();
      const persons = peopleOf(day);
      const world = worldOf(
        day,
        persons,
        persons.map(({ serial }) => `worker ${serial}`),
      );
      const steps = [
        ...departmentSteps(whole.stores, world).flat(),
        ...attendanceSteps(whole.stores.provincial!, world),
      ];
      const batches = steps.flatMap((step) => step.batches());
      const later = batches.flatMap(({ fact, recordedAt, records }) =>
        records
          .filter((record) => [recordedAt, ...timesOf(record)].some((time) => time.getTime() > clock))
          .map(() => fact.name),
      );
      expect(batches.length).toBeGreaterThan(200);
      expect([...new Set(later)]).toEqual([]);
    },
    SLOW,
  );
});

/** Every instant that a planned record tells: its own, those in its content, and those in the ids of a sheet's lines. */
function timesOf({ occurredAt, content }: NewRecord): Date[] {
  const stated = Object.values(content).filter((value) => value instanceof Date);
  const lines = content.lineIds instanceof Map ? [...(content.lineIds.values() as Iterable<string>)] : [];
  return [occurredAt, ...stated, ...lines.map(madeAt)];
}

/** The instant in an id of the hub's (UUIDv7): its first 48 bits. */
const madeAt = (id: string): Date => new Date(Number.parseInt(id.replace('-', '').slice(0, 12), 16));

/** The first, fifteenth and twentieth and the last day of each third month: where months and pay days turn. */
function everyDayOf(year: number, step: number): BusinessDate[] {
  return [1, 1 + step, 1 + 2 * step, 1 + 3 * step].flatMap((number) => {
    const month = `${year}-${String(number).padStart(2, '0')}` as YearMonth;
    return [...[1, 15, 19, 20].map((day) => dayOfMonth(month, day)), lastDayOf(month)];
  });
}

describe('Freshness in the demo', () => {
  test('every source says until when it is complete, and one bank’s line has been down for days', async () => {
    const sources = await whole.ask<{ source: string; up_to: Date | null }>(
      'banking',
      sql`select distinct p.source_system as source, c.complete_up_to as up_to from banking.project_source p
            left join banking.completeness c using (dataset, source_system) order by 1`,
    );
    expect(sources.length).toBeGreaterThan(3);
    const upTo = new Map(sources.map(({ source, up_to }) => [source, up_to?.toISOString()]));
    expect(upTo.get('bank-102')).toBe('2026-11-20T23:00:00.000Z');
    expect(upTo.get('bank-105')).toBe('2026-11-15T23:00:00.000Z');
    expect([...upTo.values()]).not.toContain(undefined);
  });
});
