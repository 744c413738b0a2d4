import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Federation, federation } from '../../support/federation/federation.ts';

type Told = Record<string, unknown>;

describe('Interface objects', () => {
  const papers = [
    { __typename: 'Permit', id: 'p1', title: 'dig', fee: 5 },
    { __typename: 'Licence', id: 'l1', title: 'drive', grade: 'B' },
    { __typename: 'Permit', id: 'p2', title: 'build', fee: 7 },
  ];
  const found = ({ id }: Told) => papers.find((it) => it.id === id) ?? null;
  let graph: Federation;
  beforeAll(async () => {
    graph = await federation({
      papers: {
        sdl: `type Query { papers: [Paper!]! permit: Permit }
          interface Paper @key(fields: "id") { id: ID! title: String! }
          type Permit implements Paper @key(fields: "id") { id: ID! title: String! fee: Int! }
          type Licence implements Paper @key(fields: "id") { id: ID! title: String! grade: String! }`,
        resolvers: {
          Query: { papers: () => papers, permit: () => papers[2] },
          Paper: { __resolveReference: found, __resolveType: ({ __typename }: Told) => __typename },
          Permit: { __resolveReference: found },
          Licence: { __resolveReference: found },
        },
      },
      archive: {
        sdl: `type Query { oldest: Paper! filed: [Paper!]! lost: Paper }
          type Paper @key(fields: "id") @interfaceObject { id: ID! shelf: Int! title: String! @external
            spine: String! @requires(fields: "title") twin: Paper }`,
        resolvers: {
          Query: {
            oldest: () => ({ id: 'l1' }),
            filed: () => papers.map(({ id }) => ({ id })),
            lost: () => ({ id: 'none' }),
          },
          Paper: {
            shelf: ({ id }: Told) => Number(String(id).slice(1)) * 10,
            spine: ({ id, title }: Told) => `${id}: ${title}`,
            twin: ({ id }: Told) => (id === 'p1' ? { id: 'p2' } : null),
          },
        },
      },
      stamps: {
        sdl: 'type Permit @key(fields: "id") { id: ID! stamp: String! }',
        resolvers: { Permit: { stamp: ({ id }: Told) => `stamp of ${id}` } },
      },
    });
  });
  afterAll(() => graph.stop());

  test('a field of the interface object is a field of every implementation', async () => {
    expect(await graph.data('{ papers { shelf } permit { shelf } }')).toEqual({
      papers: [{ shelf: 10 }, { shelf: 10 }, { shelf: 20 }],
      permit: { shelf: 20 },
    });
    for (const { __typename } of graph.representations('archive')) expect(__typename).toBe('Paper');
  });

  test('the true type is fetched where it is asked', async () => {
    expect(await graph.data('{ oldest { __typename id shelf } filed { kind: __typename } }')).toEqual({
      oldest: { __typename: 'Licence', id: 'l1', shelf: 10 },
      filed: [{ kind: 'Permit' }, { kind: 'Licence' }, { kind: 'Permit' }],
    });
  });

  test('the true type is not fetched where nobody asks for it', async () => {
    expect(await graph.data('{ filed { id shelf } }')).toEqual({
      filed: [
        { id: 'p1', shelf: 10 },
        { id: 'l1', shelf: 10 },
        { id: 'p2', shelf: 20 },
      ],
    });
    expect(graph.sent.map(({ subgraph }) => subgraph)).toEqual(['archive']);
  });

  test('a type condition selects by the true type', async () => {
    const query = '{ filed { ... on Permit { fee shelf } ... on Licence { grade } } }';
    expect(await graph.data(query)).toEqual({
      filed: [{ fee: 5, shelf: 10 }, { grade: 'B' }, { fee: 7, shelf: 20 }],
    });
  });

  test('a third subgraph is asked about the implementation it knows', async () => {
    expect(await graph.data('{ filed { title ... on Permit { stamp } } }')).toEqual({
      filed: [
        { title: 'dig', stamp: 'stamp of p1' },
        { title: 'drive' },
        { title: 'build', stamp: 'stamp of p2' },
      ],
    });
    expect(graph.representations('stamps').map(({ __typename }) => __typename)).toEqual(['Permit', 'Permit']);
  });

  test('a requirement of the interface object is told, from either side', async () => {
    expect(await graph.data('{ papers { spine } oldest { spine } }')).toEqual({
      papers: [{ spine: 'p1: dig' }, { spine: 'l1: drive' }, { spine: 'p2: build' }],
      oldest: { spine: 'l1: drive' },
    });
  });

  test('one interface object behind another', async () => {
    expect(await graph.data('{ papers { id twin { __typename title ... on Permit { fee } } } }')).toEqual({
      papers: [
        { id: 'p1', twin: { __typename: 'Permit', title: 'build', fee: 7 } },
        { id: 'l1', twin: null },
        { id: 'p2', twin: null },
      ],
    });
  });

  test('one whose true type nobody knows is null where its type is asked', async () => {
    const { data } = await graph.ask('{ lost { __typename id } }');
    expect(data).toEqual({ lost: null });
  });

  test('aliases and fragments make no difference', async () => {
    const query = `{ filed { ...Seen id: __typename } } fragment Seen on Paper { __typename: shelf title: id ... on Permit { x: stamp } }`;
    expect(await graph.data(query)).toEqual({
      filed: [
        { __typename: 10, title: 'p1', x: 'stamp of p1', id: 'Permit' },
        { __typename: 10, title: 'l1', id: 'Licence' },
        { __typename: 20, title: 'p2', x: 'stamp of p2', id: 'Permit' },
      ],
    });
  });
});

describe('Interface objects without a way to the true type', () => {
  let graph: Federation;
  beforeAll(async () => {
    graph = await federation({
      posts: {
        sdl: `type Query { post: Post }
          interface Post @key(fields: "id") { id: ID! }
          type Letter implements Post @key(fields: "id") { id: ID! pages: Int! }`,
        resolvers: { Query: { post: () => ({ __typename: 'Letter', id: 'x', pages: 2 }) } },
      },
      sorting: {
        sdl: `type Query { sorted: Post }
          type Post @key(fields: "id", resolvable: false) @interfaceObject { id: ID! }`,
        resolvers: { Query: { sorted: () => ({ id: 'y' }) } },
      },
    });
  });
  afterAll(() => graph.stop());

  test('its fields are answered by the subgraph that has it', async () => {
    expect(await graph.data('{ sorted { id } post { __typename id } }')).toEqual({
      sorted: { id: 'y' },
      post: { __typename: 'Letter', id: 'x' },
    });
  });
});
