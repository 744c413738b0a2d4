import { expect, test } from '@jest/globals';
import { post } from '../support/running-gateway.ts';
import { foreignGraph } from './support/foreign-graph.ts';
import { standAlone } from './support/stand-alone.ts';

test('Metrics count answers, fetches and their outcomes at an address of their own, and name no caller and no query', async () => {
  const foreign = await foreignGraph();
  {
    await using gateway = await standAlone(foreign.supergraphSdl, { metrics: { port: 0 } });
    const { url, alone } = gateway;
    await post(url, { query: 'query Secret { books { title author { name } } }' });
    foreign.odd.people = (_, response) => response.writeHead(500).end() !== undefined;
    await post(url, { query: '{ people { name } }' });
    await post(url, { query: '{ people { salary } }' });
    const response = await fetch(alone.metricsUrl!);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await response.text();
    for (const line of text.trimEnd().split('\n'))
      expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"]*",?)+\})? [\d.e+-]+)$/);
    for (const line of [
      'hub_requests_total{status="200"} 2',
      'hub_requests_total{status="403"} 1',
      'hub_request_seconds_count 3',
      'hub_request_seconds_bucket{le="+Inf"} 3',
      'hub_fetches_total{subgraph="books",outcome="ok"} 1',
      'hub_fetches_total{subgraph="people",outcome="ok"} 1',
      'hub_fetches_total{subgraph="people",outcome="UPSTREAM_MALFORMED"} 1',
      'hub_fetch_seconds_count{subgraph="people"} 2',
    ])
      expect(text.split('\n')).toContain(line);
    expect(text).toMatch(/^process_resident_memory_bytes \d{7,}$/m);
    expect(text).not.toMatch(/Secret|salary|anonymous/);
    expect((await fetch(`${alone.gateway.url}/metrics`)).status).toBe(404);
    expect((await fetch(new URL('/other', alone.metricsUrl))).status).toBe(404);
  }
  await foreign.stop();
});
