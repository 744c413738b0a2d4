import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { errorFormatter } from '../../../gateway/format-error.ts';
import { boundedBytes } from '../../../gateway/http/held-bytes.ts';
import { httpServer } from '../../../gateway/http/http-server.ts';

const MOST = 100_000;
const log = pino({ level: 'silent' });
let app: FastifyInstance;
let port: number;
let senders: Socket[];

beforeEach(async () => {
  senders = [];
  const formatError = errorFormatter(log);
  app = httpServer({ log, formatError, isProduction: false, isLeaving: () => false });
  app.route({
    url: '/',
    method: 'POST',
    preParsing: boundedBytes(MOST),
    handler: async ({ body }) => ({ length: JSON.stringify(body).length }),
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  port = (app.server.address() as AddressInfo).port;
});
afterEach(async () => {
  for (const sender of senders) sender.destroy();
  await app.close();
});

/** Announces a body of JSON text and sends the first part of it. */
async function sender(
  length: number,
  sent: number,
): Promise<{ socket: Socket; rest(): void; answer(): string }> {
  const socket = connect(port, '127.0.0.1');
  senders.push(socket);
  let came = '';
  socket.setEncoding('utf8').on('data', (part: string) => {
    came += part;
  });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const body = JSON.stringify('a'.repeat(length - 2));
  socket.write(
    `POST / HTTP/1.1\r\nhost: hub\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n${body.slice(0, sent)}`,
  );
  return { socket, rest: () => void socket.write(body.slice(sent)), answer: () => came };
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 1000 && !holds(); tries += 1) await pause(20);
}

describe('Bodies that arrive slowly hold a bounded amount of memory together', () => {
  test('the one that goes beyond it is refused, the others are answered when they are whole', async () => {
    const first = await sender(60_000, 50_000);
    const second = await sender(60_000, 40_000);
    await pause(100);
    const third = await sender(60_000, 20_000);
    await until(() => third.answer() !== '');
    expect(third.answer()).toMatch(/^HTTP\/1.1 503 [\s\S]*retry-after: 1[\s\S]*"code":"OVERLOADED"/i);
    first.rest();
    await until(() => first.answer() !== '');
    expect(first.answer()).toMatch(/^HTTP\/1.1 200 [\s\S]*"length":60000/);
    second.rest();
    await until(() => second.answer() !== '');
    expect(second.answer()).toMatch(/^HTTP\/1.1 200 /);
  });

  test('who leaves gives back what was held, and small bodies are answered all the time', async () => {
    const held = await Promise.all([sender(90_000, 60_000), sender(90_000, 39_000)]);
    await pause(100);
    const refused = await sender(50_000, 5_000);
    await until(() => refused.answer() !== '');
    expect(refused.answer()).toContain('OVERLOADED');
    const small = await sender(1_000, 1_000);
    await until(() => small.answer() !== '');
    expect(small.answer()).toMatch(/^HTTP\/1.1 200 /);
    for (const { socket } of held) socket.destroy();
    await pause(200);
    const next = await sender(50_000, 50_000);
    await until(() => next.answer() !== '');
    expect(next.answer()).toMatch(/^HTTP\/1.1 200 /);
  });

  test('who comes when all of it is held is refused before a byte is read', async () => {
    await Promise.all([sender(90_000, 60_000), sender(90_000, 40_000)]);
    await pause(100);
    const refused = await sender(50_000, 0);
    await until(() => refused.answer() !== '');
    expect(refused.answer()).toMatch(/^HTTP\/1.1 503 [\s\S]*"code":"OVERLOADED"/);
  });
});
