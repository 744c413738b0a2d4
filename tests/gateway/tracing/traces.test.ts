import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type ForeignGraph, foreignGraph } from '../http/support/foreign-graph.ts';
import { type RunningAlone, standAlone } from '../http/support/stand-alone.ts';
import { post } from '../support/running-gateway.ts';
import { type Collector, collector } from './support/collector.ts';

const PARENT = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
const TRACEPARENT = `00-${PARENT.traceId}-${PARENT.spanId}-01`;
const [INTERNAL, SERVER, CLIENT] = [1, 2, 3];
const ERROR = 2;

let foreign: ForeignGraph;
let traces: Collector;
let gateway: RunningAlone;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'traced-operations-'));
  const header = '# operation: all-people\n# version: 1\n# owner: tests\n# description: of a test\n\n';
  await writeFile(join(folder, 'people.graphql'), `${header}query People { people { name } }\n`);
  foreign = await foreignGraph();
  traces = await collector();
  gateway = await standAlone(
    foreign.supergraphSdl,
    { traces: { url: traces.url }, limits: { tokens: 500 } },
    { HUB_OPERATIONS: folder },
  );
});
afterEach(() => {
  traces.spans.length = 0;
  foreign.odd = Object.assign(foreign.odd, { people: () => false, books: () => false });
  for (const calls of Object.values(foreign.calls)) calls.length = 0;
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await Promise.all([foreign.stop(), traces.stop(), rm(folder, { recursive: true })]);
});

const BOTH = 'query Both { books { title author { name } } }';

describe('Traces (链路追踪)', () => {
  test('a request, the plan it needed and its fetches are one trace under that of the client', async () => {
    const { headers } = await post(
      gateway.url,
      { query: BOTH },
      { traceparent: TRACEPARENT, tracestate: 'vendor=1' },
    );
    const all = await traces.until(4);
    const [request, plan, books, people] = ['query', 'plan', 'fetch books', 'fetch people'].map(
      (name) => all.find((one) => one.name === name)!,
    );
    for (const { traceId } of all) expect(traceId).toBe(PARENT.traceId);
    expect(request).toMatchObject({ parentSpanId: PARENT.spanId, kind: SERVER, status: { code: 0 } });
    for (const one of [plan, books, people]) expect(one!.parentSpanId).toBe(request!.spanId);
    expect(request!.at).toEqual({
      'http.request.method': 'POST',
      'http.route': '/graphql',
      'http.response.status_code': 200,
      'graphql.operation.type': 'query',
      'graphql.operation.name': 'Both',
      'hub.request_id': headers.get('x-request-id'),
    });
    expect(plan!.kind).toBe(INTERNAL);
    expect(books).toMatchObject({
      kind: CLIENT,
      at: {
        'hub.subgraph.name': 'books',
        'graphql.operation.type': 'query',
        'graphql.operation.name': 'hub_books_1',
      },
    });
    for (const [name, span] of [['books', books] as const, ['people', people] as const]) {
      const [{ headers: sent }] = foreign.calls[name] as unknown as [{ headers: Record<string, string> }];
      expect(sent.traceparent).toBe(`00-${PARENT.traceId}-${span!.spanId}-01`);
      expect(sent.tracestate).toBe('vendor=1');
    }
    expect(traces.service()).toBe('hub-gateway');
  });

  test('a plan that is kept is not made again, and has no span', async () => {
    await post(gateway.url, { query: BOTH });
    await post(gateway.url, { query: BOTH });
    await traces.until(2, /^query$/);
    await traces.until(4, /^fetch/);
    expect(traces.spans.filter(({ name }) => name === 'plan').length).toBeLessThan(2);
    const [one, other] = traces.spans.filter(({ name }) => name === 'query');
    expect(one!.traceId).not.toBe(other!.traceId);
  });

  test('without a trace of the client, or with one that does not hold, a new one begins', async () => {
    for (const traceparent of [
      '',
      '00-0-0-01',
      `00-${'0'.repeat(32)}-${PARENT.spanId}-01`,
      `ff${TRACEPARENT.slice(2)}`,
    ])
      await post(gateway.url, { query: '{ people { id } }' }, { traceparent, tracestate: 'vendor=1' });
    for (const { parentSpanId, traceId } of await traces.until(4, /^query$/)) {
      expect(parentSpanId ?? '').toBe('');
      expect(traceId).not.toMatch(/^0+$/);
    }
    for (const { headers } of foreign.calls.people!) {
      expect(headers.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
      expect(headers.tracestate).toBeUndefined();
    }
  });

  test('a published operation has its registered name, in its span’s name as well', async () => {
    await post(`${gateway.alone.gateway.url}/op/all-people`, {});
    const [request] = await traces.until(1, /all-people/);
    expect(request).toMatchObject({
      name: 'query all-people',
      at: { 'http.route': '/op/:operation', 'graphql.operation.name': 'all-people' },
    });
  });

  test('every attempt is a span with its outcome, and the subgraph is told of that very attempt', async () => {
    let asked = 0;
    foreign.odd.people = (_, response) => {
      asked += 1;
      if (asked === 1) response.writeHead(503).end();
      return asked === 1;
    };
    await post(gateway.url, { query: '{ people { name } }' });
    const [first, second] = await traces.until(2, /^fetch people$/);
    expect(first).toMatchObject({ status: { code: ERROR }, at: { 'error.type': 'UPSTREAM_UNAVAILABLE' } });
    expect(first!.at).not.toHaveProperty('http.request.resend_count');
    expect(second).toMatchObject({ status: { code: 0 }, at: { 'http.request.resend_count': 1 } });
    const told = foreign.calls.people!.map(({ headers }) => String(headers.traceparent).split('-')[2]);
    expect(told).toEqual([first!.spanId, second!.spanId]);
  });

  test('codes of an answer are told, those of refusals and of partial answers alike', async () => {
    foreign.odd.people = (_, response) => response.writeHead(500).end() !== undefined;
    await post(gateway.url, { query: BOTH });
    const [partial] = await traces.until(1, /^query$/);
    expect(partial).toMatchObject({
      status: { code: ERROR },
      at: {
        'http.response.status_code': 200,
        'error.type': 'SUBGRAPH_UNAVAILABLE',
        'hub.error.codes': ['SUBGRAPH_UNAVAILABLE'],
      },
    });
    traces.spans.length = 0;
    await post(gateway.url, { query: '{ people { salary } }' });
    await post(gateway.url, `{"query":"{ ${'a '.repeat(600)}}"}`);
    await post(gateway.url, '{"query":');
    await post(`${gateway.alone.gateway.url}/none`, {});
    const refused = await traces.until(4, /^(query|POST)/);
    expect(
      refused.map(({ name, at, status }) => [
        name,
        at['error.type'],
        at['http.response.status_code'],
        status.code,
      ]),
    ).toEqual([
      ['query', 'FORBIDDEN', 403, 0],
      ['POST /graphql', 'QUERY_TOO_MANY_TOKENS', 400, 0],
      ['POST /graphql', 'BODY_MALFORMED', 400, 0],
      ['POST', 'NOT_FOUND', 404, 0],
    ]);
  });

  test('a client that leaves is seen to leave, and so is the fetch that was broken off', async () => {
    const left = new AbortController();
    const asked = fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ wait(ms: 20000) }"}',
      signal: left.signal,
    }).catch(() => undefined);
    while (foreign.calls.people!.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    left.abort();
    await asked;
    const [[request], [sent]] = [await traces.until(1, /^query$/), await traces.until(1, /^fetch people$/)];
    for (const one of [request, sent])
      expect(one).toMatchObject({ status: { code: 0 }, at: { 'error.type': 'CANCELLED' } });
    expect(request!.at).not.toHaveProperty('http.response.status_code');
  });

  test('what the hub asks its own graph is traced under the id of who wanted it', async () => {
    const { hubCaller } = await import('../../../kernel/caller.ts');
    const { graph } = gateway.alone.gateway;
    await graph.execute('query Inner { people { name } }', {}, hubCaller('test'), { requestId: 'job-12345' });
    const [asked] = await traces.until(1, /^query$/);
    expect(asked).toMatchObject({
      kind: INTERNAL,
      at: { 'hub.request_id': 'job-12345', 'graphql.operation.name': 'Inner' },
    });
  });

  test('questions about health leave no trace', async () => {
    await fetch(`${gateway.alone.gateway.url}/health`);
    await post(gateway.url, { query: '{ __typename }' });
    await traces.until(1, /^query$/);
    expect(traces.spans.map(({ name }) => name)).toEqual(['plan', 'query']);
  });
});

const SECRETS = ['450103199001011234', 'canary-token', 'Weijia', 'diary-of-mine', '6222020200112233445'];

test.each(['hub', 'apollo'])(
  'No value of a request is in what is sent: variables, literals, tokens, numbers, what subgraphs say (%s)',
  async (HUB_ENGINE) => {
    await using own = await standAlone(
      foreign.supergraphSdl,
      { traces: { url: traces.url } },
      { HUB_ENGINE, HUB_OPERATIONS: folder },
    );
    traces.texts.length = 0;
    foreign.odd.people = (_, response, text) => {
      if (!text.includes('person(')) return false;
      const errors = [{ message: 'no 6222020200112233445', extensions: { code: 'NO_6222020200112233445' } }];
      response.writeHead(200, { 'content-type': 'application/json' });
      return response.end(JSON.stringify({ data: { person: null }, errors })) !== undefined;
    };
    const headers = {
      authorization: 'Bearer canary-token',
      'x-request-id': '450103199001011234',
      tracestate: 'canary-token=1',
      cookie: 'session=canary-token',
    };
    const query =
      'query P450103199001011234($id: ID!) { person(id: $id) { name } b: person(id: "Weijia") { id } }';
    await post(`${own.url}?trace=canary-token`, { query, variables: { id: '450103199001011234' } }, headers);
    await post(
      own.url,
      { query: 'mutation { rename(id: "Weijia", name: "diary-of-mine") { name } }' },
      headers,
    );
    await post(own.url, { query: '{ person(id: "450103199001011234", no: 1) { name } }' }, headers);
    await post(`${own.alone.gateway.url}/op/450103199001011234`, { Weijia: 'diary-of-mine' }, headers);
    await traces.until(4, /^(query|mutation|POST)/);
    await traces.until(2, /^fetch people$/);
    const sent = traces.texts.join('\n');
    expect(sent).toContain('graphql.operation.type');
    for (const secret of SECRETS) expect(sent).not.toContain(secret);
  },
);

test('A client’s trace is not recorded beyond the ratio, and who does not record it is followed', async () => {
  await using none = await standAlone(foreign.supergraphSdl, { traces: { url: traces.url, ratio: 0 } });
  await post(none.url, { query: '{ people { name } }' }, { traceparent: TRACEPARENT });
  expect(foreign.calls.people![0]!.headers.traceparent).toMatch(
    new RegExp(`^00-${PARENT.traceId}-[0-9a-f]{16}-00$`),
  );
  await post(
    gateway.url,
    { query: '{ people { name } }' },
    { traceparent: TRACEPARENT.replace(/01$/, '00') },
  );
  await post(gateway.url, { query: '{ books { isbn } }' });
  await traces.until(1, /^fetch books$/);
  await traces.until(1, /^query$/);
  expect(traces.spans.map(({ traceId }) => traceId)).not.toContain(PARENT.traceId);
});

test('What was not sent yet is sent when the gateway stops', async () => {
  const own = await collector();
  {
    await using short = await standAlone(foreign.supergraphSdl, { traces: { url: `${own.url}/v1/traces` } });
    await post(short.url, { query: '{ people { name } }' });
  }
  expect(own.spans.map(({ name }) => name).sort()).toEqual(['fetch people', 'plan', 'query']);
  await own.stop();
});

test('Switched off, no package of it is loaded and no trace is made', async () => {
  const told = async (settings: object) => {
    const script = 'tests/gateway/tracing/support/loaded.ts';
    const { stdout } = await promisify(execFile)(process.execPath, [script, JSON.stringify(settings)]);
    return JSON.parse(stdout) as unknown;
  };
  expect(await told({})).toEqual({ status: 200, loaded: [], traceparent: null });
  expect(await told({ traces: { url: traces.url } })).toMatchObject({
    loaded: expect.arrayContaining(['@opentelemetry/api', '@opentelemetry/sdk-trace-base']),
    traceparent: expect.any(String),
  });
}, 60_000);
