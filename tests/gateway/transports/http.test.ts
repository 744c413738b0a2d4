import { describe, expect, test } from '@jest/globals';
import { httpTransport, type HttpSettings } from '../../../gateway/transports/http.ts';
import { Cancellation } from '../../../kernel/cancellation.ts';
import type { Fault } from '../../../kernel/faults.ts';
import { developmentAuthority, leafCertificate } from '../../../kernel/x509.ts';
import { json, type OddServer, oddServer } from './support/odd-server.ts';

const request = { body: '{"query":"{ a }"}', assertion: '', requestId: 'r-1' };

/** How one request to a server ends. */
async function ask(
  server: Pick<OddServer, 'url'>,
  settings: Partial<HttpSettings> = {},
  more: { cancellation?: Cancellation; headers?: Record<string, string>; assertion?: string } = {},
) {
  const transport = httpTransport({ name: 'people', url: server.url, timeoutMs: 10_000, ...settings });
  try {
    return await transport.send({ ...request, ...more });
  } catch (error) {
    const { code, cause } = error as Fault;
    return { code, why: (cause as Error | undefined)?.message };
  } finally {
    // A request that never ends must not keep the test from ending.
    await Promise.race([transport.close(), new Promise((resolve) => setTimeout(resolve, 200).unref())]);
  }
}

const until = async (isSo: () => boolean) => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
};

describe('An answer of a subgraph over HTTP', () => {
  test('is given as it stands, errors and extensions included', async () => {
    const answer = { data: { a: '桂' }, errors: [{ message: 'x', path: ['a'], extensions: { code: 'C' } }] };
    await using server = await oddServer((response) => json(response, JSON.stringify(answer)));
    expect(await ask(server)).toEqual(answer);
    expect(server.bodies).toEqual([request.body]);
  });

  test('may come in many pieces, cut anywhere', async () => {
    const text = JSON.stringify({ data: { a: '农民工'.repeat(50) } });
    await using server = await oddServer(async (response) => {
      response.writeHead(200, { 'content-type': 'application/graphql-response+json; charset=utf-8' });
      for (const byte of Buffer.from(text)) response.write(Buffer.from([byte]));
      response.end();
    });
    expect(await ask(server)).toEqual(JSON.parse(text));
  });

  const wrong: [string, OddServer['answer'], string, RegExp][] = [
    [
      'status 500',
      (response) => json(response, '{"errors":[{"message":"at db.ts:1"}]}', 500),
      'UPSTREAM_MALFORMED',
      /^status 500$/,
    ],
    [
      'status 500 with a code',
      (response) => json(response, '{"errors":[{"extensions":{"code":"ASSERTION_INVALID"}}]}', 401),
      'UPSTREAM_MALFORMED',
      /^status 401 ASSERTION_INVALID$/,
    ],
    ['status 503', (response) => response.writeHead(503).end(), 'UPSTREAM_UNAVAILABLE', /^status 503$/],
    [
      'HTML',
      (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
      'UPSTREAM_MALFORMED',
      /content type text\/html/,
    ],
    [
      'HTML that calls itself JSON',
      (response) => json(response, '<html>'),
      'UPSTREAM_MALFORMED',
      /^not JSON$/,
    ],
    ['truncated JSON', (response) => json(response, '{"data":{"a":'), 'UPSTREAM_MALFORMED', /^not JSON$/],
    ['an empty answer', (response) => json(response, ''), 'UPSTREAM_MALFORMED', /^not JSON$/],
    [
      'a connection closed before the answer',
      (_response, socket) => socket.destroy(),
      'UPSTREAM_UNAVAILABLE',
      /closed|reset/i,
    ],
    [
      'a connection reset in the middle of the answer',
      (response, socket) => {
        response
          .writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 })
          .write('{"data":');
        setTimeout(() => socket.resetAndDestroy(), 50);
      },
      'UPSTREAM_UNAVAILABLE',
      /closed|reset|terminated/i,
    ],
    [
      'an answer shorter than announced',
      (response, socket) => {
        response
          .writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 })
          .write('{"data":{}}');
        setTimeout(() => socket.end(), 50);
      },
      'UPSTREAM_UNAVAILABLE',
      /closed|terminated/i,
    ],
    [
      'no HTTP at all',
      (_response, socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'),
      'UPSTREAM_MALFORMED',
      /not HTTP/,
    ],
    [
      'headers that never end',
      (_response, socket) => socket.write(`HTTP/1.1 200 OK\r\n${'x-a: b\r\n'.repeat(10_000)}`),
      'UPSTREAM_MALFORMED',
      /not HTTP/,
    ],
  ];
  test.each(wrong)('%s is a coded fault', async (_what, answer, code, why) => {
    await using server = await oddServer(answer);
    expect(await ask(server)).toEqual({ code, why: expect.stringMatching(why) });
    expect(server.bodies).toHaveLength(1);
  });

  test('nobody listening is a coded fault', async () => {
    expect(await ask({ url: 'http://127.0.0.1:1/graphql' })).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  });

  test.each(['headers', 'body'])(
    'that does not come in time (%s) is a timeout, and is broken off',
    async (part) => {
      await using server = await oddServer((response) => {
        if (part === 'body') response.writeHead(200, { 'content-type': 'application/json' }).write('{');
      });
      expect(await ask(server, { timeoutMs: 1000 })).toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
      await until(() => server.broken() === 1);
    },
    10_000,
  );

  test('of a gigabyte is cut off at the limit, announced or streamed, in bounded memory', async () => {
    const piece = Buffer.alloc(1024 * 1024, 'x');
    let sent = 0;
    await using server = await oddServer((response, socket) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = () => {
        while (sent < 1024 && !socket.destroyed) {
          sent += 1;
          if (!response.write(piece)) return;
        }
      };
      response.on('drain', more);
      more();
    });
    const before = process.memoryUsage().rss;
    const mostBytes = 4 * 1024 * 1024;
    const expected = { code: 'UPSTREAM_MALFORMED', why: 'larger than it may be' };
    expect(await ask(server, { mostBytes, timeoutMs: 10_000 })).toEqual(expected);
    expect(sent).toBeLessThan(100);
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
    server.answer = (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 2 ** 30 }).write('{');
    };
    expect(await ask(server, { mostBytes })).toEqual(expected);
  });

  test('is no longer waited for when the caller has left', async () => {
    await using server = await oddServer(() => undefined);
    const leaving = new Cancellation();
    const asked = ask(server, { timeoutMs: 60_000 }, { cancellation: leaving });
    await until(() => server.bodies.length > 0);
    leaving.cancel();
    expect(await asked).toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
    await until(() => server.broken() === 1);
  });

  test('a request given up before it had a connection is never sent', async () => {
    const waiting: (() => void)[] = [];
    await using server = await oddServer((response) => {
      waiting.push(() => json(response, '{"data":{}}'));
    });
    const transport = httpTransport({ name: 'people', url: server.url, timeoutMs: 5000, connections: 1 });
    const first = transport.send(request);
    const leaving = new Cancellation();
    const second = transport.send({ ...request, cancellation: leaving });
    await until(() => waiting.length > 0);
    leaving.cancel();
    waiting.shift()!();
    await expect(first).resolves.toEqual({ data: {} });
    await expect(second).rejects.toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
    expect(server.bodies).toHaveLength(1);
    await transport.close();
  });

  test('polluting keys are data of the answer and of nothing else (check 78)', async () => {
    const text = '{"data":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}}';
    await using server = await oddServer((response) => json(response, text));
    await ask(server);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe('The way to a subgraph', () => {
  test('keeps its connections, as many as stated', async () => {
    await using server = await oddServer(async (response) => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      json(response, '{"data":{}}');
    });
    const transport = httpTransport({ name: 'people', url: server.url, timeoutMs: 5000, connections: 3 });
    for (let round = 0; round < 5; round += 1)
      await Promise.all(Array.from({ length: 10 }, () => transport.send(request)));
    expect(server.bodies).toHaveLength(50);
    expect(server.connections()).toBeLessThanOrEqual(3);
    await transport.close();
  });

  test('sends what is passed on, and never lets it stand for the assertion or the form', async () => {
    let came: unknown;
    await using server = await oddServer((response) => {
      came = response.req.headers;
      json(response, '{"data":{}}');
    });
    await ask(
      server,
      {},
      { headers: { 'x-tenant': 'north', 'content-type': 'text/plain' }, assertion: 'mine' },
    );
    expect(came).toMatchObject({
      'x-tenant': 'north',
      'content-type': 'application/json',
      'hub-assertion': 'mine',
      'x-request-id': 'r-1',
    });
    await ask(server);
    expect(came).not.toHaveProperty('hub-assertion');
  });

  test('over TLS is believed only if its certificate is vouched for', async () => {
    const at = new Date(Date.now() - 60_000);
    const authority = developmentAuthority({ commonName: 'authority', at, days: 2 });
    const { certificate, privateKey } = leafCertificate(authority, {
      commonName: 'people',
      at,
      days: 2,
      hosts: ['127.0.0.1'],
      use: 'server',
    });
    await using server = await oddServer((response) => json(response, '{"data":{}}'), {
      key: privateKey,
      cert: certificate,
    });
    expect(await ask(server)).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    expect(server.bodies).toHaveLength(0);
    expect(await ask(server, { ca: authority.certificate })).toEqual({ data: {} });
  });
});
