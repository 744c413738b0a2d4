import { request as httpRequest } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Door, DoorRequest } from '../../kernel/door.ts';
import { type Running, runningGateway } from './support/running-gateway.ts';

let hub: Running;
let seen: DoorRequest[];
let release: () => void;
let held: Promise<void>;
let waiting = 0;

const plain = (body: string, status = 200) => ({ status, contentType: 'text/plain', body });

const echo: Door = {
  path: '/echo',
  methods: ['POST', 'GET'],
  bodyLimit: 1_000,
  async handle(request) {
    seen.push(request);
    return { ...plain(`${request.body.length}`, 202), headers: { 'x-door': 'echo' } };
  },
  refuse: ({ status, code }) => plain(`refused ${code}`, status),
};
const narrow: Door = {
  path: '/narrow/*',
  methods: ['POST'],
  bodyLimit: 1_000,
  inFlight: 2,
  async handle({ path }) {
    if (path.endsWith('/wait')) {
      waiting += 1;
      await held;
    }
    if (path.endsWith('/break')) throw new Error('broken with 450103199001011234 in it');
    return plain(path);
  },
  refuse: ({ status, code }) => plain(`refused ${code}`, status),
};
const bare: Door = { path: '/bare', methods: ['POST'], bodyLimit: 10, handle: async () => plain('done') };

beforeAll(async () => {
  seen = [];
  hub = await runningGateway({}, { doors: () => [echo, narrow, bare] });
});
afterAll(() => hub.stop());

const send = async (path: string, init: RequestInit = {}) => {
  const response = await fetch(`${hub.gateway.url}${path}`, { method: 'POST', ...init });
  return { status: response.status, text: await response.text(), headers: response.headers };
};

describe('A door beside /graphql', () => {
  test('gets the bytes as they were sent, whatever their type says, without any token', async () => {
    const bytes = Buffer.from([0xd6, 0xd0, 0x00, 0xff, 0x7b]);
    for (const type of [
      'application/json',
      'text/plain',
      'application/x-www-form-urlencoded; charset=GBK',
      'x/y',
    ]) {
      const answer = await send('/echo?a=1&a=2', { body: bytes, headers: { 'content-type': type } });
      expect(answer).toMatchObject({ status: 202, text: '5' });
      expect(answer.headers.get('x-door')).toBe('echo');
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    }
    const [first] = seen;
    expect(first!.body.equals(bytes)).toBe(true);
    expect(first!.path).toBe('/echo');
    expect(first!.query.getAll('a')).toEqual(['1', '2']);
    expect(first!.gone.isCancelled).toBe(false);
  });

  test('gets a request without a body and without a type', async () => {
    expect(await send('/echo', { method: 'GET' })).toMatchObject({ status: 202, text: '0' });
    expect(await send('/echo', { body: Buffer.from('ab') })).toMatchObject({ status: 202, text: '2' });
  });

  test('answers in its own form to another method, a body too large, a compressed one', async () => {
    expect(await send('/echo', { method: 'DELETE' })).toMatchObject({
      status: 405,
      text: 'refused METHOD_NOT_ALLOWED',
    });
    const large = await send('/echo', { body: Buffer.alloc(1_001) });
    expect(large).toMatchObject({ status: 413, text: 'refused BODY_TOO_LARGE' });
    const packed = { body: gzipSync('{}'), headers: { 'content-encoding': 'gzip' } };
    expect(await send('/echo', packed)).toMatchObject({ status: 415, text: 'refused CONTENT_TYPE_REFUSED' });
  });

  test('that has no form of its own answers like the rest of the gateway', async () => {
    const answer = await send('/bare', { body: Buffer.alloc(11) });
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.text).errors[0].extensions.code).toBe('BODY_TOO_LARGE');
  });

  test('that breaks says so in its own form; the log has the cause without the number in it', async () => {
    expect(await send('/narrow/break')).toMatchObject({ status: 500, text: 'refused INTERNAL' });
    const line = hub.log.find((one) => one.includes('broken with'));
    expect(line).toBeDefined();
    expect(line).not.toContain('450103199001011234');
  });

  test('refuses at once what is beyond its places, and takes up again when one is free', async () => {
    held = new Promise((resolve) => {
      release = resolve;
    });
    const asked = [send('/narrow/wait'), send('/narrow/wait')];
    while (waiting < asked.length) await pause(10);
    const over = await send('/narrow/now');
    expect(over).toMatchObject({ status: 503, text: 'refused OVERLOADED' });
    expect(over.headers.get('retry-after')).toBe('1');
    // The others are not touched.
    expect((await send('/echo')).status).toBe(202);
    release();
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 200]);
    expect(await send('/narrow/now')).toMatchObject({ status: 200, text: '/narrow/now' });
  });

  test('holds no more bytes than its places can: many slow senders of large bodies are refused as they come', async () => {
    // Two places of 1,000 bytes each; every sender stops one byte short.
    const slow = Array.from({ length: 4 }, () => {
      const request = httpRequest(`${hub.gateway.url}/narrow/slow`, {
        method: 'POST',
        headers: { 'content-length': '1000' },
      });
      const ended = new Promise<number | undefined>((resolve) => {
        request.on('response', ({ statusCode }) => resolve(statusCode));
        request.on('error', () => resolve(undefined));
      });
      request.write('a'.repeat(999));
      return { request, ended };
    });
    const ends: unknown[] = [];
    for (const { ended } of slow) void ended.then((status) => ends.push(status));
    while (ends.length < 2) await pause(10);
    await pause(500);
    expect(ends).toEqual([503, 503]);
    for (const { request } of slow) request.destroy();
    while ((await send('/narrow/now', { body: 'x' })).status !== 200) await pause(20);
  });

  test('keeps its places for those who have sent their body: slow senders hold none', async () => {
    const slow = Array.from({ length: 4 }, () => {
      const request = httpRequest(`${hub.gateway.url}/narrow/slow`, {
        method: 'POST',
        headers: { 'content-length': '100' },
      });
      request.on('error', () => undefined);
      request.write('a');
      return request;
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await send('/narrow/now')).status).toBe(200);
    for (const request of slow) request.destroy();
  });

  test('leaves an unknown address what it was', async () => {
    expect((await send('/narrow')).status).toBe(401);
    expect((await send('/elsewhere')).status).toBe(401);
  });
});
