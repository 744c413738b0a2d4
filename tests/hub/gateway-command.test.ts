import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ForeignGraph, foreignGraph } from '../gateway/http/support/foreign-graph.ts';
import { gatewayCommand } from '../gateway/http/support/gateway-command.ts';
import { standAlone } from '../gateway/http/support/stand-alone.ts';
import { post } from '../gateway/support/running-gateway.ts';
import { freePorts } from '../support/free-ports.ts';
import { settingsFrom } from '../../hub/wiring/stand-alone/settings-file.ts';
import { subgraphWays } from '../../hub/wiring/stand-alone/subgraph-ways.ts';
import { temporaryFolder } from './support/hub-process.ts';

let foreign: ForeignGraph;
beforeAll(async () => {
  foreign = await foreignGraph();
});
afterAll(() => foreign.stop());

const callsOf = () => Object.values(foreign.calls).flat();
const codes = ({ errors }: { errors?: { extensions: { code?: unknown } }[] }) =>
  errors?.map(({ extensions }) => extensions.code);

describe('The life of hub gateway --supergraph', () => {
  /** What its health says from before it listens until it is well, and what the first query of then is answered. */
  async function watched(port: number, isOver: () => boolean) {
    const seen = new Set<number | 'nobody'>();
    while (!isOver()) {
      const status = await fetch(`http://127.0.0.1:${port}/health`).then(
        (answer) => answer.status,
        () => null,
      );
      seen.add(status ?? 'nobody');
      if (status === 200)
        return {
          seen,
          first: await post(`http://127.0.0.1:${port}/graphql`, { query: '{ books { title } }' }),
        };
      await pause(5);
    }
    return { seen };
  }

  test('its health is well only once it serves: whoever asks then is answered', async () => {
    const [port] = (await freePorts(1)) as [number];
    const starting = gatewayCommand(foreign.supergraphSdl, ['--port', String(port)]);
    const { seen, first } = await watched(port, () => false);
    expect([...seen]).toEqual(['nobody', 200]);
    expect(first?.data).toEqual({ books: [{ title: 'First' }, { title: 'Second' }] });
    await using gateway = await starting;
    expect(gateway.url).toBe(`http://127.0.0.1:${port}`);
  });

  test('over what it cannot serve its health is never well', async () => {
    const [port] = (await freePorts(1)) as [number];
    let isOver = false;
    const starting = gatewayCommand('type Query { a: Int }', ['--port', String(port)]).finally(() => {
      isOver = true;
    });
    const [{ seen }] = await Promise.all([
      watched(port, () => isOver),
      expect(starting).rejects.toThrow(/^exit 1: [\s\S]*is no supergraph/),
    ]);
    expect([...seen]).toEqual(['nobody']);
  });

  test('{ __typename } is answered while every subgraph is down; so is its health', async () => {
    const down = foreign.supergraphSdl.replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:1');
    await using gateway = await gatewayCommand(down);
    const url = `${gateway.url}/graphql`;
    expect((await post(url, { query: '{ __typename }' })).text).toBe('{"data":{"__typename":"Query"}}');
    const { status, data, errors } = await post(url, { query: '{ person(id: 1) { name } }' });
    expect([status, data, errors[0]!.extensions.code]).toEqual([
      200,
      { person: null },
      'SUBGRAPH_UNAVAILABLE',
    ]);
    expect((await fetch(`${gateway.url}/health`)).status).toBe(200);
  });

  test('on SIGTERM a request in flight is answered, nobody is let in any more, and it ends with 0', async () => {
    await using gateway = await gatewayCommand(foreign.supergraphSdl);
    const url = `${gateway.url}/graphql`;
    // Planned before, so that the request is with the subgraph when the signal comes.
    await post(url, { query: '{ wait(ms: 1) }' });
    const before = callsOf().length;
    const inFlight = post(url, { query: '{ wait(ms: 500) }' });
    while (callsOf().length === before) await pause(5);
    const ended = gateway.end('SIGTERM');
    const answer = await inFlight;
    expect([answer.status, answer.data]).toEqual([200, { wait: 500 }]);
    expect((await ended).code).toBe(0);
    await expect(fetch(`${gateway.url}/health`)).rejects.toThrow();
  });
});

describe('hub gateway --supergraph', () => {
  test('serves any supergraph, and ends with 0 on SIGTERM', async () => {
    await using gateway = await gatewayCommand(foreign.supergraphSdl);
    for (const path of ['/health', '/health/live', '/health/ready'])
      expect((await fetch(gateway.url + path)).status).toBe(200);
    const url = `${gateway.url}/graphql`;
    const { data, errors } = await post(url, { query: '{ books { title author { name books { isbn } } } }' });
    expect({ data, errors }).toEqual({
      errors: undefined,
      data: {
        books: [
          { title: 'First', author: { name: 'Ada', books: [{ isbn: 'b1' }] } },
          { title: 'Second', author: { name: 'Bo', books: [{ isbn: 'b2' }] } },
        ],
      },
    });
    expect(callsOf().filter(({ headers }) => 'hub-assertion' in headers)).toEqual([]);
    expect((await gateway.end('SIGTERM')).code).toBe(0);
  });

  test('answers a bare { __typename } without asking a subgraph', async () => {
    await using gateway = await standAlone(foreign.supergraphSdl);
    const before = callsOf().length;
    expect((await post(gateway.url, { query: '{ __typename }' })).data).toEqual({ __typename: 'Query' });
    expect(callsOf().length).toBe(before);
    expect((await post(gateway.url, { query: '{ person(id: 1) { name } }' })).data).toEqual({ person: null });
  });

  test('closes fields behind an access directive to everybody, and fetches nothing of such a request', async () => {
    await using gateway = await standAlone(foreign.supergraphSdl);
    const before = callsOf().length;
    for (const field of ['salary', 'diary']) {
      const answer = await post(
        gateway.url,
        { query: `{ people { name ${field} } }` },
        { authorization: 'Bearer a.b.c' },
      );
      expect({ status: answer.status, codes: codes(answer), data: answer.data }).toEqual({
        status: 403,
        codes: ['FORBIDDEN'],
        data: undefined,
      });
    }
    expect(callsOf().length).toBe(before);
  });

  test('does not start over security it does not know, and says which', async () => {
    const unknown = foreign.supergraphSdl.replace(
      'https://specs.apollo.dev/authenticated/v0.1',
      'https://specs.example.org/iron-gate/v0.1',
    );
    expect(unknown).not.toBe(foreign.supergraphSdl);
    await expect(gatewayCommand(unknown)).rejects.toThrow(/exit 1: .*[\s\S]*iron-gate/);
  });

  test.each([
    ['no GraphQL', 'type Query {', /is not GraphQL: Syntax Error/],
    ['a schema that is no supergraph', 'type Query { a: Int }', /is no supergraph/],
  ])('does not start over %s', async (_what, text, expected) => {
    await expect(standAlone(text)).rejects.toThrow(expected);
  });

  test('tells every problem of its settings at once, and ends with 2', async () => {
    const yaml = [
      'path: graphql',
      'introspektion: true',
      'limits: { depth: none }',
      'passHeaders: [X-Tenant, Content-Length]',
      'defaults: { timeoutMs: -1 }',
      'subgraphs: { people: { url: "ftp://elsewhere", tries: 3 } }',
    ].join('\n');
    const problem = await gatewayCommand(foreign.supergraphSdl, [], yaml).catch((error: Error) => error);
    const { message } = problem as Error;
    expect(message).toContain('exit 2');
    for (const place of [
      'path',
      'introspektion',
      'limits.depth',
      'passHeaders.1',
      'defaults.timeoutMs',
      'subgraphs.people.url',
      'subgraphs.people.tries',
    ])
      expect(message).toMatch(new RegExp(`gateway.yaml: ${place.replaceAll('.', '\\.')}: `));
  });

  test.each([
    ['a key twice', 'path: /a\npath: /b', /gateway\.yaml: .*unique/],
    ['no YAML', 'path: [', /gateway\.yaml: /],
    ['settings of a subgraph that is not there', 'subgraphs: { peple: { retries: 2 } }', /subgraphs\.peple/],
    ['certificates that cannot be read', 'defaults: { caFile: none.pem }', /subgraphs\.people\.caFile/],
  ])('refuses %s', async (_what, yaml, expected) => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'gateway.yaml');
    await writeFile(file, yaml);
    const started = async () => subgraphWays(foreign.supergraphSdl, settingsFrom(file, {}), true);
    await expect(started()).rejects.toThrow(expected);
  });

  test('serves at its path, passes on the headers that are named and the trace, and no others', async () => {
    const yaml = 'passHeaders: [X-Tenant]\nintrospection: false\nlimits: { depth: 3 }\n';
    await using gateway = await gatewayCommand(foreign.supergraphSdl, ['--path', '/api/graph'], yaml);
    const url = `${gateway.url}/api/graph`;
    foreign.calls.people!.length = 0;
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const sent = { 'x-tenant': 'north', 'x-other': 'no', traceparent, authorization: 'Bearer x' };
    expect((await post(url, { query: '{ people { id } }' }, sent)).status).toBe(200);
    const { headers } = foreign.calls.people![0]!;
    expect(headers).toMatchObject({ 'x-tenant': 'north', traceparent });
    expect(Object.keys(headers)).not.toContain('x-other');
    expect(Object.keys(headers)).not.toContain('authorization');
    expect(codes(await post(url, { query: '{ __schema { types { name } } }' }))).toEqual([
      'GRAPHQL_VALIDATION_FAILED',
    ]);
    expect(codes(await post(url, { query: '{ books { author { books { isbn } } } }' }))).toEqual([
      'DEPTH_EXCEEDED',
    ]);
    expect((await post(`${gateway.url}/graphql`, { query: '{ __typename }' })).status).toBe(404);
  });

  test('a port that others have ends the start with 1, and leaves nothing behind', async () => {
    const [, port] = /127\.0\.0\.1:(\d+)/.exec(foreign.supergraphSdl)!;
    const problem = await gatewayCommand(foreign.supergraphSdl, ['--port', port!]).catch(
      (error: Error) => error,
    );
    expect((problem as Error).message).toMatch(/^exit 1: [\s\S]*EADDRINUSE/);
  });

  test('a port that is none is misuse', async () => {
    const port = await gatewayCommand(foreign.supergraphSdl, ['--port', 'x']).catch((error: Error) => error);
    expect((port as Error).message).toMatch(/^exit 2: /);
  });
});
