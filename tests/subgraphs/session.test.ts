import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { hubCaller } from '../../kernel/caller.ts';
import { frozenClock } from '../../kernel/clock.ts';
import { anew, kept, plannedAs, planningOf, wide } from '../../ledger/query.ts';
import { provincial } from '../../subgraphs/provincial/index.ts';
import { Session } from '../../subgraphs/session.ts';
import { Store } from '../../subgraphs/store.ts';
import { type FreshDatabase, freshDatabase, testKeyring } from '../support/database.ts';

let database: FreshDatabase;
let store: Store;

beforeAll(async () => {
  database = await freshDatabase();
  store = new Store(provincial, {
    url: database.appUrl,
    keyring: testKeyring,
    clock: frozenClock(new Date('2026-03-01T08:00:00+08:00')),
    connections: 1,
  });
});

afterAll(async () => {
  await store.close();
  await database.drop();
});

const session = () => new Session(store.pool, hubCaller('tests'), null);
const sessionOf = (division: string) =>
  new Session(
    store.pool,
    { ...hubCaller('tests'), kind: 'DEPARTMENT', sectors: ['HOUSING'], divisions: [division] },
    null,
  );
const division = () => sql`select current_setting('hub.division_lo') as lo`;
const number = (n: number) =>
  sql`select ${n}::integer as n, txid_current_if_assigned() as written, now() as at`;

const planning = () =>
  sql`select current_setting('plan_cache_mode') as kept, current_setting('enable_nestloop') as joins`;

describe('A session', () => {
  test('answers statements asked at once from one transaction, each its own', async () => {
    const asked = session();
    const answers = await Promise.all(
      [1, 2, 3, 4].map((n) => asked.rows<{ n: number; at: Date }>(number(n))),
    );
    await asked.close();
    expect(answers.map(([row]) => row!.n)).toEqual([1, 2, 3, 4]);
    expect(new Set(answers.map(([row]) => row!.at.getTime())).size).toBe(1);
  });

  test('fails a statement that fails, and answers those before and behind it', async () => {
    const asked = session();
    const answers = await Promise.allSettled([
      asked.rows(number(1)),
      asked.rows(sql`select ${0}::integer / ${0}::integer as n`),
      asked.rows(number(2)),
      asked.rows(sql`select ${'x'}::text::integer as n`),
      asked.rows(number(3)),
    ]);
    await asked.close();
    expect(
      answers.map((one) =>
        one.status === 'fulfilled' ? (one.value[0] as { n: number }).n : one.reason.code,
      ),
    ).toEqual([1, 'VALUE_REFUSED', 2, 'VALUE_REFUSED', 3]);
    expect([store.pool.totalCount, store.pool.idleCount, store.pool.waitingCount]).toEqual([1, 1, 0]);
  });

  test('lets wait what is better asked once all is answered, also after a failure', async () => {
    const asked = session();
    const order: string[] = [];
    const asking = ['a', 'b'].map((name) => asked.rows(number(1)).then(() => order.push(name)));
    const failing = asked.rows(sql`select ${'x'}::text::integer as n`).catch(() => order.push('refused'));
    const waited = new Promise<void>((resolve) => asked.whenAnswered(resolve)).then(() => order.push('then'));
    await Promise.all([...asking, failing, waited]);
    expect(order.at(-1)).toBe('then');
    expect(order.slice(0, -1).sort()).toEqual(['a', 'b', 'refused']);
    await new Promise<void>((resolve) => asked.whenAnswered(resolve));
    await asked.close();
  });

  test('answers nothing once it is closed, and gives its connection back', async () => {
    const asked = session();
    const answer = asked.rows(number(1));
    await asked.close();
    expect(await answer).toHaveLength(1);
    await expect(asked.rows(number(2))).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(store.pool.idleCount).toBe(1);
  });

  test('gives its connection back once, however often it is closed, and to one caller', async () => {
    const [first, second, third] = [session(), sessionOf('450200'), sessionOf('450300')];
    const inHand = first.rows(sql`select pg_sleep(0.1)::text`);
    const waiting = [second, third].map((one) => one.rows<{ lo: string }>(division()));
    await Promise.all([first.close(), first.close(), inHand]);
    // Each holds the one connection until its own end: the second waits for it.
    const own: string[][] = [];
    for (const [at, one] of [second, third].entries()) {
      const [before] = await waiting[at]!;
      const [after] = await one.rows<{ lo: string }>(division());
      own.push([before!.lo, after!.lo]);
      await one.close();
    }
    expect(own).toEqual([
      ['4502', '4502'],
      ['4503', '4503'],
    ]);
    expect([store.pool.totalCount, store.pool.idleCount, store.pool.waitingCount]).toEqual([1, 1, 0]);
  });

  test('asks again what stood behind a failure, whatever the server said of it', async () => {
    const asked = session();
    // Statements of one text are parsed once: behind a failure the second finds it unparsed.
    const same = () => asked.rows<{ n: number }>(sql`select ${7}::integer + 35 as n`);
    const [, ...answers] = await Promise.allSettled([
      asked.rows(sql`select ${'y'}::text::integer as n`),
      same(),
      same(),
      asked.rows(kept(number(3))),
      asked.rows(number(4)),
    ]);
    await asked.close();
    expect(answers.map((one) => (one.status === 'fulfilled' ? one.value : one.reason))).toMatchObject([
      [{ n: 42 }],
      [{ n: 42 }],
      [{ n: 3 }],
      [{ n: 4 }],
    ]);
  });

  test('writes on the connection it read by, and reads what it has written', async () => {
    const asked = session();
    const scopes = () => asked.rows(sql`select project_code from provincial.project_scope`);
    const before = await scopes();
    const [written, beside] = await Promise.all([
      asked.write((db) =>
        db.rows(sql`insert into provincial.project_scope (project_code, kind, sector, division_code, version)
          values (${'P1'}, 'HOUSING', 'HOUSING', '450103', 1) returning project_code`),
      ),
      asked.rows(number(1)),
    ]);
    const after = await scopes();
    await asked.close();
    expect([before, written, after]).toEqual([[], [{ project_code: 'P1' }], [{ project_code: 'P1' }]]);
    expect(beside).toMatchObject([{ n: 1 }]);
    expect(store.pool.totalCount).toBe(1);
  });

  test('plans a list as its conditions want', () => {
    const reached = anew(sql`t.project_code = any(${['A']}::text[])`);
    expect(planningOf(plannedAs([sql`true`, reached], sql`select 1`))).toBe('ANEW');
    expect(planningOf(plannedAs([sql`true`], sql`select 1`))).toBe('USUAL');
  });

  test('keeps the plans of questions by key, plans lists anew, and joins wide ones not row by row', async () => {
    const asked = session();
    const [asUsual, byKey, all, list, usualAgain, keyAgain] = await Promise.all(
      [planning(), kept(planning()), wide(planning()), anew(planning()), planning(), kept(planning())].map(
        (one) => asked.rows(one),
      ),
    );
    await asked.close();
    expect(asUsual).toEqual([{ kept: 'auto', joins: 'on' }]);
    expect(byKey).toEqual([{ kept: 'force_generic_plan', joins: 'on' }]);
    expect(all).toEqual([{ kept: 'auto', joins: 'off' }]);
    expect(list).toEqual([{ kept: 'force_custom_plan', joins: 'on' }]);
    expect(usualAgain).toEqual(asUsual);
    expect(keyAgain).toEqual(byKey);
    // The next caller's transaction begins as usual.
    const next = session();
    expect(await next.rows(planning())).toEqual(asUsual);
    await next.close();
  });
});
