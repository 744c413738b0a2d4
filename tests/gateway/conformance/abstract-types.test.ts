import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Federation, federation } from '../../support/federation/federation.ts';

type Told = Record<string, unknown>;
const typed = ({ __typename }: Told) => __typename;

describe('Unions and interfaces that subgraphs know in part', () => {
  const crane = { __typename: 'Crane', id: 'c1', name: 'tall', reach: 40 };
  const pump = { __typename: 'Pump', id: 'u1', name: 'loud', litres: 9 };
  const truck = { __typename: 'Truck', id: 't1', name: 'red', axles: 3 };
  let graph: Federation;
  beforeAll(async () => {
    graph = await federation({
      lifting: {
        sdl: `type Query { machine: Machine machines: [Machine]! tool: Tool! yard: Yard }
          union Machine = Crane | Pump
          interface Tool { id: ID! name: String! }
          type Yard @shareable { machine: Machine gate: String }
          type Crane implements Tool @key(fields: "id") { id: ID! name: String! @shareable reach: Int! }
          type Pump implements Tool @key(fields: "id") { id: ID! name: String! @shareable litres: Int! }`,
        resolvers: {
          Query: {
            machine: () => crane,
            machines: () => [crane, null, pump],
            tool: () => pump,
            yard: () => ({ machine: crane, gate: 'north' }),
          },
          Crane: { __resolveReference: () => crane },
          Pump: { __resolveReference: () => pump },
        },
      },
      driving: {
        sdl: `type Query { vehicle: Machine vehicles: [[Machine!]!]! moving: Tool other: Yard }
          union Machine = Crane | Truck
          interface Tool { id: ID! owner: String }
          type Yard @shareable { machine: Machine gate: String }
          type Crane implements Tool @key(fields: "id") { id: ID! owner: String plate: String! }
          type Truck implements Tool @key(fields: "id") { id: ID! owner: String name: String! @shareable axles: Int! }`,
        resolvers: {
          Query: {
            vehicle: () => truck,
            vehicles: () => [[crane, truck], []],
            moving: () => truck,
            other: () => ({ machine: truck, gate: 'south' }),
          },
          Crane: { __resolveReference: ({ id }: Told) => ({ id }), owner: () => 'Li', plate: () => 'A1' },
          Truck: { __resolveReference: () => truck, owner: () => null },
        },
      },
      names: {
        sdl: `type Pump @key(fields: "id") { id: ID! owner: String nick: String! }
          type Truck @key(fields: "id") { id: ID! nick: String! }`,
        resolvers: {
          Pump: { owner: () => 'Mo', nick: () => 'roar' },
          Truck: { nick: () => 'big' },
        },
      },
    });
  });
  afterAll(() => graph.stop());

  const each =
    '__typename ... on Crane { reach plate } ... on Pump { litres owner } ... on Truck { axles name nick }';

  test('each member brings its own fields, from wherever they are', async () => {
    expect(await graph.data(`{ machines { ${each} } vehicles { ${each} } }`)).toEqual({
      machines: [
        { __typename: 'Crane', reach: 40, plate: 'A1' },
        null,
        { __typename: 'Pump', litres: 9, owner: 'Mo' },
      ],
      vehicles: [
        [
          { __typename: 'Crane', reach: 40, plate: 'A1' },
          { __typename: 'Truck', axles: 3, name: 'red', nick: 'big' },
        ],
        [],
      ],
    });
  });

  test('a member that the asked subgraph does not know is not asked of it', async () => {
    expect(await graph.data('{ machine { ... on Truck { axles nick } ... on Pump { litres } } }')).toEqual({
      machine: {},
    });
  });

  test('fields of an interface are joined from its parts', async () => {
    expect(await graph.data('{ tool { id name owner } moving { __typename id name owner } }')).toEqual({
      tool: { id: 'u1', name: 'loud', owner: 'Mo' },
      moving: { __typename: 'Truck', id: 't1', name: 'red', owner: null },
    });
  });

  test('an interface on a union, and a union on an interface', async () => {
    const query =
      '{ machines { ... on Tool { name owner } } moving { ... on Machine { ... on Truck { axles } ... on Crane { reach } } } }';
    expect(await graph.data(query)).toEqual({
      machines: [{ name: 'tall', owner: 'Li' }, null, { name: 'loud', owner: 'Mo' }],
      moving: { axles: 3 },
    });
  });

  test('the same key of the answer may have another field for each type', async () => {
    const query =
      '{ machines { ... on Crane { size: reach it: plate } ... on Pump { size: litres it: nick } } }';
    expect(await graph.data(query)).toEqual({
      machines: [{ size: 40, it: 'A1' }, null, { size: 9, it: 'roar' }],
    });
  });

  test('__typename alone is answered, with and without an alias', async () => {
    const query =
      '{ __typename me: __typename machine { kind: __typename } tool { __typename } vehicles { __typename } }';
    expect(await graph.data(query)).toEqual({
      __typename: 'Query',
      me: 'Query',
      machine: { kind: 'Crane' },
      tool: { __typename: 'Pump' },
      vehicles: [[{ __typename: 'Crane' }, { __typename: 'Truck' }], []],
    });
  });

  test('__typename alone under a type condition is answered where the condition holds', async () => {
    expect(
      await graph.data(
        '{ tool { id ... on Pump { __typename } } moving { id ... on Crane { __typename } } }',
      ),
    ).toEqual({
      tool: { id: 'u1', __typename: 'Pump' },
      moving: { id: 't1' },
    });
  });

  test('the operation’s own __typename asks nobody', async () => {
    expect(await graph.data('{ __typename }')).toEqual({ __typename: 'Query' });
    expect(graph.sent).toEqual([]);
  });

  test('a union inside a value type is what its own subgraph says', async () => {
    expect(await graph.data(`{ yard { gate machine { ${each} } } other { machine { ${each} } } }`)).toEqual({
      yard: { gate: 'north', machine: { __typename: 'Crane', reach: 40, plate: 'A1' } },
      other: { machine: { __typename: 'Truck', axles: 3, name: 'red', nick: 'big' } },
    });
  });
});

describe('Interfaces that refer to themselves', () => {
  let graph: Federation;
  beforeAll(async () => {
    graph = await federation({
      tree: {
        sdl: `type Query { root: Node }
          interface Node { children: [Node] }
          type Branch implements Node @key(fields: "id") { id: ID! children: [Node] }
          type Leaf implements Node @key(fields: "id") { id: ID! children: [Node] }`,
        resolvers: {
          Query: { root: () => ({ __typename: 'Branch', id: 'b' }) },
          Node: { __resolveType: typed },
          Branch: {
            children: ({ id }: Told) =>
              id === 'b'
                ? [
                    { __typename: 'Leaf', id: 'l1' },
                    { __typename: 'Branch', id: 'bb' },
                  ]
                : [{ __typename: 'Leaf', id: 'l2' }, null],
          },
          Leaf: { children: () => null },
        },
      },
      colours: {
        sdl: 'type Leaf @key(fields: "id") { id: ID! colour: String! }',
        resolvers: { Leaf: { colour: ({ id }: Told) => `green ${id}` } },
      },
    });
  });
  afterAll(() => graph.stop());

  test('are followed as deep as the operation goes, with entities of other subgraphs at every level', async () => {
    const query = `{ root { children { ...L children { ...L ... on Branch { id } } } } } fragment L on Leaf { id colour }`;
    expect(await graph.data(query)).toEqual({
      root: {
        children: [
          { id: 'l1', colour: 'green l1', children: null },
          { children: [{ id: 'l2', colour: 'green l2' }, null] },
        ],
      },
    });
  });
});

describe('A type that is nullable here and required there', () => {
  let graph: Federation;
  beforeAll(async () => {
    graph = await federation({
      users: {
        sdl: 'type Query { people: [Person!]! } type Person { id: ID @shareable }',
        resolvers: { Query: { people: () => [{ id: 'u1' }, { id: null }] } },
      },
      accounts: {
        sdl: `type Query { accounts: [Account!]! }
          union Account = Person | Robot
          type Person @key(fields: "id") { id: ID! @shareable name: String likes: [Account!]! }
          type Robot { id: ID name: String @shareable likes: [Account!]! }`,
        resolvers: {
          Query: {
            accounts: () => [
              {
                __typename: 'Person',
                id: 'u1',
                name: 'An',
                likes: [{ __typename: 'Robot', id: null, name: 'R', likes: [] }],
              },
              {
                __typename: 'Robot',
                id: 'r1',
                name: null,
                likes: [{ __typename: 'Person', id: 'u1', name: 'An', likes: [] }],
              },
            ],
          },
          Person: { __resolveReference: ({ id }: Told) => ({ id, name: `n ${id}` }) },
        },
      },
    });
  });
  afterAll(() => graph.stop());

  test('is nullable for clients', async () => {
    expect(await graph.data('{ people { id } }')).toEqual({ people: [{ id: 'u1' }, { id: null }] });
  });

  test('does not clash inside a union', async () => {
    const both = '... on Person { id name } ... on Robot { id name }';
    expect(await graph.data(`{ accounts { __typename ${both} likes: __typename } }`)).toEqual({
      accounts: [
        { __typename: 'Person', id: 'u1', name: 'An', likes: 'Person' },
        { __typename: 'Robot', id: 'r1', name: null, likes: 'Robot' },
      ],
    });
  });

  test('has fields of the other subgraph where its key is there', async () => {
    const data = await graph.data('{ people { id name } }').catch(() => undefined);
    if (data !== undefined) expect((data!.people as unknown[])[0]).toEqual({ id: 'u1', name: 'n u1' });
  });
});
