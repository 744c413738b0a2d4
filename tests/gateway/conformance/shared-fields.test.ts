import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Federation, federation } from '../../support/federation/federation.ts';

type Told = Record<string, unknown>;

describe('Fields that several subgraphs share (@shareable)', () => {
  let graph: Federation;
  beforeAll(async () => {
    const lots = [{ id: 'a' }, { id: 'b' }];
    graph = await federation({
      labels: {
        sdl: `type Query { lot: Lot @shareable lots: [Lot!]! @shareable }
          type Lot @key(fields: "id") { id: ID! label: Label @shareable parts: [Part!]! @shareable }
          type Label { text: String! common: Int @shareable }
          type Part { no: Int! }`,
        resolvers: {
          Query: { lot: () => lots[0], lots: () => lots },
          Lot: {
            label: ({ id }: Told) => ({ text: `label ${id}`, common: 1 }),
            parts: () => [{ no: 1 }, { no: 2 }],
          },
        },
      },
      colours: {
        sdl: `type Query { lot: Lot @shareable lots: [Lot!]! @shareable onlyHere: Lot }
          type Lot @key(fields: "id") { id: ID! label: Label @shareable parts: [Part!]! @shareable }
          type Label { colour: String common: Int @shareable }
          type Part { hue: String! }`,
        resolvers: {
          Query: { lot: () => lots[0], lots: () => lots, onlyHere: () => lots[1] },
          Lot: {
            label: ({ id }: Told) => ({ colour: `colour ${id}`, common: 1 }),
            parts: () => [{ hue: 'x' }, { hue: 'y' }],
          },
        },
      },
      prices: {
        sdl: `type Query { shop: Shop @shareable } type Shop { price: Int! box: Box @shareable } type Box { deep: Int! }
          type Lot @key(fields: "id") { id: ID! price: Int! }`,
        resolvers: {
          Query: { shop: () => ({ price: 3, box: { deep: 1 } }) },
          Lot: { price: ({ id }: Told) => (id === 'a' ? 1 : 2) },
        },
      },
      names: {
        sdl: 'type Query { shop: Shop @shareable } type Shop { name: String! box: Box @shareable } type Box { wide: Int! }',
        resolvers: { Query: { shop: () => ({ name: 'the shop', box: { wide: 2 } }) } },
      },
    });
  });
  afterAll(() => graph.stop());

  test('a root field in two subgraphs brings what each has', async () => {
    expect(await graph.data('{ shop { name price box { deep wide } } }')).toEqual({
      shop: { name: 'the shop', price: 3, box: { deep: 1, wide: 2 } },
    });
  });

  test('a value without a key is completed by way of the entity around it', async () => {
    expect(await graph.data('{ lots { label { text colour common } price } }')).toEqual({
      lots: [
        { label: { text: 'label a', colour: 'colour a', common: 1 }, price: 1 },
        { label: { text: 'label b', colour: 'colour b', common: 1 }, price: 2 },
      ],
    });
  });

  test('so are lists of values, item by item', async () => {
    expect(await graph.data('{ onlyHere { parts { no hue } } }')).toEqual({
      onlyHere: {
        parts: [
          { no: 1, hue: 'x' },
          { no: 2, hue: 'y' },
        ],
      },
    });
  });

  test('the same value twice under different names is completed twice', async () => {
    expect(await graph.data('{ lot { text: label { colour: text } label { text: colour } } }')).toEqual({
      lot: { text: { colour: 'label a' }, label: { text: 'colour a' } },
    });
  });
});

describe('Fields given along (@provides)', () => {
  let graph: Federation;
  beforeAll(async () => {
    const cat = { __typename: 'Cat', id: 'c', name: 'Tom' };
    const dog = { __typename: 'Dog', id: 'd', name: 'Rex' };
    graph = await federation({
      near: {
        sdl: `type Query { owner: Owner @provides(fields: "pets { ... on Cat { name } }") plain: Owner first: Cat @provides(fields: "name") next: Cat }
          type Owner @key(fields: "id") { id: ID! pets: [Pet!]! }
          union Pet = Cat | Dog
          type Cat @key(fields: "id") { id: ID! name: String! @external }
          type Dog @key(fields: "id") { id: ID! }`,
        resolvers: {
          Query: {
            owner: () => ({ id: 'o', pets: [cat, dog] }),
            plain: () => ({ id: 'o', pets: [{ ...cat, name: undefined }, dog] }),
            first: () => cat,
            next: () => ({ id: 'c' }),
          },
        },
      },
      far: {
        sdl: `type Cat @key(fields: "id") { id: ID! name: String! @shareable age: Int! }
          type Dog @key(fields: "id") { id: ID! name: String! }`,
        resolvers: {
          Cat: { __resolveReference: ({ id }: Told) => ({ id, name: 'Tom', age: 4 }) },
          Dog: { __resolveReference: () => dog },
        },
      },
    });
  });
  afterAll(() => graph.stop());

  test('are taken where they are given', async () => {
    expect(await graph.data('{ first { name } }')).toEqual({ first: { name: 'Tom' } });
    expect(graph.sent.map(({ subgraph }) => subgraph)).toEqual(['near']);
  });

  test('are fetched where they are not', async () => {
    expect(await graph.data('{ next { name } plain { pets { ... on Cat { name } } } }')).toEqual({
      next: { name: 'Tom' },
      plain: { pets: [{ name: 'Tom' }, {}] },
    });
  });

  test('are given for one member of a union, and fetched for the other', async () => {
    const query = '{ owner { pets { __typename ... on Cat { name age } ... on Dog { name } } } }';
    expect(await graph.data(query)).toEqual({
      owner: {
        pets: [
          { __typename: 'Cat', name: 'Tom', age: 4 },
          { __typename: 'Dog', name: 'Rex' },
        ],
      },
    });
  });
});

describe('Fields that moved (@override)', () => {
  let graph: Federation;
  beforeAll(async () => {
    const stale = () => {
      throw new Error('this field has moved away');
    };
    graph = await federation({
      old: {
        sdl: `type Query { post: Post feed: [Post!] } type Post @key(fields: "id") { id: ID! date: String! length: Int! }`,
        resolvers: {
          Query: { post: () => ({ id: '1' }), feed: stale },
          Post: { date: stale, length: () => 7, __resolveReference: ({ id }: Told) => ({ id }) },
        },
      },
      fresh: {
        sdl: `type Query { feed: [Post!] @override(from: "old") }
          type Post @key(fields: "id") { id: ID! date: String! @override(from: "old") length: Int! @external
            summary: String! @override(from: "nobody") @requires(fields: "length") }`,
        resolvers: {
          Query: { feed: () => [{ id: '2' }, { id: '3' }] },
          Post: { date: ({ id }: Told) => `day ${id}`, summary: ({ length }: Told) => `of ${length}` },
        },
      },
      later: {
        sdl: 'type Post @key(fields: "id") { id: ID! date: String! @external stamp: String! @requires(fields: "date") }',
        resolvers: { Post: { stamp: ({ date }: Told) => `stamped ${date}` } },
      },
    });
  });
  afterAll(() => graph.stop());

  test('are asked where they are now', async () => {
    expect(await graph.data('{ post { date } feed { date length } }')).toEqual({
      post: { date: 'day 1' },
      feed: [
        { date: 'day 2', length: 7 },
        { date: 'day 3', length: 7 },
      ],
    });
  });

  test('serve as requirements from where they are now', async () => {
    expect(await graph.data('{ post { stamp } }')).toEqual({ post: { stamp: 'stamped day 1' } });
  });

  test('and may require fields themselves, also when nobody had them before', async () => {
    expect(await graph.data('{ feed { summary } }')).toEqual({
      feed: [{ summary: 'of 7' }, { summary: 'of 7' }],
    });
  });
});
