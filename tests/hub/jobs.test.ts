import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { pino } from 'pino';
import { PgBoss } from 'pg-boss';
import { Pool } from 'pg';
import { migrate } from '../../hub/database/migrate.ts';
import { JOBS_SCHEMA } from '../../hub/jobs/job-tables.ts';
import { type JobQueue, openJobQueue } from '../../hub/jobs/job-queue.ts';
import { rooms } from '../../hub/rooms.ts';
import { systemClock } from '../../kernel/clock.ts';
import { exchange } from '../../subgraphs/exchange/index.ts';
import { exchangeDatabase, runsSql } from '../../subgraphs/exchange/database.ts';
import { REAL_NAME_QUEUE as QUEUE } from '../../subgraphs/exchange/real-name/calls-in-hand.ts';
import { Store } from '../../subgraphs/store.ts';
import { type FreshDatabase, freshDatabase, testKeyring } from '../support/database.ts';

const log = pino({ level: 'silent' });
let database: FreshDatabase;
let store: Store;
let queue: JobQueue;
let handled: { serial: unknown; at: number }[];
let handle: (data: Readonly<Record<string, unknown>>) => Promise<void>;

beforeAll(async () => {
  database = await freshDatabase();
  store = new Store(exchange, {
    url: database.appUrl,
    keyring: testKeyring,
    clock: systemClock,
    connections: 4,
  });
  queue = await openJobQueue({ appUrl: database.appUrl, log, works: true });
  handled = [];
  handle = async () => undefined;
  queue.work(QUEUE, 8, async ({ data }) => {
    await handle(data);
    handled.push({ serial: data.serial, at: performance.now() });
  });
});
afterAll(async () => {
  await queue.stop();
  await store.close();
  await database.drop();
});

// A queue that nobody works on here.
const OTHER = 'given-up';
const statesOf = async (name: string) =>
  (
    await exchangeDatabase(store.pool).write((tx) =>
      tx.rows<{ state: string }>(sql`select state::text as state from jobs.job where name = ${name}`),
    )
  ).map(({ state }) => state);

const send = async (serial: string, afterSeconds?: number) => {
  await exchangeDatabase(store.pool).write((tx) =>
    queue.send([{ queue: QUEUE, data: { serial }, ...(afterSeconds && { afterSeconds }) }], runsSql(tx)),
  );
  queue.wake(QUEUE);
};

async function until(serial: string): Promise<boolean> {
  for (const end = performance.now() + 25_000; performance.now() < end; ) {
    if (handled.some((one) => one.serial === serial)) return true;
    await pause(5);
  }
  return false;
}

describe('Jobs', () => {
  test('run once they are committed, woken by a notification and not by the next poll', async () => {
    await send('polled');
    expect(await until('polled')).toBe(true);
    const waited: number[] = [];
    for (const serial of ['woken', 'again', 'and again', 'once more']) {
      await pause(100);
      const from = performance.now();
      await send(serial);
      expect(await until(serial)).toBe(true);
      waited.push(performance.now() - from);
    }
    // The next poll is most of a second away each time; a machine is not busy each time.
    expect(Math.min(...waited)).toBeLessThan(500);
  });

  test('of a transaction that is rolled back never run', async () => {
    const failing = exchangeDatabase(store.pool).write(async (tx) => {
      await queue.send([{ queue: QUEUE, data: { serial: 'undone' } }], runsSql(tx));
      throw new Error('after all not');
    });
    await expect(failing).rejects.toThrow('after all not');
    await send('after the undone');
    expect(await until('after the undone')).toBe(true);
    expect(handled.some(({ serial }) => serial === 'undone')).toBe(false);
  });

  test('that are delayed wait', async () => {
    const from = performance.now();
    await send('delayed', 1);
    expect(await until('delayed')).toBe(true);
    expect(handled.find(({ serial }) => serial === 'delayed')!.at - from).toBeGreaterThan(990);
  });

  test('that are handed over begin at once and once, and leave nothing when they are done', async () => {
    const id = randomUUID();
    expect(queue.hasRoom(QUEUE)).toBe(true);
    expect(queue.hasRoom(OTHER)).toBe(false);
    await exchangeDatabase(store.pool).write((tx) =>
      queue.send([{ queue: QUEUE, id, data: { serial: 'given' }, afterSeconds: 60 }], runsSql(tx)),
    );
    // Until it is begun nothing else is left of those before it.
    while ((await queue.unfinished(QUEUE)) > 1) await pause(20);
    expect(await queue.unfinished(QUEUE)).toBe(1);
    queue.begin(QUEUE, { id, data: { serial: 'given' } });
    expect(await until('given')).toBe(true);
    while ((await queue.unfinished(QUEUE)) > 0) await pause(20);
    expect(handled.filter(({ serial }) => serial === 'given')).toHaveLength(1);
  });

  test('that are handed over and fail are tried again by whoever fetches them', async () => {
    const id = randomUUID();
    let tries = 0;
    handle = async ({ serial }) => {
      if (serial === 'given, fails' && ++tries === 1) throw new Error('not yet');
    };
    await exchangeDatabase(store.pool).write((tx) =>
      queue.send([{ queue: QUEUE, id, data: { serial: 'given, fails' }, afterSeconds: 60 }], runsSql(tx)),
    );
    queue.begin(QUEUE, { id, data: { serial: 'given, fails' } });
    expect(await until('given, fails')).toBe(true);
    expect(tries).toBe(2);
    handle = async () => undefined;
  });

  test('of a process that died before it began with what it was handed are given back', async () => {
    const id = randomUUID();
    await exchangeDatabase(store.pool).write((tx) =>
      queue.send([{ queue: QUEUE, id, data: { serial: 'orphan, given' }, afterSeconds: 60 }], runsSql(tx)),
    );
    await queue.takeBack();
    queue.wake(QUEUE);
    expect(await until('orphan, given')).toBe(true);
  });

  test('that fail are tried again, and the others of their batch are not', async () => {
    const tries = new Map<unknown, number>();
    handle = async ({ serial }) => {
      tries.set(serial, (tries.get(serial) ?? 0) + 1);
      if (serial === 'fails once' && tries.get(serial) === 1) throw new Error('not yet');
    };
    await Promise.all([send('fails once'), send('works')]);
    expect(await until('fails once')).toBe(true);
    expect(Object.fromEntries(tries)).toEqual({ 'fails once': 2, works: 1 });
    handle = async () => undefined;
  });

  test('of a process that died are given back where nobody else can be working', async () => {
    const dead = new PgBoss({
      connectionString: database.appUrl,
      schema: JOBS_SCHEMA,
      max: 1,
      migrate: false,
      supervise: false,
      schedule: false,
    });
    await dead.start();
    await exchangeDatabase(store.pool).write((tx) =>
      queue.send([{ queue: OTHER, data: { serial: 'orphan' } }], runsSql(tx)),
    );
    expect(await dead.fetch(OTHER)).toHaveLength(1);
    await dead.stop({ graceful: false });
    await queue.takeBack();
    const back = await statesOf(OTHER);
    await exchangeDatabase(store.pool).write(async (tx) =>
      tx.rows(sql`delete from jobs.job where name = ${OTHER}`),
    );
    expect(back).toEqual(['retry']);
  });

  test('all run when many come at once', async () => {
    const names = Array.from({ length: 200 }, (_, n) => `many ${n}`);
    await exchangeDatabase(store.pool).write((tx) =>
      queue.send(
        names.map((serial) => ({ queue: QUEUE, data: { serial } })),
        runsSql(tx),
      ),
    );
    queue.wake(QUEUE);
    for (const name of names) expect(await until(name)).toBe(true);
    await pause(200);
    const ran = handled.map(({ serial }) => String(serial)).filter((name) => name.startsWith('many '));
    expect(ran.sort()).toEqual([...names].sort());
  });
});

describe('The job queue’s tables', () => {
  test('are as this release of the library wants them, and a second migration does nothing', async () => {
    expect(await migrate(database.ownerUrl, rooms())).toEqual([]);
    const boss = new PgBoss({
      connectionString: database.ownerUrl,
      schema: JOBS_SCHEMA,
      max: 1,
      migrate: false,
      supervise: false,
      schedule: false,
    });
    await boss.start();
    try {
      expect((await boss.detectSchemaDrift()).ok).toBe(true);
    } finally {
      await boss.stop({ graceful: false });
    }
  });

  test('cannot be changed in shape by the running hub', async () => {
    const pool = new Pool({ connectionString: database.appUrl, max: 1 });
    try {
      await expect(pool.query('create table jobs.another (n int)')).rejects.toMatchObject({ code: '42501' });
      await expect(pool.query('drop table jobs.job')).rejects.toMatchObject({ code: '42501' });
    } finally {
      await pool.end();
    }
  });
});
