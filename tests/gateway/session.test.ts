import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { assertionMemory, checkAssertion } from '../../kernel/assertion.ts';
import { hubCaller } from '../../kernel/caller.ts';
import { keyring, type Running, runningGateway } from './support/running-gateway.ts';

let hub: Running;
beforeAll(async () => {
  hub = await runningGateway();
});
afterAll(() => hub.stop());
beforeEach(() => hub.forget());

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const purpose = (more: object = {}) => ({
  basis: '条例第五十条',
  caseNo: 'CASE-1',
  expiresAt: inAnHour(),
  ...more,
});
const withHub = (extension: unknown) => ({ extensions: { hub: extension } });
const seen = async (options: object) => JSON.parse(String((await hub.ask('{ seen }', options)).data.seen));

describe('Clear text (明文) needs the scope and a declared purpose', () => {
  test('without a purpose everybody gets masks, whatever the scopes', async () => {
    expect((await seen({ role: 'province-hr' })).clear).toEqual(['GENERAL']);
  });
  test('a purpose without the scope opens nothing', async () => {
    expect((await seen({ role: 'auditor', ...withHub({ purpose: purpose() }) })).clear).toEqual(['GENERAL']);
  });
  test('personal:clear opens personal content only', async () => {
    expect((await seen({ role: 'county-housing', ...withHub({ purpose: purpose() }) })).clear).toEqual([
      'GENERAL',
      'PERSONAL',
    ]);
  });
  test('sensitive:clear opens sensitive content too, and the log notes the case, not the person', async () => {
    const declared = purpose({ caseNo: 'CASE-77' });
    const claims = await seen({ role: 'province-hr', ...withHub({ purpose: declared }) });
    expect(claims).toMatchObject({
      clear: ['GENERAL', 'PERSONAL', 'SENSITIVE_PERSONAL', 'IMPORTANT'],
      caller: { purpose: declared },
    });
    const line = hub.log.find((text) => text.includes('CASE-77'));
    expect(line).toContain('"organisation":"自治区人社厅"');
    expect(line).not.toContain('demo-province-hr');
  });
  test('an expired purpose is refused by the real clock, though business time stands still', async () => {
    const { status, errors } = await hub.ask(
      '{ seen }',
      withHub({ purpose: purpose({ expiresAt: '2026-01-06T00:00:00Z' }) }),
    );
    expect({ status, code: errors[0]!.extensions.code, fetched: hub.fetched() }).toEqual({
      status: 403,
      code: 'PURPOSE_EXPIRED',
      fetched: 0,
    });
  });
});

describe('A purpose is declared for a case at hand', () => {
  const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();
  test.each([
    ['25 hours', hours(25)],
    ['a week, written with an offset', hours(168).replace('Z', '+00:00')],
    ['the year 9999', '9999-12-31T23:59:59Z'],
  ])('not for %s', async (_name, expiresAt) => {
    const { status, errors } = await hub.ask('{ seen }', withHub({ purpose: purpose({ expiresAt }) }));
    expect({ status, code: errors?.[0]?.extensions.code, fetched: hub.fetched() }).toEqual({
      status: 400,
      code: 'PURPOSE_TOO_LONG',
      fetched: 0,
    });
  });
  test('23 hours and the shortest texts are accepted, without the spaces around them', async () => {
    const declared = { basis: ' 条例 ', caseNo: 'C1', expiresAt: hours(23) };
    const { caller } = await seen(withHub({ purpose: declared }));
    expect(caller.purpose).toEqual({ ...declared, basis: '条例' });
  });
});

describe('extensions.hub is read strictly', () => {
  test.each([
    ['a misspelt modifier', { asof: '2025-12-01T00:00:00+08:00' }],
    ['an instant without offset', { asOf: '2025-12-01T00:00:00' }],
    ['a day', { asOf: '2025-12-01' }],
    ['a number', { asOf: 1 }],
    ['a purpose without its case', { purpose: { basis: 'x', expiresAt: '2027-01-01T00:00:00Z' } }],
    ['an empty case number', { purpose: purpose({ caseNo: ' ' }) }],
    ['a case number of one character', { purpose: purpose({ caseNo: ' 1 ' }) }],
    ['a basis of 201 characters', { purpose: purpose({ basis: '条'.repeat(201) }) }],
    ['a line break in the basis', { purpose: purpose({ basis: '条例\n第五十条' }) }],
    ['a mark that turns the writing round', { purpose: purpose({ caseNo: 'CASE\u202e1' }) }],
    ['evidence by a word', { withEvidence: 'yes' }],
    ['a list', []],
    ['null', null],
  ])('%s is refused', async (_name, extension) => {
    const { status, errors } = await hub.ask('{ seen }', withHub(extension));
    expect({ status, code: errors[0]!.extensions.code, fetched: hub.fetched() }).toEqual({
      status: 400,
      code: 'HUB_EXTENSION_INVALID',
      fetched: 0,
    });
  });
  test.each([
    [
      { asOf: '2025-12-01' },
      'hub.asOf: an RFC 3339 instant with its offset, such as "2026-03-01T08:00:00+08:00"',
    ],
    [
      { purpose: purpose({ expiresAt: 'tomorrow', caseNo: ' ' }) },
      'hub.purpose.caseNo: a text of 2 to 200 visible characters; hub.purpose.expiresAt: an RFC 3339 instant with its offset, such as "2026-03-01T08:00:00+08:00"',
    ],
    [{ asof: '' }, 'hub: {asOf, withEvidence, purpose}'],
  ])('what each part should be is told: %j', async (extension, expected) => {
    const { errors } = await hub.ask('{ seen }', withHub(extension));
    expect(errors[0]!.extensions.expected).toBe(expected);
  });
  test('asOf after the present business time is refused', async () => {
    const { errors } = await hub.ask('{ seen }', withHub({ asOf: '2026-01-05T07:31:31+08:00' }));
    expect(errors[0]!.extensions.code).toBe('AS_OF_IN_FUTURE');
  });
  test('asOf and withEvidence reach every subgraph of the answer as one instant', async () => {
    const asOf = '2025-12-01T00:00:00+08:00';
    await hub.ask(
      '{ project(code: "P1") { name account { number } } }',
      withHub({ asOf, withEvidence: true }),
    );
    const told = [...hub.provincial.calls, ...hub.banking.calls].map(({ claims }) => [
      claims.asOf,
      claims.withEvidence,
    ]);
    expect(told).toEqual([
      [asOf, true],
      [asOf, true],
    ]);
  });
});

test('Each fetch has an assertion of its own, bound to body and subgraph, for half a minute, under the request’s id', async () => {
  await hub.ask('{ project(code: "P1") { name account { number } } }');
  const [first, second] = [hub.provincial.calls[0]!, hub.banking.calls[0]!];
  expect(first.claims.jti).not.toBe(second.claims.jti);
  expect(first.claims.requestId).toBe(second.claims.requestId);
  expect(first.claims.exp - first.claims.iat).toBe(30);
  const check = {
    key: keyring.secret('assertion/banking'),
    now: new Date(),
    remembered: assertionMemory(10),
  };
  const assertion = String(second.headers['hub-assertion']);
  expect(() => checkAssertion(assertion, `${second.body} `, { ...check, subgraph: 'banking' })).toThrow(
    expect.objectContaining({ code: 'ASSERTION_INVALID' }),
  );
  const toOther = { ...check, key: keyring.secret('assertion/provincial'), subgraph: 'provincial' };
  expect(() => checkAssertion(assertion, second.body, toOther)).toThrow(
    expect.objectContaining({ code: 'ASSERTION_INVALID' }),
  );
});

test('A captured fetch sent again, altered, or without an assertion is refused by the subgraph', async () => {
  await hub.ask('{ seen }');
  const { headers, body } = hub.provincial.calls[0]!;
  const resend = async (sent: string, assertion: string) =>
    (await fetch(hub.provincial.url, { method: 'POST', body: sent, headers: { 'hub-assertion': assertion } }))
      .status;
  const assertion = String(headers['hub-assertion']);
  expect([
    await resend(body, assertion),
    await resend(body.replace('seen', 'breaks'), assertion),
    await resend(body, ''),
  ]).toEqual([401, 401, 401]);
  expect(hub.provincial.calls).toHaveLength(1);
});

describe('Enterprises see their own projects', () => {
  test('the gateway asks the graph for them as the hub, once a minute', async () => {
    const first = await seen({ role: 'enterprise' });
    expect(first.caller).toMatchObject({
      kind: 'ENTERPRISE',
      enterprise: '91450100MA0TEMA03L',
      projects: ['P1', 'P3'],
    });
    const asked = hub.provincial.calls.filter(({ body }) => body.includes('projectCodes'));
    expect(asked.map(({ claims }) => [claims.caller.kind, claims.clear])).toEqual([['HUB', ['GENERAL']]]);
    hub.forget();
    await seen({ role: 'enterprise' });
    expect(hub.fetched()).toBe(1);
  });
  test('when the graph does not answer they see none rather than all, and it is asked again', async () => {
    const claims = { enterprise: '91420100MA2HUBE33K' };
    hub.provincial.mood = 'reset';
    await hub.ask('{ banks }', { role: 'enterprise', claims });
    expect(hub.banking.calls[0]!.claims.caller.projects).toEqual([]);
    hub.provincial.mood = 'well';
    expect((await seen({ role: 'enterprise', claims })).caller.projects).toEqual(['P1', 'P3']);
  });
  test('a list that may have been cut, and codes that would split it, are told in the log', async () => {
    const claims = { enterprise: '91450100MA0MANY01B' };
    const caller = (await seen({ role: 'enterprise', claims })).caller;
    expect(caller.projects).toHaveLength(4_999);
    expect(caller.projects).not.toContain('P1,P2');
    const lines = hub.log
      .map((line) => JSON.parse(line))
      .filter(({ enterprise }) => enterprise === claims.enterprise);
    expect(lines).toEqual([
      expect.objectContaining({ level: 40, left: 1 }),
      expect.objectContaining({ level: 40, projects: 5_000 }),
    ]);
  });
  test('no other caller is asked about', async () => {
    expect((await seen({ role: 'bank' })).caller.projects).toBeUndefined();
    expect(hub.fetched()).toBe(1);
  });
});

describe('The graph for clients inside the hub', () => {
  const execute = (query: string, variables = {}, modifiers = {}) =>
    hub.gateway.graph.execute(query, variables, hubCaller('test'), modifiers);
  test('answers with data, variables and operation name', async () => {
    const query = 'query A { seen } query B($code: ID!) { project(code: $code) { name } }';
    expect(await execute(query, { code: 'P2' }, { operationName: 'B' })).toEqual({
      data: { project: { name: '二号路' } },
    });
  });
  test('carries asOf and the request id to subgraphs', async () => {
    await execute('{ seen }', {}, { asOf: '2025-12-01T00:00:00+08:00', requestId: 'job-12345' });
    expect(hub.provincial.calls[0]!.claims).toMatchObject({
      asOf: '2025-12-01T00:00:00+08:00',
      requestId: 'job-12345',
    });
  });
  test.each([
    ['{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ projects(first: 9999) { totalCount } }', 'PAGE_TOO_LARGE'],
    ['{ _service { sdl } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{{', 'GRAPHQL_PARSE_FAILED'],
    [`{ ${'a '.repeat(6000)} }`, 'QUERY_TOO_MANY_TOKENS'],
  ])('refuses as outside does: %.40s', async (query, code) => {
    const { data, errors } = await execute(query);
    expect({ data, code: errors?.[0]?.extensions?.code }).toEqual({ data: null, code });
  });
  test('shows how an operation would be fetched', async () => {
    const { parse } = await import('graphql');
    const { fetches, text } = await hub.gateway.engine.plan(
      parse('{ project(code: "P1") { name account { number } } }'),
    );
    expect(fetches.map(({ subgraph }) => subgraph)).toEqual(['provincial', 'banking']);
    expect(text).toContain('QueryPlan');
    expect(hub.fetched()).toBe(0);
  });
});
