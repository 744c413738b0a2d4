import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Answer, post } from '../support/running-gateway.ts';
import { type ForeignGraph, foreignGraph } from './support/foreign-graph.ts';
import { type RunningAlone, standAlone } from './support/stand-alone.ts';

let foreign: ForeignGraph;
let gateway: RunningAlone;
beforeAll(async () => {
  foreign = await foreignGraph();
  gateway = await standAlone(foreign.supergraphSdl, {
    defaults: { timeoutMs: 3000, responseBytes: 1_000_000, retries: 1, breaker: { failures: 0, openMs: 1 } },
  });
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await foreign.stop();
});
afterEach(() => {
  delete foreign.odd.people;
  delete foreign.odd.books;
  foreign.calls.people!.length = 0;
});

const ask = (query: string, variables?: unknown): Promise<Answer> => post(gateway.url, { query, variables });
const json = (response: ServerResponse, text: string) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(text);
  return true;
};
/** The books of one subgraph with their authors' names of the other. */
const BOTH = '{ books { title author { name } } }';
const CANARY = 'canary-6222020200112233445';

type Odd = (request: IncomingMessage, response: ServerResponse, text: string) => boolean;
const silent: Odd = () => true;
const streaming: Odd = (request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const piece = Buffer.alloc(65_536, 'x');
  const more = () => {
    while (!request.socket.destroyed && response.write(piece));
  };
  response.on('drain', more);
  more();
  return true;
};

const afterAMinute: Odd = (_request, response) => {
  setTimeout(() => json(response, '{"data":{"_entities":[]}}'), 60_000).unref();
  return true;
};
/** A byte each quarter of a second: each comes in time, the whole never does. */
const dripping: Odd = (request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const drip = setInterval(() => response.write(' '), 250);
  request.socket.once('close', () => clearInterval(drip));
  return true;
};
const MOST_BYTES = 300 * 1024 * 1024;

describe('A subgraph that misbehaves costs its own fields, with a code, and nobody else’s', () => {
  const cases: [string, Odd][] = [
    ['is killed', (request) => request.socket.destroy() !== undefined],
    ['resets the connection', (request) => request.socket.resetAndDestroy() !== undefined],
    ['never answers', silent],
    ['answers after a minute', afterAMinute],
    ['lets its answer drip', dripping],
    ['answers 500', (_, response) => response.writeHead(500).end(CANARY) !== undefined],
    [
      'answers HTML',
      (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>') !== undefined,
    ],
    ['answers truncated JSON', (_, response) => json(response, '{"data":{"_entities":[{"name":"A')],
    ['answers a list', (_, response) => json(response, '[1]')],
    ['answers null', (_, response) => json(response, 'null')],
    ['answers a text', (_, response) => json(response, `"${CANARY}"`)],
    ['answers data of another kind', (_, response) => json(response, '{"data":7}')],
    ['answers entities of another number', (_, response) => json(response, '{"data":{"_entities":[]}}')],
    ['answers entities that are none', (_, response) => json(response, '{"data":{"_entities":"many"}}')],
    ['answers errors that are none', (_, response) => json(response, '{"errors":"no"}')],
    ['answers nothing', (_, response) => json(response, '{}')],
    ['streams without end', streaming],
  ];
  test.each(cases)('one that %s', async (_what, odd) => {
    foreign.odd.people = odd;
    const { rss } = process.memoryUsage();
    const asked = ask(BOTH);
    const others = Array.from({ length: 5 }, () => ask('{ books { title } }'));
    for (const other of others)
      expect((await other).data).toEqual({ books: [{ title: 'First' }, { title: 'Second' }] });
    const { status, data, errors, text } = await asked;
    expect(process.memoryUsage().rss - rss).toBeLessThan(MOST_BYTES);
    expect(status).toBe(200);
    expect(JSON.parse(JSON.stringify(data))).toEqual({
      books: [
        { title: 'First', author: null },
        { title: 'Second', author: null },
      ],
    });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(errors.map(() => 'SUBGRAPH_UNAVAILABLE'));
    expect(errors.map(({ path }) => path)).toEqual(
      [
        ['books', 0, 'author', 'name'],
        ['books', 1, 'author', 'name'],
      ].map(() => expect.arrayContaining(['books', expect.any(Number), 'author'])),
    );
    expect(text).not.toContain(CANARY);
    delete foreign.odd.people;
    expect((await ask(BOTH)).errors).toBeUndefined();
  });

  const atTheRoot = cases.filter(([what]) => !/entities|minute|drip/.test(what));
  test.each(atTheRoot)(
    'one at the root that %s empties the answer with a code; the other is asked as before',
    async (_what, odd) => {
      foreign.odd.books = odd;
      const asked = ask('{ again: books { title } }');
      expect((await ask('{ person(id: "p1") { name } }')).data).toEqual({ person: { name: 'Ada' } });
      const { status, data, errors } = await asked;
      delete foreign.odd.books;
      expect([status, data]).toEqual([200, null]);
      expect(errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([
        [['again'], 'SUBGRAPH_UNAVAILABLE'],
      ]);
      expect((await ask(BOTH)).errors).toBeUndefined();
    },
  );

  test('a query whose connection broke once is answered all the same', async () => {
    let broken = 0;
    foreign.odd.people = (request) => {
      broken += 1;
      if (broken > 1) return false;
      request.socket.destroy();
      return true;
    };
    expect((await ask(BOTH)).errors).toBeUndefined();
    expect(foreign.calls.people).toHaveLength(2);
  });

  test('a mutation whose answer was lost after the commit has had one effect, and says that it may be done (check 81)', async () => {
    foreign.odd.people = (request, _response, text) => {
      if (!/mutation/.test(text)) return false;
      request.socket.resetAndDestroy();
      return true;
    };
    const { data, errors } = await ask('mutation { rename(id: "p1", name: "X") { name books { title } } }');
    expect(data).toEqual({ rename: null });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['SUBGRAPH_UNAVAILABLE']);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(foreign.calls.people).toHaveLength(1);
  });

  test('what a subgraph says of itself in an error stays inside, under an incident number (check 82)', async () => {
    const error = {
      message: `${CANARY} at /srv/db.ts:1`,
      path: ['people'],
      extensions: { stacktrace: [CANARY], code: 'INTERNAL_SERVER_ERROR' },
    };
    foreign.odd.people = (_, response) => json(response, JSON.stringify({ data: null, errors: [error] }));
    const { text, errors } = await ask('{ people { name } }');
    expect(errors[0]!.extensions.incident).toMatch(/^[a-z]{12}$/);
    expect(text).not.toContain(CANARY);
    expect(text).not.toContain('db.ts');
  });
});

describe('Values of a wrong kind', () => {
  test('polluting keys change no other object (check 78)', async () => {
    const person =
      '{"__typename":"Person","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"prototype":{"polluted":1},"name":"Ada","id":"p1"}';
    foreign.odd.people = (_, response) =>
      json(
        response,
        `{"__proto__":{"polluted":1},"data":{"__proto__":{"polluted":1},"people":[${person}],"_entities":[${person},${person}]}}`,
      );
    expect((await ask('{ people { name } }')).data).toEqual({ people: [{ name: 'Ada' }] });
    expect((await ask(BOTH)).data.books![0]).toEqual({ title: 'First', author: { name: 'Ada' } });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test.each(['__proto__', 'constructor', 'toString'])(
    'the name %s is an alias and a variable like any other, or is refused',
    async (name) => {
      const aliased = await ask(`{ people { ${name}: name } }`);
      if (aliased.status === 200) expect(Object.keys(aliased.data.people![0]!)).toEqual([name]);
      else expect(aliased.errors[0]!.extensions.code).toBe('ALIAS_RESERVED');
      const text = `{"query":"query ($${name}: ID!) { person(id: $${name}) { name } }","variables":{"${name}":"p1"}}`;
      const given = await post(gateway.url, text);
      if (given.status === 200) expect(given.data).toEqual({ person: { name: 'Ada' } });
      else expect(given.errors[0]!.extensions.code).toBe('BODY_MALFORMED');
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    },
  );

  test.each(['12345678901234567890', '2147483648', '1e400', '"many"', '{}', '[1]', 'true', '1.5'])(
    'the number of a field that came as %s is empty with an error, never another number',
    async (value) => {
      // Under the key that is asked for: the engine keeps keys of its own.
      foreign.odd.people = (_, response, text) =>
        json(response, `{"data":{"${/(\w+): ?wait/.exec(text)?.[1] ?? 'wait'}":${value}}}`);
      const { data, errors } = await ask('{ wait(ms: 1) }');
      expect(data).toEqual({ wait: null });
      expect(errors?.[0]).toMatchObject({ path: ['wait'], extensions: { code: expect.any(String) } });
    },
  );
});
