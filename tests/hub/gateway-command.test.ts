import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ForeignGraph, foreignGraph } from '../gateway/http/support/foreign-graph.ts';
import { gatewayCommand } from '../gateway/http/support/gateway-command.ts';
import { standAlone } from '../gateway/http/support/stand-alone.ts';
import { post } from '../gateway/support/running-gateway.ts';
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

describe('hub gateway --supergraph', () => {
  test('serves any supergraph, is healthy once loaded, and stops at once on SIGTERM', async () => {
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
    const { code, ms } = await gateway.end('SIGTERM');
    expect(code).toBe(0);
    expect(ms).toBeLessThan(5000);
  });

  test('answers a bare { __typename } without asking a subgraph, also while all of them are down', async () => {
    const down = foreign.supergraphSdl.replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:1');
    await using gateway = await standAlone(down);
    const before = callsOf().length;
    expect((await post(gateway.url, { query: '{ __typename }' })).data).toEqual({ __typename: 'Query' });
    expect(callsOf().length).toBe(before);
    expect((await fetch(`${gateway.alone.gateway.url}/health`)).status).toBe(200);
    const { data } = await post(gateway.url, { query: '{ person(id: 1) { name } }' });
    expect(data).toEqual({ person: null });
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
