import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Audit, serverAudits } from 'graphql-http';
import { issuer, type Running, runningGateway } from '../support/running-gateway.ts';
import { type ForeignGraph, foreignGraph } from './support/foreign-graph.ts';
import { type RunningAlone, standAlone } from './support/stand-alone.ts';

/** Names of the audits that are not met, and how many there are of each rank. */
async function audited(audits: readonly Audit[]) {
  const unmet: string[] = [];
  const ranks: Record<string, number> = {};
  for (const audit of audits) {
    const rank = audit.name.split(' ', 1)[0]!;
    const { status } = await audit.fn();
    if (status === 'ok') ranks[rank] = (ranks[rank] ?? 0) + 1;
    else unmet.push(`${audit.id} ${audit.name}`);
  }
  return { unmet, ranks };
}

const auditsOf = (url: string, headers: Record<string, string> = {}) =>
  serverAudits({
    url,
    fetchFn: (address: string, init: RequestInit = {}) =>
      fetch(address, { ...init, headers: { ...(init.headers as object), ...headers } }),
  });

describe('The 61 audits of GraphQL over HTTP', () => {
  let foreign: ForeignGraph;
  beforeAll(async () => {
    foreign = await foreignGraph();
  });
  afterAll(() => foreign.stop());

  test('58 are met by default, every MUST and SHOULD; the others are what CSRF prevention refuses', async () => {
    await using gateway = await standAlone(foreign.supergraphSdl);
    const { unmet, ranks } = await audited(auditsOf(gateway.url));
    expect({ unmet, ranks }).toEqual({
      unmet: [
        expect.stringMatching(/^5A70 MAY /),
        expect.stringMatching(/^D6D5 MAY /),
        expect.stringMatching(/^6A70 MAY /),
      ],
      ranks: { MUST: 13, SHOULD: 23, MAY: 22 },
    });
  }, 60_000);

  test('all are met without CSRF prevention', async () => {
    await using gateway = await standAlone(foreign.supergraphSdl, { csrfPrevention: false });
    expect(await audited(auditsOf(gateway.url))).toEqual({
      unmet: [],
      ranks: { MUST: 13, SHOULD: 23, MAY: 25 },
    });
  }, 60_000);
});

describe('The status of what could be read but not run', () => {
  let foreign: ForeignGraph;
  let gateway: RunningAlone;
  beforeAll(async () => {
    foreign = await foreignGraph();
    gateway = await standAlone(foreign.supergraphSdl);
  });
  afterAll(async () => {
    await gateway[Symbol.asyncDispose]();
    await foreign.stop();
  });

  const JSON_TYPE = 'application/json';
  const RESPONSE_TYPE = 'application/graphql-response+json';
  const ask = async (body: unknown, accept: string) => {
    const response = await fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': JSON_TYPE, accept },
      body: JSON.stringify(body),
    });
    const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
    return [
      response.status,
      response.headers.get('content-type')?.split(';', 1)[0],
      errors?.[0]?.extensions.code,
    ];
  };
  const bodies = {
    GRAPHQL_PARSE_FAILED: { query: '{' },
    GRAPHQL_VALIDATION_FAILED: { query: '{ none }' },
    BAD_VARIABLES: { query: 'query ($id: ID!) { person(id: $id) { name } }' },
    OPERATION_UNKNOWN: { query: 'query A { __typename } query B { __typename }' },
  };

  test.each(Object.entries(bodies))(
    '%s is 200 for who asks for plain JSON by name, 400 for all others',
    async (code, body) => {
      for (const accept of [
        JSON_TYPE,
        `${JSON_TYPE}; charset=utf-8`,
        `${RESPONSE_TYPE};q=0.5, ${JSON_TYPE}`,
        `text/html;q=0, ${JSON_TYPE}, */*`,
      ])
        expect(await ask(body, accept)).toEqual([200, JSON_TYPE, code]);
      for (const accept of [
        RESPONSE_TYPE,
        `${RESPONSE_TYPE}, ${JSON_TYPE}`,
        `${JSON_TYPE};q=0.9, ${RESPONSE_TYPE}`,
      ])
        expect(await ask(body, accept)).toEqual([400, RESPONSE_TYPE, code]);
      expect(await ask(body, '*/*')).toEqual([400, JSON_TYPE, code]);
    },
  );

  test('limits, access and what could not be read keep their statuses', async () => {
    expect(await ask({ query: '{ people { salary } }' }, JSON_TYPE)).toEqual([403, JSON_TYPE, 'FORBIDDEN']);
    const aliases = Array.from({ length: 200 }, (_, n) => `a${n}: __typename`).join(' ');
    expect(await ask({ query: `{ ${aliases} }` }, JSON_TYPE)).toEqual([400, JSON_TYPE, 'ALIASES_EXCEEDED']);
    expect(await ask([], JSON_TYPE)).toEqual([400, JSON_TYPE, 'BATCH_REFUSED']);
    expect(await ask({ query: '{ __typename }' }, 'text/html')).toEqual([406, JSON_TYPE, 'NOT_ACCEPTABLE']);
  });

  test('a mutation by GET is 405 and reaches nobody (check 59); a query is answered to who shows that no foreign page asks (check 58)', async () => {
    const get = (query: string, headers: Record<string, string> = {}) =>
      fetch(`${gateway.url}?${new URLSearchParams({ query })}`, { headers });
    const preflight = { 'apollo-require-preflight': '1' };
    const before = foreign.calls.people!.length;
    const mutation = await get('mutation { rename(id: "p1", name: "X") { id } }', preflight);
    expect([mutation.status, mutation.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await get('{ people { id } }')).status).toBe(400);
    expect(foreign.calls.people!.length).toBe(before);
    expect((await get('{ people { id } }', preflight)).status).toBe(200);
  });
});

describe('With a token, which a foreign page cannot send, GraphQL over HTTP is met whole', () => {
  let hub: Running;
  beforeAll(async () => {
    hub = await runningGateway();
  });
  afterAll(() => hub.stop());

  test('all 61', async () => {
    const authorization = `Bearer ${await issuer.issue('province-hr')}`;
    const { unmet } = await audited(auditsOf(`${hub.gateway.url}/graphql`, { authorization }));
    expect(unmet).toEqual([]);
  }, 60_000);
});
