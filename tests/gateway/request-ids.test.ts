import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { hubCaller } from '../../kernel/caller.ts';
import { publishing, stated } from './operations/support.ts';
import { CANARY } from './support/departments.ts';
import { issuer, post } from './support/running-gateway.ts';

let hub: Awaited<ReturnType<typeof publishing>>;
let ids = 0;
beforeAll(async () => {
  hub = await publishing(
    [stated('breaks', 'query Breaks { breaks seen }'), stated('seen', 'query Seen { seen }')],
    { HUB_LOG_LEVEL: 'trace', HUB_SUBGRAPH_TIMEOUT_MS: '3000' },
    {
      clock: {
        now: () => {
          throw new Error('the clock is broken');
        },
      },
    },
  );
});
afterAll(() => hub.stop());
beforeEach(() => {
  hub.log.splice(0);
});

const AS_OF = { hub: { asOf: '2026-01-01T00:00:00+08:00' } };

/** What the log holds of a request: the messages of its lines. Every line since has its id, or the test fails. */
async function linesOf(body: object, { path = '/graphql', token = '' } = {}): Promise<string[]> {
  ids += 1;
  hub.log.splice(0);
  const id = `request-${ids}-of-this-test`;
  const authorization = `Bearer ${token || (await issuer.issue('province-hr'))}`;
  const { headers } = await post(hub.gateway.url + path, body, { authorization, 'x-request-id': id });
  expect(headers.get('x-request-id')).toBe(id);
  const lines = hub.log.map((line) => JSON.parse(line) as { requestId?: string; msg: string });
  for (const line of lines) expect(line).toMatchObject({ requestId: id });
  return lines.map(({ msg }) => msg).sort();
}

describe('Every line of the log that belongs to a request has its id', () => {
  test('a request that is answered has one line', async () => {
    expect(await linesOf({ query: '{ seen }' })).toEqual(['request']);
  });
  test('a token that does not hold', async () => {
    expect(await linesOf({ query: '{ seen }' }, { token: 'a.b.c' })).toEqual(['request', 'token refused']);
  });
  test('a field that a department could not answer, at both addresses', async () => {
    const both = [await linesOf({ query: '{ breaks seen }' }), await linesOf({}, { path: '/op/breaks' })];
    for (const lines of both) expect(lines).toEqual(['request', 'subgraph error']);
    expect(hub.log.join('')).not.toContain(CANARY);
  });
  test('a department that is down', async () => {
    hub.provincial.mood = 'reset';
    expect(await linesOf({ query: '{ seen }' })).toEqual(['request', 'subgraph lost']);
    hub.provincial.mood = 'well';
  });
  test('a fault of ours before the graph, at both addresses and from within', async () => {
    expect(await linesOf({ query: '{ seen }', extensions: AS_OF })).toEqual(['fault', 'request']);
    expect(await linesOf({}, { path: '/op/seen?asOf=2026-01-01T00:00:00%2B08:00' })).toEqual([
      'fault',
      'request',
    ]);
    hub.log.splice(0);
    const asOf = AS_OF.hub.asOf;
    await hub.gateway.graph.execute('{ seen }', {}, hubCaller('test'), { asOf, requestId: 'job-12345' });
    expect(hub.log.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ msg: 'fault', requestId: 'job-12345' }),
    ]);
  });
  test('a purpose that was declared', async () => {
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const purpose = { basis: '保障农民工工资支付条例第四条', caseNo: 'CASE-1', expiresAt };
    expect(await linesOf({ query: '{ seen }', extensions: { hub: { purpose } } })).toEqual([
      'clear data asked for',
      'request',
    ]);
  });
});
