import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hubCaller } from '../../kernel/caller.ts';
import { type AskOptions, type Running, runningGateway } from './support/running-gateway.ts';

let hub: Running;
beforeAll(async () => {
  hub = await runningGateway({ HUB_MAX_COST: '5000' });
});
afterAll(() => hub.stop());
beforeEach(() => hub.forget());

/** Asks, expects the refusal, and that nothing reached a department. */
async function refused(query: string, code: string, options: AskOptions = {}, status = 400) {
  const answer = await hub.ask(query, options);
  expect({ status: answer.status, code: answer.errors?.[0]?.extensions.code, data: answer.data }).toEqual({
    status,
    code,
    data: undefined,
  });
  expect(hub.fetched()).toBe(0);
  return answer.errors[0]!;
}

const repeat = (count: number, text: string | ((n: number) => string)) =>
  Array.from({ length: count }, (_, n) => (typeof text === 'string' ? text : text(n))).join('');

describe('Access: what the caller may not have is refused whole and not fetched', () => {
  const forbidden = { role: 'county-housing' };
  const ways: [string, string][] = [
    ['directly on the kind', '{ projects(first: 1) { nodes { ... on HousingProject { audit } } } }'],
    ['through the interface, whose one kind demands it', '{ projects(first: 1) { nodes { audit } } }'],
    ['through a union', '{ find(text: "x") { ... on HousingProject { audit } } }'],
    ['through an interface fragment on a union', '{ find(text: "x") { ... on Project { audit } } }'],
    [
      'through a named fragment',
      'query { project(code: "P1") { ...A } } fragment A on Project { ...B } fragment B on HousingProject { audit }',
    ],
    ['under an alias', '{ project(code: "P1") { code name: audit } }'],
    [
      'under the alias of an allowed field, beside it',
      '{ a: project(code: "P1") { code } b: project(code: "P1") { code: audit } }',
    ],
    ['under a directive that would skip it', '{ project(code: "P1") { code audit @skip(if: true) } }'],
    [
      'behind a variable condition',
      'query ($no: Boolean = false) { project(code: "P1") { code ... @include(if: $no) { audit } } }',
    ],
    ['deep in another type', '{ find(text: "x") { ... on MigrantWorker { mates { mates { idNumber } } } } }'],
  ];
  test.each(ways)('%s', async (_name, query) => {
    const error = await refused(query, 'FORBIDDEN', forbidden, 403);
    expect(error.extensions.fields?.[0]?.scopes).toEqual([[['audit:read']]]);
  });

  test('the refusal names each field by its path and the scopes it needs', async () => {
    const error = await refused(
      '{ all: projects(first: 1) { nodes { code audit account { number } } } }',
      'FORBIDDEN',
      { role: 'vendor' },
      403,
    );
    expect(error.extensions.fields).toEqual([
      { path: 'all', field: 'Query.projects', scopes: [[['project:read']]] },
      { path: 'all.nodes.audit', field: 'Project.audit', scopes: [[['audit:read']]] },
      { path: 'all.nodes.account', field: 'Project.account', scopes: [[['account:read']]] },
    ]);
    expect(error.message).toContain('all.nodes.audit (needs audit:read)');
  });

  test('the same query passes for a caller who holds the scopes', async () => {
    const { status, data } = await hub.ask('{ projects(first: 1) { nodes { audit } } }', {
      role: 'province-hr',
    });
    expect({ status, first: data.projects?.nodes?.[0] }).toEqual({ status: 200, first: { audit: 'kept' } });
  });

  test('a mutation without its scope has no effect', async () => {
    await refused('mutation { note(text: "x") }', 'FORBIDDEN', { role: 'auditor' }, 403);
  });

  test('only the named operation counts, and naming the harmless one does not run the other', async () => {
    const two = 'query A { seen } query B { project(code: "P1") { audit } }';
    await refused(two, 'FORBIDDEN', { role: 'vendor', operationName: 'B' }, 403);
    expect((await hub.ask(two, { role: 'vendor', operationName: 'A' })).status).toBe(200);
    hub.forget();
    await refused(two, 'OPERATION_UNKNOWN', { role: 'vendor' });
    await refused(two, 'OPERATION_UNKNOWN', { role: 'vendor', operationName: 'C' });
  });

  test('a subscription is refused, whatever the graph has', async () => {
    await refused('subscription { seen }', 'SUBSCRIPTION_REFUSED', { role: 'province-hr' });
  });

  test('the gate stands in front of callers inside the hub too', async () => {
    const caller = { ...hubCaller('test'), scopes: ['project:read'] };
    const { data, errors } = await hub.gateway.graph.execute('{ project(code: "P1") { audit } }', {}, caller);
    expect({ data, code: errors?.[0]?.extensions?.code, fetched: hub.fetched() }).toEqual({
      data: null,
      code: 'FORBIDDEN',
      fetched: 0,
    });
  });
});

describe('Federation’s own fields are unknown from outside', () => {
  test.each([
    '{ _service { sdl } }',
    '{ _entities(representations: [{__typename: "MigrantWorker", id: "w1"}]) { ... on MigrantWorker { name } } }',
    '{ a: _service { b: sdl } }',
  ])('%s', async (query) => {
    await refused(query, 'GRAPHQL_VALIDATION_FAILED');
  });
});

describe('Not GraphQL, or not this graph', () => {
  test('malformed GraphQL', () => refused('qwerty x { a }', 'GRAPHQL_PARSE_FAILED'));
  test('an unlexable character', () => refused('{ seen \u0007 }', 'GRAPHQL_PARSE_FAILED'));
  test('an empty query', () => refused('', 'BAD_REQUEST'));
  test('an unknown field, without a suggestion of the right one (check 55)', async () => {
    const error = await refused('{ projcts { totalCount } }', 'GRAPHQL_VALIDATION_FAILED');
    expect(error.message).not.toMatch(/mean/i);
  });
  test('circular fragments', () =>
    refused(
      '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
      'GRAPHQL_VALIDATION_FAILED',
    ));
  test('@defer', () => refused('{ ... @defer { seen } }', 'GRAPHQL_VALIDATION_FAILED'));
  test('circular introspection (check 54)', () =>
    refused(
      `{ __schema { types { ${repeat(5, 'fields { type { ')} name ${repeat(5, '} } ')} } } }`,
      'GRAPHQL_VALIDATION_FAILED',
    ));
});

describe('Hostile shapes are refused cheaply', () => {
  // Not a measure: an attack that works takes minutes or all memory, on any machine.
  const within = async (milliseconds: number, work: () => Promise<unknown>) => {
    const start = performance.now();
    await work();
    expect(performance.now() - start).toBeLessThan(milliseconds);
  };
  const nested = (depth: number) =>
    `{ worker(id: "w1") ${repeat(depth, '{ mates ')} { id } ${repeat(depth, '}')} }`;

  test('depth 5,000: before parsing, without a stack overflow', () =>
    within(20_000, () => refused(nested(5000), 'QUERY_NESTED_TOO_DEEP')));
  test('depth 50', () => refused(nested(50), 'DEPTH_EXCEEDED'));
  test('depth hidden in fragments', async () => {
    const fragments = repeat(20, (n) => `fragment F${n} on MigrantWorker { mates { ...F${n + 1} } } `);
    await refused(
      `{ worker(id: "w1") { ...F0 } } ${fragments} fragment F20 on MigrantWorker { id }`,
      'DEPTH_EXCEEDED',
    );
  });
  test('10,000 aliases', () =>
    within(20_000, () =>
      refused(`{ ${repeat(10_000, (n) => `a${n}: __typename `)} }`, 'QUERY_TOO_MANY_TOKENS'),
    ));
  test('101 aliases', () => refused(`{ ${repeat(101, (n) => `a${n}: __typename `)} }`, 'ALIASES_EXCEEDED'));
  test('an alias __proto__ (check 78)', () => refused('{ __proto__: seen }', 'ALIAS_RESERVED'));
  test('100,000 tokens', () => refused(`{ ${repeat(100_000, 'a ')} }`, 'QUERY_TOO_MANY_TOKENS'));
  test('a query of a megabyte', () =>
    refused(`{ find(text: "${'a'.repeat(1_000_000)}") { __typename } }`, 'QUERY_TOO_LONG', {}, 413));
  test('a thousand directives', () =>
    refused(`{ __typename ${repeat(1000, '@include(if: true) ')} }`, 'QUERY_TOO_MANY_TOKENS'));
  test('51 directives on as many fields', () =>
    refused(`{ ${repeat(51, 'seen @include(if: true) ')} }`, 'DIRECTIVES_EXCEEDED'));
  test('21 root fields, in fragments too', () =>
    refused(
      `{ ...A ...A ...A } fragment A on Query { ${repeat(7, (n) => `a${n}: __typename `)} }`,
      'ROOT_FIELDS_EXCEEDED',
    ));
  test('a bomb of fragments costs its sender, not the hub', async () => {
    const bomb = repeat(
      18,
      (n) => `fragment F${n} on MigrantWorker { name ...F${n + 1} ...F${n + 1} ...F${n + 1} } `,
    );
    await within(20_000, () =>
      hub.ask(`{ worker(id: "w1") { ...F0 } } ${bomb} fragment F18 on MigrantWorker { id }`),
    );
  });
  test('constructor as an alias is data (check 78)', async () => {
    const { data } = await hub.ask('{ constructor: project(code: "P1") { prototype: name } }');
    expect(data).toEqual({ constructor: { prototype: '一号楼' } });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe('Paging and cost', () => {
  const page = (args: string) => `{ projects(${args}) { totalCount } }`;
  test('first: 99999999', () => refused(page('first: 99999999'), 'PAGE_TOO_LARGE'));
  test('a page one above the maximum', () => refused(page('first: 201'), 'PAGE_TOO_LARGE'));
  test('last above the maximum', () => refused(page('last: 201'), 'PAGE_TOO_LARGE'));
  test.each(['first: -1', 'first: 0', 'last: 0', 'last: -5'])('%s', async (args) => {
    expect((await refused(page(args), 'PAGE_EMPTY')).message).toBe('projects: a page holds at least 1');
  });
  test('first: 0 by a variable', () =>
    refused('query ($n: Int) { projects(first: $n) { totalCount } }', 'PAGE_EMPTY', { variables: { n: 0 } }));
  test('a page of one is answered', async () => expect((await hub.ask(page('first: 1'))).status).toBe(200));
  test('both ends', () => refused(page('first: 5, last: 5'), 'PAGE_BOTH_ENDS'));
  test('the same by a variable', () =>
    refused('query ($n: Int) { projects(first: $n) { totalCount } }', 'PAGE_TOO_LARGE', {
      variables: { n: 99999999 },
    }));
  test('the same by a variable’s default', () =>
    refused('query ($n: Int = 5000) { projects(first: $n) { totalCount } }', 'PAGE_TOO_LARGE'));
  test('the same inside a fragment', () =>
    refused('{ ...A } fragment A on Query { projects(first: 500) { totalCount } }', 'PAGE_TOO_LARGE'));
  test('the largest page itself is answered', async () =>
    expect((await hub.ask(page('first: 200'))).status).toBe(200));
  test('nested lists multiply', async () => {
    const error = await refused(
      '{ projects(first: 200) { nodes { workers { mates { mates { id } } } } } }',
      'COST_EXCEEDED',
    );
    expect(error.extensions).toMatchObject({ limit: 5000, cost: expect.any(Number) });
  });
  test('a small page of the same is answered', async () => {
    expect((await hub.ask('{ projects(first: 2) { nodes { workers { mates { id } } } } }')).status).toBe(200);
  });
  test('without a page size the default of the schema is reckoned', async () => {
    await refused('{ projects { nodes { workers { mates { mates { id } } } } } }', 'COST_EXCEEDED');
  });
});

describe('Variables', () => {
  const record = 'mutation ($input: RecordInput!) { record(input: $input) }';
  test('places and expected types are told, values never', async () => {
    const variables = { input: { count: 'x', people: [{ number: 1 }, { number: '450100190001010011' }] } };
    const error = await refused(record, 'BAD_VARIABLES', { variables });
    expect(error.extensions.variables).toEqual([
      { variable: 'input', path: ['count'], expected: 'Int' },
      { variable: 'input', path: ['people', 1, 'number'], expected: 'Int' },
    ]);
    expect(JSON.stringify(error)).not.toContain('450100190001010011');
  });
  test('a literal that does not fit is not repeated either', async () => {
    const error = await refused(
      'mutation { record(input: { count: "450100190001010011", people: [] }) }',
      'GRAPHQL_VALIDATION_FAILED',
    );
    expect(error.message).not.toContain('4501');
  });
  test('a missing one', () => refused(record, 'BAD_VARIABLES'));
  test('null for a required one', () => refused(record, 'BAD_VARIABLES', { variables: { input: null } }));
  test('an unknown input field', () =>
    refused(record, 'BAD_VARIABLES', { variables: { input: { count: 1, people: [], status: 'x' } } }));
  test('a list 100,000 deep', async () => {
    const deep = `${'['.repeat(100_000)}1${']'.repeat(100_000)}`;
    const variables = { a: JSON.parse(deep) };
    expect(variables).toBeDefined();
    const { post, issuer } = await import('./support/running-gateway.ts');
    const headers = { authorization: `Bearer ${await issuer.issue('province-hr')}` };
    const answer = await post(
      `${hub.gateway.url}/graphql`,
      `{"query":"query ($a: [Int]) { __typename }","variables":{"a":${deep}}}`,
      headers,
    );
    expect(answer.errors[0]!.extensions.code).toBe('VARIABLES_NESTED_TOO_DEEP');
  });
});

describe('Whatever comes, the answer is a coded error or data, never a fault, and the hub stays up', () => {
  const pieces = [
    ...[
      '{',
      '}',
      '(',
      ')',
      '[',
      ']',
      ':',
      '!',
      '...',
      '@include(if: true)',
      '$a',
      '"x"',
      '"""',
      '#',
      ',',
      '\\',
      '\u0000',
      '\ud800',
      '😀',
      '1e9',
      '-0',
      'null',
      'true',
    ],
    ...[
      'query',
      'mutation',
      'subscription',
      'fragment F on',
      '...F',
      '... on Project',
      'Query',
      'HousingProject',
      '__typename',
      '__schema',
      '__type(name: "Query")',
      '_entities',
      '_service',
    ],
    ...[
      'projects(first: 1)',
      'project(code: "P1")',
      'nodes',
      'workers',
      'mates',
      'account',
      'number',
      'card',
      'find(text: "x")',
      'seen',
      'a:',
      '__proto__:',
      'constructor:',
      'note(text: "x")',
    ],
  ];
  const text = fc.array(fc.constantFrom(...pieces), { maxLength: 25 }).map((all) => all.join(' '));

  test('random texts made of the language’s own pieces', async () => {
    const caller = hubCaller('test');
    await fc.assert(
      fc.asyncProperty(text, fc.boolean(), async (inner, isWrapped) => {
        const { errors = [] } = await hub.gateway.graph.execute(
          isWrapped ? `{ ${inner} }` : inner,
          {},
          caller,
        );
        expect(errors.map(({ extensions }) => extensions?.code)).not.toContain('INTERNAL');
      }),
      { numRuns: 1500, seed: 20261121 },
    );
  });

  test('random JSON as the body', async () => {
    const { post, issuer } = await import('./support/running-gateway.ts');
    const headers = { authorization: `Bearer ${await issuer.issue('province-hr')}` };
    const body = fc.oneof(
      fc.json(),
      fc
        .record({
          query: fc.jsonValue(),
          variables: fc.jsonValue(),
          extensions: fc.jsonValue(),
          operationName: fc.jsonValue(),
        })
        .map((it) => JSON.stringify(it)),
      fc.jsonValue().map((hubPart) => JSON.stringify({ query: '{ seen }', extensions: { hub: hubPart } })),
    );
    await fc.assert(
      fc.asyncProperty(body, async (sent) => {
        const { status, errors } = await post(`${hub.gateway.url}/graphql`, sent, headers);
        expect(status).toBeLessThan(500);
        for (const { extensions } of errors ?? []) expect(extensions.code).not.toBe('INTERNAL');
      }),
      { numRuns: 300, seed: 20261121 },
    );
    expect((await hub.ask('{ __typename }')).status).toBe(200);
  });
});
