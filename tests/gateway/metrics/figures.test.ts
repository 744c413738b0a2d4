import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { gatewayMetrics } from '../../../gateway/metrics/metrics.ts';
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
