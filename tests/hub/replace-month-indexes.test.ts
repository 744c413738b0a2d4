import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { pino } from 'pino';
import { archiveMonth } from '../../hub/archive/archive-month.ts';
import { restoreMonth } from '../../hub/archive/restore-month.ts';
import { replaceMonthIndexes } from '../../hub/background/replace-month-indexes.ts';
import { migrate } from '../../hub/database/migrate.ts';
import { rooms } from '../../hub/rooms.ts';
import type { YearMonth } from '../../kernel/calendar.ts';
import { emptyDatabase, type FreshDatabase, freshDatabase } from '../support/database.ts';
import { temporaryFolder } from './support/hub-process.ts';
import { fillMonth, indexesOf, migrateAsBefore, type Punching, punching } from './support/old-months.ts';

const ID = '(id, occurred_at) unique';
const KEY = '(project_code, occurred_at, worker_id, direction) INCLUDE (withdrawn) unique';
const WORKER = '(worker_id, occurred_at)';
const DAY = '(occurred_at)';
const NEW = [ID, DAY, KEY, WORKER].sort();
const OLD = [
  ID,
  DAY,
  WORKER,
  '(project_code, occurred_at)',
  '(project_code, worker_id, occurred_at, direction) unique',
].sort();
const BOTH = [...OLD, KEY].sort();

/** More than a migration makes an index of. */
const MANY = 100_000;
const LARGE = '2026-02';
const TABLE = {
  subgraph: 'provincial',
  fact: 'AttendanceRecord',
  schema: 'provincial',
  table: 'attendance_record',
};
const said = (lines: readonly string[]) => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  return client.connect().then(() => client);
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1, await pause(50)) if (await isSo()) return;
  throw new Error(`it never came to this: ${what}`);
}

test('In a new database a punch is written to four indexes of its month', async () => {
  const database = await freshDatabase();
  const client = await connected(database.ownerUrl);
  await fillMonth(client, LARGE, 10);
  expect(await indexesOf(client)).toEqual({ attendance_record: NEW, attendance_record_202602: NEW });
  const { rows } = await client.query('select from hub.month_index where done_at is null');
  expect(rows).toEqual([]);
  await client.end();
  await database.drop();
});

test('Where all months are small the migration itself brings them along', async () => {
  const database = await emptyDatabase();
  await using folder = await temporaryFolder();
  await migrateAsBefore(database, folder.path);
  const client = await connected(database.ownerUrl);
  for (const month of ['2025-12', '2026-01']) await fillMonth(client, month, 1_000);
  expect(await indexesOf(client)).toMatchObject({ attendance_record_202512: OLD });
  await migrate(database.ownerUrl, rooms());
  expect(await indexesOf(client)).toEqual({
    attendance_record: NEW,
    attendance_record_202512: NEW,
    attendance_record_202601: NEW,
  });
  await client.end();
  await database.drop();
}, 120_000);

describe('A database with a large month', () => {
  let database: FreshDatabase;
  let owner: Client;
  let watching: Client;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let intake: Punching;
  let lines: string[];
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
  const begin = () => {
    lines = [];
    return replaceMonthIndexes({ ownerUrl: database.ownerUrl, log });
  };
  const indexes = async () => (await indexesOf(owner))[`attendance_record_${LARGE.replace('-', '')}`];
  const order = () => ({
    folder: folder.path,
    keep: false,
    now: new Date(),
    version: 'test',
    say: () => undefined,
    onRows: () => undefined,
  });
  const restored = (month: string) =>
    restoreMonth(owner, {
      ...order(),
      file: `${folder.path}/provincial.attendance_record.${month}.copy.zst`,
      dryRun: false,
      tables: [TABLE],
    });

  beforeAll(async () => {
    database = await emptyDatabase();
    folder = await temporaryFolder();
    await migrateAsBefore(database, folder.path);
    owner = await connected(database.ownerUrl);
    for (const month of ['2025-06', '2025-07', '2026-01']) await fillMonth(owner, month, 1_000);
    await fillMonth(owner, LARGE, MANY);
    for (const month of ['2025-06', '2025-07'] as YearMonth[])
      await archiveMonth(owner, TABLE, { month }, order());
    await migrate(database.ownerUrl, rooms());
    intake = punching(database);
    // What another session does its login may see, and not the role that owns the tables.
    watching = await connected(database.ownerUrl);
    await watching.query('set role none');
  }, 180_000);
  afterAll(async () => {
    await intake?.close();
    for (const client of [watching, owner]) await client?.end();
    await database?.drop();
    await folder?.[Symbol.asyncDispose]();
  });

  /** A writer who does not end: the index of the month cannot be finished until then. */
  async function forgotten(): Promise<AsyncDisposable> {
    const client = await connected(database.ownerUrl);
    await client.query('begin');
    await client.query(
      `update provincial.attendance_record set attend_type = attend_type
        where id = (select id from provincial.attendance_record_202602 limit 1) and occurred_at >= '2026-02-01'`,
    );
    return { [Symbol.asyncDispose]: () => client.end() };
  }

  const isWaiting = async () => {
    const { rows } = await watching.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = current_database() and query ~ '^(create unique|drop) index concurrently'
          and wait_event_type = 'Lock'`,
    );
    return rows[0]?.pid;
  };

  async function everyVerdict(day: string, worker: number): Promise<string[]> {
    return [
      await intake.punch(day, worker),
      await intake.punch(day, worker),
      await intake.punch(day, worker, { device: 'GATE-2' }),
      await intake.punch(day, worker, { device: 'GATE-2', withdrawn: true }),
    ];
  }
  const VERDICTS = ['ACCEPTED', 'ALREADY_RECORDED', 'CORRECTED', 'WITHDRAWN'];

  test('keeps its old indexes in the migration, and gives every new month the new one at once', async () => {
    await owner.query(`select hub.make_month('provincial', 'attendance_record', '2026-03-01')`);
    expect(await indexesOf(owner)).toEqual({
      attendance_record: [...OLD, `${KEY} not valid`].sort(),
      attendance_record_202601: [...OLD, `${KEY} alone`].sort(),
      attendance_record_202602: OLD,
      attendance_record_202603: BOTH,
    });
    expect(await everyVerdict('2026-02-03', 1)).toEqual(VERDICTS);
  });

  test('takes submissions while the index is made, and what a killed connection left is begun again', async () => {
    await using _writer = await forgotten();
    const work = begin();
    await until('the index is being made', async () => (await isWaiting()) !== undefined);
    expect(await everyVerdict('2026-02-04', 2)).toEqual(VERDICTS);
    await watching.query('select pg_terminate_backend($1)', [await isWaiting()]);
    await until('the failure is told', async () => said(lines).some(({ level }) => level === 50));
    await work.stop();
    expect(await indexes()).toContain(`${KEY} not valid alone`);
    expect(await everyVerdict('2026-02-05', 3)).toEqual(VERDICTS);
  }, 120_000);

  test('ends promptly when the hub is stopped, and another one is left alone at its work', async () => {
    await using _writer = await forgotten();
    const [work, beside] = [begin(), replaceMonthIndexes({ ownerUrl: database.ownerUrl, log })];
    await until('the index is being made', async () => (await isWaiting()) !== undefined);
    await beside.stop();
    expect(said(lines).filter(({ part }) => part !== undefined)).toHaveLength(1);
    await work.stop();
    expect(await isWaiting()).toBeUndefined();
    expect(said(lines).map(({ level }) => level)).not.toContain(50);
  }, 120_000);

  test('takes a month back from its archive meanwhile', async () => {
    await restored('2025-06');
    expect((await indexesOf(owner)).attendance_record_202506).toEqual(BOTH);
  });

  test('drops the old indexes when every month has the new one, and nobody waits for it long', async () => {
    const reader = await connected(database.ownerUrl);
    await reader.query('begin');
    await reader.query('select from provincial.attendance_record_202601 limit 1');
    const early = begin();
    await until('the last step has to wait', async () =>
      said(lines).some(({ msg }) => String(msg).includes('once nobody holds the table')),
    );
    await early.stop();
    expect((await indexes())?.filter((one) => one.startsWith(KEY))).toEqual([`${KEY} alone`]);
    expect(await everyVerdict('2026-02-06', 4)).toEqual(VERDICTS);
    await reader.query('rollback');
    await reader.end();
    const work = begin();
    await until('it is done', async () => said(lines).some(({ msg }) => String(msg).includes('is dropped')));
    await work.stop();
    expect(await indexesOf(owner)).toEqual({
      attendance_record: NEW,
      attendance_record_202506: NEW,
      attendance_record_202601: NEW,
      attendance_record_202602: NEW,
      attendance_record_202603: NEW,
    });
    expect(said(lines).map(({ level }) => level)).not.toContain(50);
  }, 120_000);

  test('knows afterwards what was recorded before and between', async () => {
    expect(await intake.punch('2026-02-07', 5)).toBe('ACCEPTED');
    expect(await everyVerdict('2026-02-08', 6)).toEqual(VERDICTS);
    for (const [day, worker] of [
      ['2026-02-03', 1],
      ['2026-02-05', 3],
    ] as const)
      expect(await intake.punch(day, worker)).toBe('CORRECTED');
    const { rows } = await owner.query<{ left: number }>(
      `select count(*)::integer as left from (
         select from provincial.attendance_record group by project_code, worker_id, occurred_at, direction having count(*) > 1) twice`,
    );
    expect(rows[0]!.left).toBe(0);
  });

  test('takes a month that was archived with the old indexes back with the new ones', async () => {
    await restored('2025-07');
    expect((await indexesOf(owner)).attendance_record_202507).toEqual(NEW);
    const { rows } = await owner.query<{ count: number }>(
      `select count(*)::integer as count from provincial.attendance_record
        where occurred_at >= '2025-07-01T00:00:00+08:00' and occurred_at < '2025-08-01T00:00:00+08:00'`,
    );
    expect(rows[0]!.count).toBe(1_000);
  });
});
