import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Answer, post } from '../support/running-gateway.ts';
import { type ForeignGraph, foreignGraph } from './support/foreign-graph.ts';
import { type GatewayCommand, gatewayCommand } from './support/gateway-command.ts';

let foreign: ForeignGraph;
let gateway: GatewayCommand;
let url: string;
beforeAll(async () => {
  foreign = await foreignGraph();
  // A process of its own: its memory is the gateway's alone.
  gateway = await gatewayCommand(foreign.supergraphSdl, [], undefined, { HUB_LOG_LEVEL: 'silent' });
  url = `${gateway.url}/graphql`;
  await ordinary();
}, 60_000);
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await foreign.stop();
});
afterEach(() => {
  delete foreign.odd.people;
});

const query = (text: string) => JSON.stringify({ query: text });
const repeat = (count: number, text: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => text(n)).join('');

/** Not a measure: an attack that works takes minutes, or all memory, on any machine. */
const MOST_MS = 20_000;
const MOST_MB = 700;
const megabytes = () =>
  Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${gateway.child.pid}/status`, 'utf8'))![1]) / 1024;

async function ordinary(): Promise<number> {
  const from = performance.now();
  const { data, errors } = await post(url, { query: '{ books { title author { name } } }' });
  expect(errors).toBeUndefined();
  expect(data.books![0]).toEqual({ title: 'First', author: { name: 'Ada' } });
  return performance.now() - from;
}

/** Whoever asks the usual while something else goes on is answered, again and again, without waiting for long. */
async function meanwhile<T>(work: () => Promise<T>): Promise<T> {
  let isOver = false;
  const others = Array.from({ length: 3 }, async () => {
    while (!isOver) {
      expect(await ordinary()).toBeLessThan(MOST_MS);
      await pause(20);
    }
  });
  const done = await work().finally(() => {
    isOver = true;
  });
  await Promise.all(others);
  expect(megabytes()).toBeLessThan(MOST_MB);
  return done;
}

const deep = (levels: number) =>
  query(`{ person(id: "p1") { ${'books { author { '.repeat(levels / 2)} id ${'} }'.repeat(levels / 2)} } }`);
const doubly = (next: string) => `a: books { author { ${next} } } b: books { author { ${next} } }`;

/** Each hostile request, and what it is refused with. */
const HOSTILE: readonly (readonly [string, () => string, number, string])[] = [
  [
    '10,000 aliases',
    () => query(`{ ${repeat(10_000, (n) => `a${n}: __typename `)} }`),
    400,
    'QUERY_TOO_MANY_TOKENS',
  ],
  ['101 aliases', () => query(`{ ${repeat(101, (n) => `a${n}: __typename `)} }`), 400, 'ALIASES_EXCEEDED'],
  ['5,000 levels', () => deep(5000), 400, 'QUERY_NESTED_TOO_DEEP'],
  ['50 levels', () => deep(50), 400, 'DEPTH_EXCEEDED'],
  [
    '30 fragments, each with the next in it twice',
    () =>
      query(
        `{ person(id: "p1") { ...F0 } } ${repeat(30, (n) => `fragment F${n} on Person { ${doubly(`...F${n + 1}`)} } `)} fragment F30 on Person { id }`,
      ),
    400,
    'DEPTH_EXCEEDED',
  ],
  [
    '10 fragments, each with the next in it twice, as deep as may be',
    () =>
      query(
        `{ person(id: "p1") { ...F0 } } ${repeat(10, (n) => `fragment F${n} on Person { ${doubly(`...F${n + 1}`)} } `)} fragment F10 on Person { id }`,
      ),
    400,
    'COST_EXCEEDED',
  ],
  ['100,000 tokens', () => query(`{ ${repeat(100_000, () => 'a ')} }`), 400, 'QUERY_TOO_MANY_TOKENS'],
  [
    '50 MB of variables',
    () =>
      `{"query":"query ($v: Anything) { echo(value: $v) }","variables":{"v":"${'x'.repeat(50_000_000)}"}}`,
    413,
    'BODY_TOO_LARGE',
  ],
  [
    'variables 100,000 deep',
    () =>
      `{"query":"query ($v: Anything) { echo(value: $v) }","variables":{"v":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
    400,
    'VARIABLES_NESTED_TOO_DEEP',
  ],
  [
    '10,000 operations in an array',
    () => `[${Array(10_000).fill('{"query":"{ __typename }"}').join()}]`,
    400,
    'BATCH_REFUSED',
  ],
];

describe('Clients that ask too much are refused with a code in bounded time and memory, and others are answered meanwhile', () => {
  test.each(HOSTILE)(
    '%s',
    async (_what, text, status, code) => {
      const body = text();
      const from = performance.now();
      const answers = await meanwhile(() => Promise.all(Array.from({ length: 5 }, () => post(url, body))));
      expect(answers.map((answer) => [answer.status, answer.errors?.[0]?.extensions.code])).toEqual(
        answers.map(() => [status, code]),
      );
      expect(performance.now() - from).toBeLessThan(MOST_MS);
    },
    60_000,
  );

  test('30 fragments that double nothing but themselves are no work', async () => {
    const text = query(
      `{ person(id: "p1") { ...F0 } } ${repeat(30, (n) => `fragment F${n} on Person { name ...F${n + 1} ... on Person { ...F${n + 1} } } `)} fragment F30 on Person { id }`,
    );
    const from = performance.now();
    const { data } = await meanwhile(() => post(url, text));
    expect(data).toEqual({ person: { name: 'Ada', id: 'p1' } });
    expect(performance.now() - from).toBeLessThan(MOST_MS);
  }, 60_000);

  test('all of it at once, from forty clients', async () => {
    const sent = Array.from({ length: 40 }, (_, n) => HOSTILE[n % HOSTILE.length]!);
    const answers = await meanwhile(() => Promise.all(sent.map(([, text]) => post(url, text()))));
    expect(answers.map((answer: Answer) => answer.errors?.[0]?.extensions.code)).toEqual(
      sent.map(([, , , code]) => code),
    );
  }, 120_000);
});

describe('Clients that send slowly or leave harm nobody', () => {
  const head = (length: number) =>
    `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\nconnection: close\r\n\r\n`;
  const open = async (count: number) => {
    const { port } = new URL(url);
    return Promise.all(
      Array.from({ length: count }, async () => {
        const socket = connect(Number(port), '127.0.0.1');
        await new Promise((resolve) => socket.once('connect', resolve));
        return socket.on('error', () => undefined);
      }),
    );
  };
  const answerOf = async (socket: Socket) => {
    let text = '';
    for await (const part of socket.setEncoding('utf8')) text += part;
    return text;
  };
  const body = query('{ person(id: "p1") { name } }');

  test('two hundred that send a byte at a time: others are answered meanwhile, and they are when they are through', async () => {
    const sockets = await open(200);
    const answers = sockets.map(answerOf);
    await meanwhile(async () => {
      for (const socket of sockets) socket.write(head(body.length));
      for (const byte of body) {
        for (const socket of sockets) socket.write(byte);
        await pause(10);
      }
    });
    for (const answer of await Promise.all(answers))
      expect(answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*\{"data":\{"person":\{"name":"Ada"\}\}\}/);
  }, 60_000);

  test('two hundred that leave in the middle of their request: nothing of it is fetched', async () => {
    const sockets = await open(200);
    foreign.calls.people!.length = 0;
    for (const socket of sockets) socket.write(head(body.length) + body.slice(0, -5));
    await pause(300);
    for (const socket of sockets) socket.destroy();
    await meanwhile(() => pause(300));
    const asked = foreign.calls.people!.map(({ body: { query: text } }) => text);
    expect(asked.filter((text) => /person\(/.test(text))).toEqual([]);
  }, 60_000);

  test('fifty that leave while their query is fetched: the fetches are broken off', async () => {
    await post(url, { query: '{ wait(ms: 1) }' });
    let [begun, broken] = [0, 0];
    foreign.odd.people = (_request, response, text) => {
      if (!text.includes('wait')) return false;
      begun += 1;
      response.once('close', () => {
        broken += 1;
      });
      return true;
    };
    const leaving = new AbortController();
    const headers = { 'content-type': 'application/json' };
    const left = Array.from({ length: 50 }, () =>
      fetch(url, { method: 'POST', headers, body: query('{ wait(ms: 1) }'), signal: leaving.signal }).catch(
        () => 'left',
      ),
    );
    while (begun < 50) await pause(10);
    leaving.abort();
    expect(new Set(await Promise.all(left))).toEqual(new Set(['left']));
    await meanwhile(async () => {
      for (let tries = 0; tries < 3000 && broken < 50; tries += 1) await pause(10);
    });
    expect([begun, broken]).toEqual([50, 50]);
  }, 60_000);
});
