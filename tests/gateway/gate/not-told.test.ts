import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Answer, issuer, post, type Running, read, runningGateway } from '../support/running-gateway.ts';

let production: Running;
let development: Running;
let authorization: string;
beforeAll(async () => {
  const own = { HUB_ENV: 'production', HUB_SEED: 'none', HUB_ISSUER_JWKS: '/none', HUB_ISSUER: 'x' };
  const stated = {
    HUB_DATABASE_URL: 'postgres://x@127.0.0.1/x',
    HUB_DATABASE_APP_URL: 'postgres://x@127.0.0.1/x',
  };
  production = await runningGateway({ ...own, ...stated }, { issuer: { verify: issuer.verify } });
  development = await runningGateway();
  authorization = `Bearer ${await issuer.issue('province-hr')}`;
});
afterAll(() => Promise.all([production.stop(), development.stop()]));
beforeEach(() => {
  production.forget();
  development.forget();
});

const url = (hub: Running) => `${hub.gateway.url}/graphql`;
const codesOf = ({ errors }: Answer) => errors?.map(({ extensions }) => extensions.code);
const byGet = async (hub: Running, query: string) =>
  read(await fetch(`${url(hub)}?${new URLSearchParams({ query })}`, { headers: { authorization } }));

describe('Check 53: introspection is refused in production, however it is written', () => {
  const forms = [
    '{ __schema { types { name fields { name } } } }',
    '{ __type(name: "Query") { fields { name } } }',
    '{ seen: __schema { queryType { name } } }',
    '{ seen __schema { queryType { name } } }',
    '{\n__schema\n\n{\nqueryType\n{\nname } } }',
    '{ #__typename\n__schema # ,\n{,,queryType,{,name,},} }',
    '\ufeff{ ... @include(if: true) { ... on Query { __schema { queryType { name } } } } }',
    'query A { ...F } fragment F on Query { a: __type(name: "Project") { kind } }',
    'query A($no: Boolean = false) { __schema @include(if: $no) { queryType { name } } }',
    'mutation { __schema { queryType { name } } }',
  ];
  test.each(forms.map((form) => [JSON.stringify(form), form]))('%s', async (_text, query) => {
    for (const answer of [await production.ask(query), await byGet(production, query)]) {
      // A mutation by GET is no mutation to begin with.
      expect([400, 405]).toContain(answer.status);
      expect(codesOf(answer)).toEqual(
        answer.status === 405
          ? ['METHOD_NOT_ALLOWED']
          : codesOf(answer)?.map(() => 'GRAPHQL_VALIDATION_FAILED'),
      );
      expect(answer.data).toBeUndefined();
      expect(answer.text).not.toMatch(/idNumber|HousingProject|"kind"|queryType":/);
    }
    expect(production.fetched()).toBe(0);
  });

  test('the operation’s name does not matter, and a bare __typename is answered', async () => {
    const named = await production.ask('query IntrospectionQuery { __schema { queryType { name } } }', {
      operationName: 'IntrospectionQuery',
    });
    expect(codesOf(named)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect((await production.ask('{ __typename }')).data).toEqual({ __typename: 'Query' });
  });

  test('federation’s own way to the schema is none', async () => {
    expect(codesOf(await production.ask('{ _service { sdl } }'))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  });
});

describe('Check 54: where introspection is allowed, a circular one is refused', () => {
  const circle = (depth: number) => `${'fields { type { '.repeat(depth)} name ${'} } '.repeat(depth)}`;
  test.each([
    ['five levels', `{ __schema { types { ${circle(5)} } } }`],
    ['from one type', `{ __type(name: "Project") { ${circle(5)} } }`],
    [
      'hidden in fragments',
      '{ __schema { types { ...A } } } fragment A on __Type { fields { type { ...B } } } fragment B on __Type { fields { type { ...C } } } fragment C on __Type { fields { type { name } } }',
    ],
  ])('%s', async (_what, query) => {
    const answer = await development.ask(query);
    expect([answer.status, ...codesOf(answer)!]).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
  });
  test('one that tools send is answered', async () => {
    const { status, data } = await development.ask('{ __schema { types { fields { type { name } } } } }');
    expect([status, data.__schema?.types?.[0]]).toEqual([200, expect.anything()]);
  });
});

describe('Check 55: nothing near to a misspelt name is suggested', () => {
  test.each([
    ['a field', '{ projcts { totalCount } }', 'projects'],
    ['a field of a type', '{ worker(id: "w1") { nmae } }', 'name'],
    ['an argument', '{ refuses(numbr: "1") }', '"number"'],
    ['a type', '{ find(text: "x") { ... on HousingProjet { code } } }', 'HousingProject'],
    ['a field of an input', 'mutation { record(input: { coun: 1, people: [] }) }', '"count"\\?|mean "count'],
    ['a directive', '{ seen @skp(if: true) }', 'skip'],
    ['a variable', 'query ($name: ID!) { worker(id: $nam) { id } }', 'mean'],
    ['an operation', 'qury { seen }', 'mean'],
  ])('of %s', async (_what, query, near) => {
    for (const hub of [production, development]) {
      const { status, errors } = await hub.ask(query);
      expect(status).toBe(400);
      expect(errors.length).toBeGreaterThan(0);
      for (const { message } of errors) expect(message).not.toMatch(new RegExp(`mean|${near}`, 'i'));
    }
  });
});

describe('Check 57: no tracing, no stack, no path of a file; what broke has a name that the log can find', () => {
  const inside = /stack|tracing|ftv1|\.[cm]?[jt]s\b|node_modules|node:|\/(home|work|srv|tmp|usr)\//i;
  const wanting = {
    'apollo-federation-include-trace': 'ftv1',
    'apollo-tracing': '1',
    'x-apollo-tracing': '1',
    'apollo-query-plan-experimental': '1',
    'x-debug': '1',
  };
  test.each([
    ['a syntax error', 'qwerty x { a }', 400],
    ['an unlexable character', '{ seen \u0007 }', 400],
    ['an unknown field', '{ none { a } }', 400],
    ['a value of another type', '{ worker(id: {a: 1}) { id } }', 400],
    ['an exception of a department', '{ breaks }', 200],
    ['what is well', '{ seen }', 200],
  ])('%s', async (_what, query, status) => {
    const extensions = { tracing: true, debug: true, hub: {} };
    const answer = await post(url(development), { query, extensions }, { authorization, ...wanting });
    expect(answer.status).toBe(status);
    expect(Object.keys(JSON.parse(answer.text)).filter((key) => !['data', 'errors'].includes(key))).toEqual(
      [],
    );
    // What the department of this test was told is no trace.
    expect(answer.text.replace(/"seen":".*"/, '')).not.toMatch(inside);
  });

  test('an exception is told by an incident number, under which the log has it', async () => {
    const { errors } = await development.ask('{ breaks }');
    const { incident } = errors[0]!.extensions;
    expect(incident).toMatch(/^[a-z]{12}$/);
    expect(errors[0]!.message).toContain(incident);
    const line = development.log.find((text) => text.includes(String(incident)));
    expect(JSON.parse(line!)).toMatchObject({
      subgraph: 'provincial',
      reason: expect.stringContaining('relation'),
    });
  });
});

describe('Check 74: clients register no queries', () => {
  const sent = async (body: object) => post(url(production), body, { authorization });
  const hashed = (sha256Hash: string) => ({ persistedQuery: { version: 1, sha256Hash } });
  const HASH = 'ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38';

  test('a text with its hash, a known text with another’s, and a hash alone are refused and not kept', async () => {
    const known = '{ seen }';
    for (const query of [known, '{__typename}', undefined]) {
      const answer = await sent({ query, extensions: hashed(HASH) });
      expect(codesOf(answer)).toEqual(['PERSISTED_QUERY_NOT_SUPPORTED']);
      expect(answer.data).toBeUndefined();
    }
    expect(production.fetched()).toBe(0);
    expect((await sent({ query: known })).status).toBe(200);
  });

  test('thousands of them take no memory', async () => {
    const registering = async (n: number) => {
      const query = `{ seen a${n}: __typename # ${'x'.repeat(10_000)}\n }`;
      const answer = await sent({ query, extensions: hashed(n.toString(16).padStart(64, '0')) });
      expect(codesOf(answer)).toEqual(['PERSISTED_QUERY_NOT_SUPPORTED']);
    };
    const many = async (from: number) => {
      for (let n = from; n < from + 1500; n += 10)
        await Promise.all(Array.from({ length: 10 }, (_, more) => registering(n + more)));
    };
    await many(0);
    const before = process.memoryUsage().heapUsed;
    await many(1500);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(150 * 1024 * 1024);
    expect(production.gateway.engine.memory!().programmes).toBeLessThan(20);
    expect((await production.ask('{ seen }')).status).toBe(200);
  }, 60_000);
});
