import { connect } from 'node:net';
import { Agent, request as httpRequest } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { post } from '../support/running-gateway.ts';
import { type ForeignGraph, foreignGraph } from './support/foreign-graph.ts';
import { gatewayCommand } from './support/gateway-command.ts';
import { standAlone } from './support/stand-alone.ts';

let foreign: ForeignGraph;
beforeAll(async () => {
  foreign = await foreignGraph();
});
afterAll(() => foreign.stop());

/** One request of a kept connection; an error of the connection is told by its code. */
function ask(url: string, agent: Agent, query: string) {
  return new Promise<{ status: number; text: string; headers: Record<string, unknown> } | string>(
    (resolve) => {
      const headers = { 'content-type': 'application/json' };
      const call = httpRequest(url, { method: 'POST', agent, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        response.on('end', () => resolve({ status: response.statusCode!, text, headers: response.headers }));
      });
      call.on('error', ({ code }: NodeJS.ErrnoException) => resolve(String(code)));
      call.end(JSON.stringify({ query }));
    },
  );
}

test('While it stops, a request in flight is answered, and readiness has gone before the connections do (check 170)', async () => {
  await using gateway = await standAlone(foreign.supergraphSdl);
  const { url } = gateway;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  // Its plan is made before: on a busy machine making it takes longer than a stop waits.
  await ask(url, agent, '{ wait(ms: 1) }');
  const calls = foreign.calls.people!.length;
  const inFlight = ask(url, agent, '{ wait(ms: 400) }');
  while (foreign.calls.people!.length === calls) await new Promise((resolve) => setTimeout(resolve, 10));
  const stopped = gateway.alone.gateway.stop();
  const ready = await fetch(`${gateway.alone.gateway.url}/health/ready`);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toEqual({ status: 'stopping' });
  expect(await inFlight).toMatchObject({ status: 200, text: '{"data":{"wait":400}}' });
  await stopped;
  agent.destroy();
});

test('A request whose beginning came before the stop and whose end comes after is 503 OVERLOADED, and is told when to come again (check 170)', async () => {
  await using gateway = await standAlone(foreign.supergraphSdl);
  const body = JSON.stringify({ query: '{ wait(ms: 1) }' });
  const head = `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
  const socket = connect(gateway.alone.gateway.port, '127.0.0.1');
  let text = '';
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  socket.write(head.slice(0, 30));
  await new Promise((resolve) => setTimeout(resolve, 200));
  const stopped = gateway.alone.gateway.stop();
  await new Promise((resolve) => setTimeout(resolve, 500));
  socket.write(head.slice(30) + body);
  await Promise.all([closed, stopped]);
  expect(text).toMatch(/^HTTP\/1\.1 503 /);
  expect(text).toContain('"code":"OVERLOADED"');
  expect(text.toLowerCase()).toContain('retry-after: 1');
  expect(text.toLowerCase()).toContain('connection: close');
});

test('SIGTERM under load loses no request that was taken: each is answered, or refused with a code; what was cut off reached nobody (check 170)', async () => {
  await using gateway = await gatewayCommand(foreign.supergraphSdl);
  const url = `${gateway.url}/graphql`;
  expect((await post(url, { query: '{ wait(ms: 1) }' })).status).toBe(200);
  const answers: { ms: number; answer: Awaited<ReturnType<typeof ask>> }[] = [];
  let ms = 20;
  let isLoading = true;
  const clients = Array.from({ length: 8 }, async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (isLoading) {
      ms += 1;
      const asked = ms;
      const answer = await ask(url, agent, `{ wait(ms: ${asked}) }`);
      if (answer === 'ECONNREFUSED') break;
      answers.push({ ms: asked, answer });
    }
    agent.destroy();
  });
  while (answers.length < 20) await new Promise((resolve) => setTimeout(resolve, 20));
  const ended = await gateway.end('SIGTERM');
  isLoading = false;
  await Promise.all(clients);
  expect(ended.code).toBe(0);
  const taken = new Set(foreign.calls.people!.flatMap(({ body }) => Object.values(body.variables ?? {})));
  const wrong = answers.filter(({ ms: asked, answer }) => {
    // A connection that had not been accepted, or was idle just before: the client knows that nothing was done.
    if (typeof answer === 'string') return taken.has(asked);
    return answer.status === 503 ? !answer.text.includes('"OVERLOADED"') : answer.status !== 200;
  });
  expect(wrong).toEqual([]);
  expect(answers.filter(({ ms: asked }) => taken.has(asked)).length).toBeGreaterThan(10);
}, 60_000);
