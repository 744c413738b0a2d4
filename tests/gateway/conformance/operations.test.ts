import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Federation, federation } from '../../support/federation/federation.ts';

type Told = Record<string, unknown>;

describe('Conditions, mutations and introspection', () => {
  const done: string[] = [];
  let total = 0;
  let graph: Federation;
  beforeAll(async () => {
    graph = await federation({
      ledger: {
        sdl: `type Query { account(id: ID! = "1"): Account total: Int! }
          type Mutation { add(by: Int!): Int! open(input: Opening!): Account! fail: Int }
          input Opening { owner: String!, kind: Kind = SAVING, limits: [Int!] = [1, 2] }
          enum Kind { SAVING WAGE }
          type Account @key(fields: "id") { id: ID! owner: String! note: String }`,
        resolvers: {
          Query: {
            account: (_: unknown, { id }: Told) => ({ id, owner: `owner ${id}`, note: null }),
            total: () => total,
          },
          Mutation: {
            add: (_: unknown, { by }: { by: number }) => {
              done.push(`add ${by}`);
              total += by;
              return total;
            },
            open: (_: unknown, { input }: { input: Told }) => {
              done.push('open');
              return { id: `${input.owner} ${input.kind} ${input.limits}`, owner: input.owner, note: null };
            },
            fail: () => {
              throw new Error('no');
            },
          },
          Account: {
            __resolveReference: ({ id }: Told) => ({ id, owner: `owner ${id}`, note: null }),
          },
        },
      },
      factor: {
        sdl: `type Mutation { multiply(by: Int!): Int! }
          type Account @key(fields: "id") { id: ID! rank(of: [String]): String! friend: Account }`,
        resolvers: {
          Mutation: {
            multiply: (_: unknown, { by }: { by: number }) => {
              done.push(`multiply ${by}`);
              total *= by;
              return total;
            },
          },
          Account: {
            rank: ({ id }: Told, { of }: Told) => `rank of ${id} ${JSON.stringify(of)}`,
            friend: () => ({ id: '9' }),
          },
        },
      },
    });
  });
  beforeEach(() => {
    done.length = 0;
    total = 0;
  });
  afterAll(() => graph.stop());

  test('mutations of several subgraphs are done one after the other, in the order asked, each once', async () => {
    const data = await graph.data(
      'mutation { a: add(by: 5) b: multiply(by: 2) c: add(by: 3) d: multiply(by: 10) }',
    );
    expect(data).toEqual({ a: 5, b: 10, c: 13, d: 130 });
    expect(done).toEqual(['add 5', 'multiply 2', 'add 3', 'multiply 10']);
  });

  test('a mutation’s entity is completed afterwards, and the mutation not repeated', async () => {
    const query =
      'mutation ($owner: String!) { open(input: { owner: $owner, limits: 7 }) { owner rank friend { owner } } }';
    const { open } = (await graph.data(query, { owner: 'Li' })) as { open: { rank: string } };
    expect(open).toMatchObject({ owner: 'Li', friend: { owner: 'owner 9' } });
    expect(open.rank).toContain('Li SAVING 7');
    expect(done).toEqual(['open']);
  });

  test('a mutation that fails does not stop the next', async () => {
    const { data, errors } = await graph.ask('mutation { fail add(by: 1) multiply(by: 4) }');
    expect(data).toEqual({ fail: null, add: 1, multiply: 4 });
    expect(errors!.map(({ path }) => path)).toEqual([['fail']]);
  });

  test.each([
    [
      { a: true, b: true },
      { account: { owner: 'owner 1', rank: 'rank of 1 undefined', friend: { id: '9' } } },
    ],
    [{ a: true, b: false }, { account: { rank: 'rank of 1 undefined' } }],
    [{ a: false, b: true }, { account: { id: '1', owner: 'owner 1', friend: { id: '9' } } }],
    [{ a: false, b: false }, { account: { id: '1' } }],
  ])('@skip and @include by variables %j', async (variables, expected) => {
    const query = `query ($a: Boolean!, $b: Boolean!) { account {
      id @skip(if: $a) owner @include(if: $b) rank @include(if: $a) ... @include(if: $b) { friend { id } } ...F @skip(if: true) } }
      fragment F on Account { note }`;
    expect(await graph.data(query, variables)).toEqual(expected);
  });

  test('what is skipped is not fetched', async () => {
    await graph.data('query ($no: Boolean = false) { account { id rank @include(if: $no) } }');
    expect(graph.sent.map(({ subgraph }) => subgraph)).toEqual(['ledger']);
  });

  test('both conditions must hold', async () => {
    const query = 'query ($a: Boolean!, $b: Boolean!) { account { id rank @skip(if: $a) @include(if: $b) } }';
    const ranks = [];
    for (const [a, b] of [
      [true, true],
      [true, false],
      [false, true],
      [false, false],
    ])
      ranks.push('rank' in ((await graph.data(query, { a, b }))!.account as object));
    expect(ranks).toEqual([false, false, true, false]);
  });

  test('everything skipped leaves an empty answer', async () => {
    expect(await graph.data('{ account @include(if: false) { id } }')).toEqual({});
    expect(await graph.data('{ account { id @skip(if: true) rank @include(if: false) } }')).toEqual({
      account: {},
    });
  });

  test('introspection beside data, under any name', async () => {
    const query = `{ account { id } total: __type(name: "Kind") { enumValues { name } } __schema { mutationType { name } } }`;
    expect(await graph.data(query)).toEqual({
      account: { id: '1' },
      total: { enumValues: [{ name: 'SAVING' }, { name: 'WAGE' }] },
      __schema: { mutationType: { name: 'Mutation' } },
    });
  });

  test('clients do not see the federation’s own types', async () => {
    const { __schema } = (await graph.data('{ __schema { types { name } directives { name } } }')) as {
      __schema: Record<string, { name: string }[]>;
    };
    const names = Object.values(__schema).flatMap((of) => of.map(({ name }) => name));
    expect(names.filter((name) => /^(join__|link__|_Any|_Entity|_Service|federation__)/.test(name))).toEqual(
      [],
    );
  });

  test('a variable not given takes its default, a null stays a null, and one without either is not passed on', async () => {
    const query = 'query ($of: [String], $id: ID = "7") { account(id: $id) { rank(of: $of) } }';
    expect(await graph.data(query)).toEqual({ account: { rank: 'rank of 7 undefined' } });
    expect(await graph.data(query, { of: null, id: '8' })).toEqual({ account: { rank: 'rank of 8 null' } });
    expect(await graph.data(query, { of: 'one' })).toEqual({ account: { rank: 'rank of 7 ["one"]' } });
    expect(await graph.data(query, { of: [null, 'b'] })).toEqual({
      account: { rank: 'rank of 7 [null,"b"]' },
    });
  });

  test('one of several operations is done, the others are not', async () => {
    const { errors } = await graph.ask('mutation A { add(by: 1) } mutation B { add(by: 2) }');
    expect(errors).toHaveLength(1);
    expect(done).toEqual([]);
  });
});

describe('What clients must not see (@inaccessible), and what subgraphs know in part', () => {
  let graph: Federation;
  beforeAll(async () => {
    graph = await federation({
      one: {
        sdl: `type Query { people(kind: Kind): [Person!]! secret: Hidden @inaccessible byFilter(filter: Filter): String }
          enum Kind { WORKER CLERK @inaccessible GHOST @inaccessible }
          input Filter { name: String, age: Int @inaccessible }
          type Hidden @inaccessible { x: Int }
          union Thing = Person | Hidden
          type Person @key(fields: "id") { id: ID! kind: Kind thing: Thing salt: String @inaccessible }`,
        resolvers: {
          Query: {
            people: () => [
              { id: '1', kind: 'WORKER', thing: { __typename: 'Hidden', x: 1 }, salt: 's1' },
              { id: '2', kind: 'GHOST', thing: { __typename: 'Person', id: '1' }, salt: 's2' },
            ],
            byFilter: (_: unknown, { filter }: Told) => JSON.stringify(filter),
          },
        },
      },
      two: {
        sdl: `type Person @key(fields: "id") { id: ID! salt: String @external hash: String! @requires(fields: "salt") }
          type Query { again(filter: Filter): String } input Filter { name: String other: Int }`,
        resolvers: {
          Query: { again: (_: unknown, { filter }: Told) => JSON.stringify(filter) },
          Person: { hash: ({ salt }: Told) => `#${salt}` },
        },
      },
    });
  });
  afterAll(() => graph.stop());

  test('is neither asked nor shown, but may be required', async () => {
    expect(await graph.data('{ people { hash } }')).toEqual({ people: [{ hash: '#s1' }, { hash: '#s2' }] });
    for (const query of ['{ people { salt } }', '{ secret { x } }', '{ people(kind: GHOST) { id } }']) {
      const { data, errors } = await graph.ask(query);
      expect({ data: data ?? null, refused: errors!.length > 0, sent: graph.sent.length }).toEqual({
        data: null,
        refused: true,
        sent: 0,
      });
    }
  });

  test('an enum value that clients do not know is null for them', async () => {
    expect((await graph.ask('{ people { id kind } }')).data).toEqual({
      people: [
        { id: '1', kind: 'WORKER' },
        { id: '2', kind: null },
      ],
    });
  });

  test('an object of a type that clients do not know is null for them', async () => {
    expect((await graph.ask('{ people { thing { __typename ... on Person { id } } } }')).data).toEqual({
      people: [{ thing: null }, { thing: { __typename: 'Person', id: '1' } }],
    });
  });

  test('input objects have the fields that all subgraphs know', async () => {
    expect(await graph.data('{ byFilter(filter: { name: "x" }) again(filter: { name: "y" }) }')).toEqual({
      byFilter: '{"name":"x"}',
      again: '{"name":"y"}',
    });
    expect((await graph.ask('{ again(filter: { other: 1 }) }')).errors).toHaveLength(1);
  });
});

describe('Subgraphs of the first federation', () => {
  let graph: Federation;
  beforeAll(async () => {
    graph = await federation({
      users: {
        sdl: `# federation 1
          type Query { users: [User!]! } type User @key(fields: "id") { id: ID! name: String }`,
        resolvers: {
          Query: { users: () => [{ id: '1', name: 'n1' }] },
          User: { __resolveReference: ({ id }: Told) => ({ id, name: `n${id}` }) },
        },
      },
      reviews: {
        sdl: `# federation 1
          extend type Query { latest: User random: User @provides(fields: "name") }
          extend type User @key(fields: "id") { id: ID! @external name: String @external score: Int! rated: String @requires(fields: "name") }`,
        resolvers: {
          Query: { latest: () => ({ id: '2' }), random: () => ({ id: '3', name: 'given' }) },
          User: { score: ({ id }: Told) => Number(id) * 2, rated: ({ name, id }: Told) => `${name}:${id}` },
        },
      },
    });
  });
  afterAll(() => graph.stop());

  test('extend, require and give along as those of the second', async () => {
    expect(
      await graph.data('{ users { name score rated } latest { id name rated } random { id score } }'),
    ).toEqual({
      users: [{ name: 'n1', score: 2, rated: 'n1:1' }],
      latest: { id: '2', name: 'n2', rated: 'n2:2' },
      random: { id: '3', score: 6 },
    });
  });
});
