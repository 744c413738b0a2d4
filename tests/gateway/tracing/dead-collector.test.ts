import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { pino } from 'pino';
import { openTracing } from '../../../gateway/tracing/open-tracing.ts';
import { foreignGraph } from '../http/support/foreign-graph.ts';
import { gatewayCommand } from '../http/support/gateway-command.ts';
import { post } from '../support/running-gateway.ts';
import { collector } from './support/collector.ts';

/** An address at which connections are taken and nothing is ever answered. */
async function silence() {
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}

test('A collector that is down or silent costs no request, one line in the log, and a second when it stops', async () => {
  const foreign = await foreignGraph();
  const silent = await silence();
  const over = async (url: string) => {
    await using gateway = await gatewayCommand(foreign.supergraphSdl, [], `traces: { url: "${url}" }`);
    const ask = async () => {
      const from = performance.now();
      const { data } = await post(`${gateway.url}/graphql`, { query: '{ people { name } }' });
      expect(data.people).toHaveLength(2);
      return performance.now() - from;
    };
    await ask();
    const took: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 700));
      took.push(await ask());
    }
    // Whoever waited for the collector would wait two seconds, each time.
    expect(Math.min(...took)).toBeLessThan(1_500);
    const lines = gateway.err().match(/the collector takes no traces/g) ?? [];
    expect({ url, lines: lines.length }).toEqual({ url, lines: 1 });
    const { code, ms } = await gateway.end('SIGTERM');
    expect(code).toBe(0);
    // What is under way is given up after two seconds; left to itself it would be after ten.
    expect(ms).toBeLessThan(9_000);
  };
  await Promise.all([silent.url, 'http://127.0.0.1:9'].map(over));
  await Promise.all([foreign.stop(), silent.stop()]);
}, 60_000);

test('Spans that cannot be sent are dropped, not kept; when the collector is back it is told, and gets what is new', async () => {
  const lines: string[] = [];
  const sink = new Writable({
    write(line, _encoding, done) {
      lines.push(JSON.parse(String(line)).msg);
      done();
    },
  });
  const back = await collector();
  back.odd = (response) => response.writeHead(400).end() !== undefined;
  const tracing = await openTracing({ url: back.url, ratio: 1, service: 'test' }, pino(sink));
  const request = (requestId: string) =>
    tracing
      .ofRequest({ method: 'POST', headers: {}, requestId })
      .end({ route: '/x', status: 200, isGone: false });
  // Ten times what may wait, at once.
  for (let n = 0; n < 20_000; n += 1) request('before');
  while (lines.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  back.odd = undefined;
  request('after-all-that');
  const arrived = await back.until(1);
  expect(arrived.length).toBeLessThan(3_000);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(back.spans.at(-1)!.at['hub.request_id']).toBe('after-all-that');
  expect(back.spans.length).toBeLessThan(3_000);
  expect(lines).toEqual([
    'the collector takes no traces; they are dropped',
    'the collector takes traces again',
  ]);
  await tracing.stop();
  await back.stop();
}, 30_000);
