import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { clientLimits } from '../../../gateway/gate/client-limits.ts';
import { anonymous } from '../../../gateway/callers/anonymous.ts';
import { type Caller, hubCaller } from '../../../kernel/caller.ts';
import { publishing, stated } from '../operations/support.ts';
import { issuer } from '../support/running-gateway.ts';

const caller = (person: string): Caller => ({ ...anonymous, organisation: 'vendor', person });

describe('The budget of a client (单一客户端限额)', () => {
  const limits = { clientCost: 600, clientRequests: 2 };
  let at = 0;
  const budget = () => clientLimits(limits, () => at);

  test('drains evenly: 600 a minute are 10 a second', () => {
    const clients = budget();
    clients.charge(caller('a'), 600);
    expect(() => clients.refuseSpent(caller('a'))).toThrow('more was asked for');
    at += 1000;
    expect(() => clients.refuseSpent(caller('a'))).not.toThrow();
    clients.charge(caller('a'), 10);
    expect(() => clients.charge(caller('a'), 1)).toThrow('more was asked for');
  });

  test('the last operation may go over, and then is waited for as long as it was dear', () => {
    const clients = budget();
    clients.charge(caller('a'), 599);
    clients.charge(caller('a'), 1200);
    expect(() => clients.refuseSpent(caller('a'))).toThrow(
      expect.objectContaining({ extensions: expect.objectContaining({ retryAfter: 120 }) }),
    );
    at += 120_000;
    expect(() => clients.refuseSpent(caller('a'))).not.toThrow();
  });

  test('is of one program or person of one organisation; the hub and who cannot be told apart have none', () => {
    const clients = budget();
    clients.charge(caller('a'), 600);
    for (const other of [caller('b'), { ...caller('a'), organisation: 'bank' }, hubCaller('a'), anonymous])
      expect(() => clients.refuseSpent(other)).not.toThrow();
    expect(() => clients.refuseSpent(caller('a'))).toThrow();
    for (const free of [hubCaller('a'), anonymous]) clients.charge(free, 1_000_000);
    for (const free of [hubCaller('a'), anonymous]) expect(() => clients.refuseSpent(free)).not.toThrow();
  });

  test('of requests so many are worked on at once, in the order in which they came; others do not wait for them', async () => {
    const clients = budget();
    const begun: string[] = [];
    const leave: (() => void)[] = [];
    const enter = async (name: string, person = 'a') => {
      const done = (await clients.enter(caller(person)))!;
      begun.push(name);
      leave.push(done);
    };
    const all = ['1', '2', '3', '4'].map((name) => enter(name));
    await enter('other', 'b');
    expect(begun).toEqual(['1', '2', 'other']);
    leave[0]!();
    await all[2];
    expect(begun).toEqual(['1', '2', 'other', '3']);
    leave[1]!();
    await Promise.all(all);
    for (const done of leave.slice(2)) done();
    await Promise.all([enter('5'), enter('6')]);
    expect(begun.slice(4)).toEqual(['4', '5', '6']);
  });

  test('eight times as many wait, the next is refused', async () => {
    const clients = budget();
    const held = await Promise.all([clients.enter(caller('a')), clients.enter(caller('a'))]);
    const waiting = Array.from({ length: 16 }, () => clients.enter(caller('a'))!.then((leave) => leave()));
    await expect(clients.enter(caller('a'))).rejects.toThrow('wait already');
    for (const leave of held) leave!();
    await Promise.all(waiting);
    await expect(clients.enter(caller('a'))).resolves.toEqual(expect.any(Function));
  });
});

describe('Check 161: one noisy client is slowed, the others are not', () => {
  let hub: Awaited<ReturnType<typeof publishing>>;
  const dear = 'query Dear { projects(first: 200) { nodes { code workers { mates { id } } } } }';
  beforeAll(async () => {
    hub = await publishing([stated('dear', dear), stated('seen', 'query Seen { seen }')], {
      HUB_CLIENT_COST: '5000',
      HUB_MAX_COST: '50000',
      HUB_CLIENT_REQUESTS: '4',
    });
  });
  afterAll(() => hub.stop());
  const noisy = { claims: { sub: 'noisy' } };

  test('an expensive query in a loop is refused with 429 and Retry-After, at /op and at /graphql; a colleague is answered', async () => {
    const asked = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        n % 2 === 0 ? hub.op('dear', {}, noisy) : hub.ask(dear, { claims: { sub: 'noisy' } }),
      ),
    );
    expect(asked.filter(({ status }) => status === 200)).toHaveLength(1);
    const refused = asked.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(29);
    for (const { headers, errors, data } of refused) {
      expect(data).toBeUndefined();
      expect(errors[0]!.extensions.code).toBe('CLIENT_BUDGET_SPENT');
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(60);
    }
    hub.forget();
    expect((await hub.op('seen', {}, noisy)).status).toBe(429);
    expect(hub.fetched()).toBe(0);
    expect((await hub.op('seen', {}, { claims: { sub: 'quiet' } })).status).toBe(200);
    expect((await hub.ask('{ seen }', { role: 'county-housing' })).status).toBe(200);
  });

  test('a client that sends thirty at once takes four places; another is answered before they are through', async () => {
    hub.provincial.mood = 'late';
    const many = Array.from({ length: 30 }, () => hub.op('seen', {}, { claims: { sub: 'many' } }));
    let through = 0;
    for (const one of many) void one.then(() => through++);
    const { status } = await hub.op('seen', {}, { claims: { sub: 'other' } });
    expect(status).toBe(200);
    expect(through).toBeLessThan(30);
    hub.provincial.mood = 'well';
    expect((await Promise.all(many)).map((answer) => answer.status)).toEqual(Array(30).fill(200));
  });

  test('a client that leaves while its requests wait gives their places back, and they are not worked on', async () => {
    hub.provincial.mood = 'late';
    const leaving = new AbortController();
    const authorization = `Bearer ${await issuer.issue('province-hr', { sub: 'leaving' })}`;
    const headers = { authorization, 'content-type': 'application/json' };
    hub.forget();
    const left = Array.from({ length: 30 }, () =>
      fetch(`${hub.gateway.url}/op/seen`, {
        method: 'POST',
        headers,
        body: '{}',
        signal: leaving.signal,
      }).catch(() => 'left'),
    );
    await pause(200);
    leaving.abort();
    expect(new Set(await Promise.all(left))).toEqual(new Set(['left']));
    hub.provincial.mood = 'well';
    const { status } = await hub.op('seen', {}, { claims: { sub: 'leaving' } });
    expect(status).toBe(200);
    expect(hub.fetched()).toBeLessThan(10);
  });
});
