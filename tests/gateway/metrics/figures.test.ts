import { appendFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { nativePlanner } from '../../../gateway/engine/planning/planner.ts';
import { gatewayMetrics } from '../../../gateway/metrics/metrics.ts';
import { shop } from '../engine/support/shop.ts';
import { composed, smallGraph } from '../engine/support/small-graph.ts';
import { type ForeignGraph, foreignGraph } from '../http/support/foreign-graph.ts';
import { standAlone } from '../http/support/stand-alone.ts';
import { post } from '../support/running-gateway.ts';

let foreign: ForeignGraph;
beforeAll(async () => {
  foreign = await foreignGraph();
});
afterAll(() => foreign.stop());

const linesAt = async (url: string) => (await (await fetch(url)).text()).split('\n');

test('The figures tell what the engine keeps and makes, and follow the graph that is in service', async () => {
  await using gateway = await standAlone(foreign.supergraphSdl, { metrics: { port: 0 } });
  const figures = async () => {
    const lines = await linesAt(gateway.alone.metricsUrl!);
    const figureOf = (name: string) =>
      Number(lines.find((line) => line.startsWith(`${name} `))?.split(' ')[1]);
    return ['hub_programmes', 'hub_programmes_bytes', 'hub_programmes_in_making', 'hub_plans_waiting'].map(
      figureOf,
    );
  };
  expect(await figures()).toEqual([0, 0, 0, 0]);
  for (const query of ['{ people { id } }', '{ people { name } }', '{ people { name } }'])
    await post(gateway.url, { query });
  const [kept, bytes, ...making] = await figures();
  expect(kept).toBe(2);
  expect(bytes).toBeGreaterThan(10_000);
  expect(making).toEqual([0, 0]);
  await appendFile(gateway.supergraphFile, '\n# another\n');
  await gateway.alone.reload();
  expect(await figures()).toEqual([0, 0, 0, 0]);
});

test('Errors count by their code, and codes that no catalogue lists make no line of their own', async () => {
  foreign.odd.people = (_, response) => {
    const made = {
      message: 'no',
      path: ['people'],
      extensions: { code: `MADE_UP_${Math.random()}`.replace('.', '') },
    };
    response.writeHead(200, { 'content-type': 'application/json' });
    return response.end(JSON.stringify({ data: { people: null }, errors: [made] })) !== undefined;
  };
  await using gateway = await standAlone(foreign.supergraphSdl, { metrics: { port: 0 } });
  await post(gateway.url, { query: '{ people { salary } }' });
  await post(gateway.url, { query: '{ nothing }' });
  await post(gateway.url, '{"query":');
  for (let n = 0; n < 3; n += 1) await post(gateway.url, { query: '{ people { name } }' });
  const lines = await linesAt(gateway.alone.metricsUrl!);
  expect(lines.filter((line) => line.startsWith('hub_errors_total{')).sort()).toEqual([
    'hub_errors_total{code="BODY_MALFORMED"} 1',
    'hub_errors_total{code="FORBIDDEN"} 1',
    'hub_errors_total{code="GRAPHQL_VALIDATION_FAILED"} 1',
    'hub_errors_total{code="OTHER"} 3',
  ]);
  delete foreign.odd.people;
});

test('A breaker that keeps everybody away is seen', async () => {
  foreign.odd.people = (_, response) => response.writeHead(500).end() !== undefined;
  await using gateway = await standAlone(foreign.supergraphSdl, {
    metrics: { port: 0 },
    defaults: { breaker: { failures: 2, openMs: 60_000 } },
  });
  const breakers = async () =>
    (await linesAt(gateway.alone.metricsUrl!)).filter((line) => line.startsWith('hub_breaker_open{')).sort();
  expect(await breakers()).toEqual([
    'hub_breaker_open{subgraph="books"} 0',
    'hub_breaker_open{subgraph="people"} 0',
  ]);
  for (let n = 0; n < 2; n += 1) await post(gateway.url, { query: '{ people { name } }' });
  expect(await breakers()).toEqual([
    'hub_breaker_open{subgraph="books"} 0',
    'hub_breaker_open{subgraph="people"} 1',
  ]);
  delete foreign.odd.people;
});

test('Plans that are asked for beyond those being made wait, and are seen to', async () => {
  const { promise: free, resolve } = Promise.withResolvers<void>();
  const native = nativePlanner(composed(shop));
  const plan = (text: string) => free.then(() => native.plan(text));
  const graph = smallGraph(shop, { planning: { atOnce: 2, waiting: 10 }, planner: { ...native, plan } });
  const asked = ['name', 'price', 'kind', 'stock', 'inStock'].map((field) =>
    graph.ask(`{ top { ${field} } }`),
  );
  while (graph.engine.memory().inMaking < 5) await new Promise((soon) => setImmediate(soon));
  expect(graph.engine.memory()).toMatchObject({ programmes: 0, inMaking: 5, waiting: 3 });
  resolve();
  await Promise.all(asked);
  expect(graph.engine.memory()).toMatchObject({ programmes: 5, inMaking: 0, waiting: 0 });
  await graph.engine.stop();
});

test('A client that leaves before its answer is a fetch given up, and no request that was answered', async () => {
  await using gateway = await standAlone(foreign.supergraphSdl, { metrics: { port: 0 } });
  const left = new AbortController();
  const headers = { 'content-type': 'application/json' };
  const calls = foreign.calls.people!.length;
  const asked = fetch(gateway.url, {
    method: 'POST',
    headers,
    body: '{"query":"{ wait(ms: 20000) }"}',
    signal: left.signal,
  });
  while (foreign.calls.people!.length === calls) await new Promise((soon) => setTimeout(soon, 10));
  left.abort();
  await expect(asked).rejects.toThrow();
  const lines = () => linesAt(gateway.alone.metricsUrl!);
  const givenUp = 'hub_fetches_total{subgraph="people",outcome="CANCELLED"} 1';
  while (!(await lines()).includes(givenUp)) await new Promise((soon) => setTimeout(soon, 50));
  await new Promise((soon) => setTimeout(soon, 200));
  expect((await lines()).filter((line) => line.startsWith('hub_requests_total{'))).toEqual([]);
});

test('A code is counted as it stands only if it is one of the catalogues', () => {
  const metrics = gatewayMetrics();
  for (const code of ['FORBIDDEN', 'toString', undefined, 7, 'FORBIDDEN"} 1\nx{y="']) metrics.told(code);
  const counted = metrics
    .text()
    .split('\n')
    .filter((line) => line.startsWith('hub_errors_total{'));
  expect(counted).toEqual(['hub_errors_total{code="FORBIDDEN"} 1', 'hub_errors_total{code="OTHER"} 4']);
  metrics.stop();
});
