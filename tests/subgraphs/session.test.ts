import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { hubCaller } from '../../kernel/caller.ts';
import { frozenClock } from '../../kernel/clock.ts';
import { kept, wide } from '../../ledger/query.ts';
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

  test('keeps the plans of questions by key, plans the others anew, and joins wide ones not row by row', async () => {
    const asked = session();
    const [asUsual, byKey, all, usualAgain, keyAgain] = await Promise.all(
      [planning(), kept(planning()), wide(planning()), planning(), kept(planning())].map((one) =>
        asked.rows(one),
      ),
    );
    await asked.close();
    expect(asUsual).toEqual([{ kept: 'auto', joins: 'on' }]);
    expect(byKey).toEqual([{ kept: 'force_generic_plan', joins: 'on' }]);
    expect(all).toEqual([{ kept: 'auto', joins: 'off' }]);
    expect(usualAgain).toEqual(asUsual);
    expect(keyAgain).toEqual(byKey);
    // The next caller's transaction begins as usual.
    const next = session();
    expect(await next.rows(planning())).toEqual(asUsual);
    await next.close();
  });
});
