import { request as httpRequest } from 'node:http';
import {
  brotliCompressSync,
  brotliDecompressSync,
  constants,
  deflateSync,
  gunzipSync,
  gzipSync,
} from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { read } from '../support/running-gateway.ts';
import { type ForeignGraph, foreignGraph } from './support/foreign-graph.ts';
import { type RunningAlone, standAlone } from './support/stand-alone.ts';

let foreign: ForeignGraph;
let gateway: RunningAlone;
beforeAll(async () => {
  foreign = await foreignGraph();
  gateway = await standAlone(foreign.supergraphSdl, { limits: { aliases: 1000 } });
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await foreign.stop();
});

const QUICK = { params: { [constants.BROTLI_PARAM_QUALITY]: 2 } };

const LONG = {
  query: `{ people { ${Array.from({ length: 60 }, (_, n) => `name${n}: name`).join(' ')} } }`,
};

/** The bytes of an answer as they came, which `fetch` would inflate. */
function ask(body: Buffer | string, headers: Record<string, string>) {
  return new Promise<{ status?: number; headers: Record<string, unknown>; bytes: Buffer }>(
    (resolve, reject) => {
      const all = { 'content-type': 'application/json', ...headers };
      const call = httpRequest(gateway.url, { method: 'POST', headers: all }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          resolve({ status: response.statusCode!, headers: response.headers, bytes: Buffer.concat(parts) }),
        );
      });
      call.on('error', reject).end(body);
    },
  );
}

describe('An answer is compressed for who accepts it', () => {
  const plain = JSON.stringify(LONG);
  test.each<[string, string, (bytes: Buffer) => Buffer]>([
    ['gzip', 'gzip', gunzipSync],
    ['br', 'br', brotliDecompressSync],
    ['gzip;q=0.5, br', 'br', brotliDecompressSync],
    ['br;q=0, gzip, deflate', 'gzip', gunzipSync],
  ])('%s', async (accepting, chosen, inflate) => {
    const whole = await ask(plain, {});
    expect(whole.headers).not.toHaveProperty('content-encoding');
    const { headers, bytes } = await ask(plain, { 'accept-encoding': accepting });
    expect(headers).toMatchObject({ 'content-encoding': chosen, vary: 'accept-encoding' });
    expect(bytes.length).toBeLessThan(whole.bytes.length / 2);
    expect(inflate(bytes)).toEqual(whole.bytes);
  });

  test.each(['', 'identity', 'zstd', 'gzip;q=0, br;q=0', 'gzip;q=x', '*;q=0'])(
    'not for who accepts "%s"',
    async (accepting) => {
      const { status, headers } = await ask(plain, { 'accept-encoding': accepting });
      expect(status).toBe(200);
      expect(headers).not.toHaveProperty('content-encoding');
    },
  );

  test('nor when it is short', async () => {
    const { headers } = await ask('{"query":"{ __typename }"}', { 'accept-encoding': 'gzip' });
    expect(headers).not.toHaveProperty('content-encoding');
  });
});

describe('A compressed body', () => {
  const send = (body: Buffer, encoding: string, headers: Record<string, string> = {}) =>
    fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': encoding, ...headers },
      body,
    }).then(read);
  const asked = JSON.stringify({ query: '{ person(id: "p1") { name } }' });

  test.each<[string, Buffer]>([
    ['gzip', gzipSync(asked)],
    ['x-gzip', gzipSync(asked)],
    ['br', brotliCompressSync(asked)],
    ['deflate', deflateSync(asked)],
    ['identity', Buffer.from(asked)],
  ])('is read as %s', async (encoding, body) => {
    expect((await send(body, encoding)).data).toEqual({ person: { name: 'Ada' } });
  });

  test.each<[string, string, Buffer, number, string]>([
    ['of another kind', 'zstd', Buffer.from(asked), 415, 'CONTENT_TYPE_REFUSED'],
    ['in two layers', 'gzip, br', Buffer.from(asked), 415, 'CONTENT_TYPE_REFUSED'],
    ['that is not what it says', 'gzip', Buffer.from(asked), 400, 'BODY_MALFORMED'],
    ['cut off', 'gzip', gzipSync(asked).subarray(0, 30), 400, 'BODY_MALFORMED'],
    ['that is no JSON inside', 'gzip', gzipSync('{"query":'), 400, 'BODY_MALFORMED'],
  ])('%s is refused with a code', async (_what, encoding, body, status, code) => {
    const answer = await send(body, encoding);
    expect([answer.status, answer.errors[0]?.extensions.code]).toEqual([status, code]);
  });

  test.each<[string, (text: Buffer) => Buffer]>([
    ['gzip', gzipSync],
    ['br', (text) => brotliCompressSync(text, QUICK)],
    ['deflate', deflateSync],
  ])(
    'that would grow to a hundred megabytes is cut off at the limit for bodies (%s)',
    async (encoding, compress) => {
      const bomb = compress(Buffer.alloc(100 * 1024 * 1024, ' '));
      expect(bomb.length).toBeLessThan(200_000);
      const before = process.memoryUsage();
      const from = performance.now();
      const answers = await Promise.all(Array.from({ length: 8 }, () => send(bomb, encoding)));
      for (const { status, errors } of answers)
        expect([status, errors[0]?.extensions.code]).toEqual([413, 'BODY_TOO_LARGE']);
      expect(performance.now() - from).toBeLessThan(20_000);
      expect(process.memoryUsage().rss - before.rss).toBeLessThan(400 * 1024 * 1024);
      expect((await send(gzipSync(asked), 'gzip')).status).toBe(200);
    },
  );
});
