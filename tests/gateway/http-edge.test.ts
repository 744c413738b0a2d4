import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { issuer, post, type Running, read, runningGateway } from './support/running-gateway.ts';

let hub: Running;
let bearer: Record<string, string>;
beforeAll(async () => {
  hub = await runningGateway();
  bearer = { authorization: `Bearer ${await issuer.issue('province-hr')}` };
});
afterAll(() => hub.stop());
beforeEach(() => hub.forget());

const url = () => `${hub.gateway.url}/graphql`;
const json = { 'content-type': 'application/json' };
const codeOf = ({ errors }: { errors?: { extensions: { code?: string } }[] }) => errors?.[0]?.extensions.code;

describe('Refused before anything happens, as a coded JSON error', () => {
  const cases: [string, () => RequestInit, number, string][] = [
    ['malformed JSON', () => ({ body: '{"query":' }), 400, 'BODY_MALFORMED'],
    ['an empty body', () => ({ body: '' }), 400, 'BODY_MALFORMED'],
    [
      'a property given twice',
      () => ({ body: '{"query":"{seen}","variables":{"a":1,"\\u0061":2}}' }),
      400,
      'JSON_KEY_REPEATED',
    ],
    [
      'an account number as a number',
      () => ({ body: '{"query":"{seen}","variables":{"a":62284800000000000001}}' }),
      400,
      'JSON_NUMBER_TOO_LONG',
    ],
    [
      'GBK bytes',
      () => ({ body: Buffer.from('7b227175657279223a22d6d0b9fa227d', 'hex') }),
      400,
      'BODY_NOT_UTF8',
    ],
    ['a body that is null', () => ({ body: 'null' }), 400, 'BAD_REQUEST'],
    ['a body that is a string', () => ({ body: '"{ seen }"' }), 400, 'BAD_REQUEST'],
    [
      'a body that sets __proto__ (check 78)',
      () => ({ body: '{"query":"{seen}","variables":{"__proto__":{"polluted":1}}}' }),
      400,
      'BODY_MALFORMED',
    ],
    [
      'plain text',
      () => ({ body: '{ seen }', headers: { 'content-type': 'text/plain' } }),
      415,
      'CONTENT_TYPE_REFUSED',
    ],
    [
      'a form',
      () => ({ body: 'query={seen}', headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
      415,
      'CONTENT_TYPE_REFUSED',
    ],
    [
      'a body compressed twice',
      () => ({
        body: gzipSync(gzipSync('{"query":"{ seen }"}')),
        headers: { ...json, 'content-encoding': 'gzip, gzip' },
      }),
      415,
      'CONTENT_TYPE_REFUSED',
    ],
    [
      'ten megabytes',
      () => ({ body: JSON.stringify({ query: 'a'.repeat(10_000_000) }) }),
      413,
      'BODY_TOO_LARGE',
    ],
    [
      'a batch of operations (check 62)',
      () => ({ body: JSON.stringify([{ query: '{ seen }' }, { query: '{ seen }' }]) }),
      400,
      'BATCH_REFUSED',
    ],
    [
      'a query by its hash (check 74)',
      () => ({
        body: JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } }),
      }),
      200,
      'PERSISTED_QUERY_NOT_SUPPORTED',
    ],
    ['a query that is a number', () => ({ body: '{"query":7}' }), 400, 'BAD_REQUEST'],
    [
      'variables that are a list',
      () => ({ body: '{"query":"{ seen }","variables":[1]}' }),
      400,
      'BAD_REQUEST',
    ],
  ];
  test.each(cases)('%s', async (_name, init, status, code) => {
    const { headers, ...rest } = init();
    const answer = await read(
      await fetch(url(), {
        method: 'POST',
        ...rest,
        headers: { ...json, ...bearer, ...(headers as object) },
      }),
    );
    expect({ status: answer.status, code: codeOf(answer) }).toEqual({ status, code });
    expect(answer.headers.get('content-type')).toMatch(/^application\/(graphql-response\+)?json/);
    expect(hub.fetched()).toBe(0);
  });

  test('headers of a megabyte', async () => {
    const status = await new Promise((resolve, reject) => {
      const call = httpRequest(url(), { headers: { ...bearer, 'x-a': 'a'.repeat(1_000_000) } }, (response) =>
        resolve(response.resume().statusCode),
      );
      call.on('error', reject).end();
    });
    expect(status).toBe(431);
  });

  test('conflicting lengths, as in request smuggling: 400 and the connection is closed', async () => {
    const text = await new Promise<string>((resolve) => {
      let came = '';
      const socket = connect(hub.gateway.port, '127.0.0.1', () =>
        socket.write(
          'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG',
        ),
      );
      socket.on('data', (part) => {
        came += part;
      });
      socket.on('close', () => resolve(came));
    });
    expect(text).toMatch(/^HTTP\/1.1 400 /);
    expect(text).toContain('"BAD_REQUEST"');
  });
});

describe('GET', () => {
  const preflight = { 'apollo-require-preflight': 'true' };
  const get = async (query: string, headers: Record<string, string> = preflight, more = '') =>
    read(
      await fetch(`${url()}?query=${encodeURIComponent(query)}${more}`, {
        headers: { ...bearer, ...headers },
      }),
    );

  test('a query by GET is answered', async () => {
    expect((await get('{ projects(first: 2) { totalCount } }')).data).toEqual({
      projects: { totalCount: 3 },
    });
  });

  test('a mutation by GET is 405 and has no effect (check 59)', async () => {
    const answer = await get('mutation { note(text: "x") }');
    expect({ status: answer.status, code: codeOf(answer), allow: answer.headers.get('allow') }).toEqual({
      status: 405,
      code: 'METHOD_NOT_ALLOWED',
      allow: 'POST',
    });
    expect(hub.fetched()).toBe(0);
  });

  test('a mutation by GET is 405 also when a query stands beside it and is not the one named (check 59)', async () => {
    const answer = await get(
      'query A { seen } mutation B { note(text: "x") }',
      preflight,
      '&operationName=B',
    );
    expect(answer.status).toBe(405);
    expect(hub.fetched()).toBe(0);
  });

  test('the token is a header that a foreign page cannot send, so GET needs no other (check 58)', async () => {
    expect((await get('{ seen }', {})).status).toBe(200);
  });

  test.each(['text/plain', 'message/http', 'message/x', ''])(
    'with content type "%s" GET is refused (check 61)',
    async (type) => {
      const answer = await get('{ seen }', { ...preflight, 'content-type': type });
      expect({ status: answer.status, code: codeOf(answer) }).toEqual({
        status: 415,
        code: 'CONTENT_TYPE_REFUSED',
      });
    },
  );

  test('a token in the address is refused and does not reach the log', async () => {
    const answer = await get('{ seen }', preflight, '&access_token=SECRETSECRET');
    expect({ status: answer.status, code: codeOf(answer) }).toEqual({
      status: 400,
      code: 'TOKEN_IN_ADDRESS',
    });
    expect(hub.log.join('')).not.toContain('SECRETSECRET');
  });

  test.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'])('the method %s is not served', async (method) => {
    const response = await fetch(url(), { method, headers: bearer });
    expect(response.status).toBe(405);
  });
});

describe('Unauthenticated callers', () => {
  test.each(['/graphql', '/', '/metrics', '/open.api', '/graphql/x'])('get 401 on %s', async (path) => {
    const answer = await post(`${hub.gateway.url}${path}`, { query: '{ __typename }' });
    expect({ status: answer.status, code: codeOf(answer) }).toEqual({ status: 401, code: 'UNAUTHENTICATED' });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  test('are refused before their body is read', async () => {
    const answer = await post(url(), '{ not json');
    expect(answer.status).toBe(401);
  });

  test('get health, which names checks and nothing else', async () => {
    const live = await read(await fetch(`${hub.gateway.url}/health/live`));
    expect(live.text).toBe('{"status":"live"}');
    const ready = await fetch(`${hub.gateway.url}/health/ready`);
    expect(await ready.json()).toEqual({
      status: 'ready',
      checks: { database: true },
      subgraphs: { provincial: true, banking: true },
    });
  });
});

test('Every answer carries the security headers, no banner, and no word on other origins', async () => {
  for (const answer of [
    await hub.ask('{ seen }'),
    await post(url(), {}),
    await read(await fetch(`${hub.gateway.url}/health/live`, { headers: { origin: 'https://evil.test' } })),
  ]) {
    const headers = Object.fromEntries(answer.headers);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'x-frame-options': 'DENY',
    });
    expect(
      Object.keys(headers).filter((name) => /^(server|x-powered-by|access-control-)/.test(name)),
    ).toEqual([]);
  }
});

test('A well-formed request id is kept to the subgraph; another is replaced', async () => {
  const good = await post(url(), { query: '{ seen }' }, { ...bearer, 'x-request-id': 'county-42-abcdef' });
  expect(good.headers.get('x-request-id')).toBe('county-42-abcdef');
  expect(hub.provincial.calls[0]!.headers['x-request-id']).toBe('county-42-abcdef');
  const bad = await post(url(), { query: '{ seen }' }, { ...bearer, 'x-request-id': 'a b"c' });
  expect(bad.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
});

test('The log names neither tokens nor persons', () => {
  const text = hub.log.join('');
  expect(text).toContain('"request"');
  expect(text).not.toMatch(/eyJ|demo-province-hr/);
});
