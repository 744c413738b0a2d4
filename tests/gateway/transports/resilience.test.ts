import { describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { askSubgraph } from '../../../gateway/engine/ask-subgraph.ts';
import type { Session } from '../../../gateway/session.ts';
import { breaker } from '../../../gateway/transports/breaker.ts';
import { httpTransport } from '../../../gateway/transports/http.ts';
import { resilience, type ResilienceSettings } from '../../../gateway/transports/resilience.ts';
import { assertionMemory, checkAssertion } from '../../../kernel/assertion.ts';
import { hubCaller } from '../../../kernel/caller.ts';
import { Cancellation } from '../../../kernel/cancellation.ts';
import { json, type OddServer, oddServer } from './support/odd-server.ts';

const QUERY = '{"query":"{ a }"}';
const MUTATION = '{"query":"mutation { a }"}';
const KEY = Buffer.alloc(32, 3);
const log = pino({ level: 'silent' });

/** The way of a gateway to a server, and how asking it ends: the data, or the code of the fault. */
function wayTo(server: OddServer, settings: Partial<ResilienceSettings> = {}, timeoutMs = 10_000) {
  const transport = httpTransport({ name: 'people', url: server.url, timeoutMs });
  const guard = resilience('people', {
    retries: 2,
    concurrency: 100,
    breaker: { failures: 0, openMs: 300 },
    ...settings,
  });
  const way = { name: 'people', transport, assertionKey: KEY, timeoutMs, resilience: guard, log };
  const ask = async (body: string, gone?: Cancellation) => {
    const session: Session = {
      requestId: 'r-1',
      caller: hubCaller('test'),
      clear: ['GENERAL'],
      losses: [],
      unseen: [],
      ...(gone && { gone }),
    };
    return askSubgraph(way, session, body).then(
      ({ data }) => data,
      ({ code }: { code: string }) => code,
    );
  };
  return { ask, guard, close: () => transport.close() };
}

const well = (response: Parameters<OddServer['answer']>[0]) => json(response, '{"data":{"a":1}}');
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('A query that got no answer is sent again', () => {
  test.each<[string, OddServer['answer']]>([
    ['the connection was reset', (_response, socket) => socket.resetAndDestroy()],
    [
      'it was cut off in the middle',
      (response, socket) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 }).write('{"da');
        setTimeout(() => socket.destroy(), 20);
      },
    ],
    ['the subgraph was busy', (response) => response.writeHead(503).end()],
    ['there was too much for it', (response) => response.writeHead(429).end()],
  ])('because %s, each time under an assertion of its own', async (_why, failing) => {
    const remembered = assertionMemory(100);
    const held: unknown[] = [];
    await using server = await oddServer((response, socket, body) => {
      const check = { key: KEY, subgraph: 'people', now: new Date(), remembered };
      held.push(checkAssertion(String(response.req.headers['hub-assertion']), body, check).jti);
      return held.length < 3 ? failing(response, socket, body) : well(response);
    });
    const { ask, close } = wayTo(server);
    expect(await ask(QUERY)).toEqual({ a: 1 });
    expect(new Set(held).size).toBe(3);
    await close();
  });

  test('at most as often as stated', async () => {
    await using server = await oddServer((_response, socket) => socket.destroy());
    const { ask, close } = wayTo(server, { retries: 3 });
    expect(await ask(QUERY)).toBe('UPSTREAM_UNAVAILABLE');
    expect(server.bodies).toHaveLength(4);
    await close();
  });

  test.each<[string, OddServer['answer'], string]>([
    ['is late', () => undefined, 'UPSTREAM_TIMEOUT'],
    ['cannot be read', (response) => json(response, '<html>'), 'UPSTREAM_MALFORMED'],
    ['says that the subgraph broke', (response) => response.writeHead(500).end(), 'UPSTREAM_MALFORMED'],
  ])('but not when the answer %s', async (_what, answer, code) => {
    await using server = await oddServer(answer);
    const { ask, close } = wayTo(server, {}, 300);
    expect(await ask(QUERY)).toBe(code);
    expect(server.bodies).toHaveLength(1);
    await close();
  });

  test('but not when half of its time is over, nor when its caller has left', async () => {
    await using server = await oddServer(async (_response, socket) => {
      await later(1500);
      socket.destroy();
    });
    const slow = wayTo(server, {}, 2500);
    expect(await slow.ask(QUERY)).toBe('UPSTREAM_UNAVAILABLE');
    expect(server.bodies).toHaveLength(1);
    await slow.close();
    const { ask, close } = wayTo(server, {}, 10_000);
    const leaving = new Cancellation();
    const asked = ask(QUERY, leaving);
    while (server.bodies.length < 2) await later(10);
    leaving.cancel();
    expect(await asked).toBe('CANCELLED');
    await later(300);
    expect(server.bodies).toHaveLength(2);
    await close();
  });
});

describe('A mutation is never sent twice (check 81)', () => {
  test.each<[string, OddServer['answer']]>([
    ['reset after the subgraph has committed', (_response, socket) => socket.resetAndDestroy()],
    ['answered by a proxy that the subgraph is busy', (response) => response.writeHead(503).end()],
    [
      'cut off in its answer',
      (response, socket) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 }).write('{"da');
        setTimeout(() => socket.destroy(), 20);
      },
    ],
  ])('%s', async (_what, answer) => {
    await using server = await oddServer(answer);
    const { ask, close } = wayTo(server, { retries: 5 });
    expect(await ask(MUTATION)).toBe('UPSTREAM_UNAVAILABLE');
    await later(100);
    expect(server.bodies).toEqual([MUTATION]);
    await close();
  });
});

describe('The circuit breaker', () => {
  /** Long enough for a few requests on a machine with much else to do. */
  const OPEN_MS = 3_000;
  test('opens after faults in a row, lets one request see, and closes when that comes back well', async () => {
    await using server = await oddServer((_response, socket) => socket.destroy());
    const { ask, guard, close } = wayTo(server, { retries: 0, breaker: { failures: 3, openMs: OPEN_MS } });
    for (let asked = 0; asked < 3; asked += 1) await ask(QUERY);
    expect(guard.isTrusted()).toBe(false);
    expect(await ask(QUERY)).toBe('UPSTREAM_UNAVAILABLE');
    expect(server.bodies).toHaveLength(3);
    await later(OPEN_MS + 100);
    server.answer = async (response) => {
      await later(100);
      well(response);
    };
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask(QUERY)));
    expect(answers.filter((answer) => typeof answer === 'object')).toHaveLength(1);
    expect(server.bodies).toHaveLength(4);
    expect(guard.isTrusted()).toBe(true);
    expect(await ask(QUERY)).toEqual({ a: 1 });
    await close();
  });

  test('stays open when the one that went to see failed', async () => {
    await using server = await oddServer((_response, socket) => socket.destroy());
    const { ask, close } = wayTo(server, { retries: 0, breaker: { failures: 1, openMs: OPEN_MS } });
    await ask(QUERY);
    await later(OPEN_MS + 100);
    await Promise.all([ask(QUERY), ask(QUERY), ask(QUERY)]);
    expect(server.bodies).toHaveLength(2);
    await ask(QUERY);
    expect(server.bodies).toHaveLength(2);
    await close();
  });

  test('does not count what only one caller’s request brought about: refusals, answers too large, callers who left', () => {
    const circuit = breaker({ failures: 2, openMs: 1000 });
    for (let each = 0; each < 10; each += 1) circuit.undecided(circuit.admits()!);
    circuit.failed(circuit.admits()!);
    circuit.succeeded(circuit.admits()!);
    circuit.failed(circuit.admits()!);
    expect(circuit.state).toBe('closed');
  });

  test('is not opened by a subgraph that refuses requests', async () => {
    await using server = await oddServer((response) => json(response, '{"errors":[]}', 400));
    const { ask, guard, close } = wayTo(server, { breaker: { failures: 2, openMs: 60_000 } });
    for (let each = 0; each < 5; each += 1) expect(await ask(QUERY)).toBe('UPSTREAM_MALFORMED');
    expect(guard.isTrusted()).toBe(true);
    await close();
  });

  test('an answer to what was asked before it opened does not keep it open for longer', () => {
    let now = 0;
    const circuit = breaker({ failures: 1, openMs: 100 }, () => now);
    const [first, second, third] = [circuit.admits()!, circuit.admits()!, circuit.admits()!];
    circuit.failed(first);
    now = 90;
    circuit.failed(second);
    now = 110;
    const probe = circuit.admits()!;
    expect(probe).toBeDefined();
    expect(circuit.admits()).toBeUndefined();
    // Nor does it, or whoever was dropped, take the place of the probe that is under way.
    circuit.undecided(third);
    circuit.failed(third);
    expect(circuit.admits()).toBeUndefined();
    circuit.undecided(probe);
    const another = circuit.admits()!;
    circuit.failed(another);
    expect(circuit.state).toBe('open');
  });
});

test('One fetch more than may be under way is refused at once, and those under way are answered', async () => {
  await using server = await oddServer(async (response) => {
    await later(500);
    well(response);
  });
  const { ask, close } = wayTo(server, { concurrency: 3 }, 10_000);
  const ended: unknown[] = [];
  const five = Array.from({ length: 5 }, async () => ended.push(await ask(QUERY)));
  await Promise.all(five);
  // Refused before any of the others was answered.
  expect(ended).toEqual(['OVERLOADED', 'OVERLOADED', { a: 1 }, { a: 1 }, { a: 1 }]);
  expect(await ask(QUERY)).toEqual({ a: 1 });
  await close();
});
