import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Federation, federation } from '../../support/federation/federation.ts';

const goods = [
  { id: 'g1', name: 'Table', code: 'c1', maker: 'm2' },
  { id: 'g2', name: 'g1', code: 'c2', maker: 'm1' },
];
const makers = [
  { id: 'm1', name: 'm2', code: 'x1' },
  { id: 'm2', name: 'Li', code: 'x2' },
];

describe('No alias of a client chooses whose entity is asked', () => {
  let graph: Federation;
  beforeAll(async () => {
    graph = await federation({
      shop: {
        sdl: `type Query { goods: [Good!]! any: [Thing!]! }
          union Thing = Good | Maker
          type Good @key(fields: "id") { id: ID! name: String! code: String! maker: Maker! }
          type Maker @key(fields: "id") { id: ID! }`,
        resolvers: {
          Query: {
            goods: () => goods,
            any: () => [
              { __typename: 'Good', ...goods[1] },
              { __typename: 'Maker', ...makers[0] },
            ],
          },
          Good: { maker: ({ maker }: { maker: string }) => ({ id: maker }) },
        },
      },
      firms: {
        sdl: 'type Maker @key(fields: "id") { id: ID! name: String! code: String! goods: [Good!]! } type Good @key(fields: "id") { id: ID! }',
        resolvers: {
          Maker: {
            __resolveReference: ({ id }: { id: string }) => makers.find((it) => it.id === id) ?? null,
            goods: ({ id }: { id: string }) => goods.filter(({ maker }) => maker === id),
          },
        },
      },
      stock: {
        sdl: `type Good @key(fields: "id") { id: ID! inStock: String! code: String! @external label: String! @requires(fields: "code") }
          type Maker @key(fields: "id") { id: ID! rating: String! }`,
        resolvers: {
          Good: {
            inStock: ({ id }: { id: string }) => `stock of ${id}`,
            label: ({ id, code }: { id: string; code: string }) => `${id}/${code}`,
          },
          Maker: { rating: ({ id }: { id: string }) => `rating of ${id}` },
        },
      },
    });
  });
  afterAll(() => graph.stop());

  test('another field under the name of the key', async () => {
    expect(await graph.data('{ goods { id: name inStock } }')).toEqual({
      goods: [
        { id: 'Table', inStock: 'stock of g1' },
        { id: 'g1', inStock: 'stock of g2' },
      ],
    });
    expect(graph.representations('stock').map(({ id }) => id)).toEqual(['g1', 'g2']);
  });

  test('another field under the name of the key, in an entity fetch that later calls depend on', async () => {
    expect(await graph.data('{ goods { maker { id: name rating goods { id: inStock } } } }')).toEqual({
      goods: [
        { maker: { id: 'Li', rating: 'rating of m2', goods: [{ id: 'stock of g1' }] } },
        { maker: { id: 'm2', rating: 'rating of m1', goods: [{ id: 'stock of g2' }] } },
      ],
    });
  });

  test('another field under the name of a required one', async () => {
    expect(await graph.data('{ goods { code: name label name: code } }')).toEqual({
      goods: [
        { code: 'Table', label: 'g1/c1', name: 'c1' },
        { code: 'g1', label: 'g2/c2', name: 'c2' },
      ],
    });
  });

  test('a field under the name __typename, and __typename under the name of a field', async () => {
    expect(await graph.data('{ goods { __typename: name id: __typename inStock } }')).toEqual({
      goods: [
        { __typename: 'Table', id: 'Good', inStock: 'stock of g1' },
        { __typename: 'g1', id: 'Good', inStock: 'stock of g2' },
      ],
    });
  });

  test('a type’s name stands in no place but its own, for abstract types too', async () => {
    const query = `{ any { ... on Good { __typename: maker { id } inStock } ... on Maker { id: __typename rating } } }`;
    expect(await graph.data(query)).toEqual({
      any: [
        { __typename: { id: 'm1' }, inStock: 'stock of g2' },
        { id: 'Maker', rating: 'rating of m1' },
      ],
    });
  });

  test('an object under the name of the key', async () => {
    expect(await graph.data('{ goods { id: maker { id: name name: id } inStock } }')).toEqual({
      goods: [
        { id: { id: 'Li', name: 'm2' }, inStock: 'stock of g1' },
        { id: { id: 'm2', name: 'm1' }, inStock: 'stock of g2' },
      ],
    });
  });

  test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', '_entities', 'representations'])(
    'the alias %s is a name like any other',
    async (alias) => {
      const { data, errors } = await graph.ask(`{ ${alias}: goods { ${alias}: name inStock } }`);
      expect(errors).toBeUndefined();
      const [first] = Object.getOwnPropertyDescriptor(data, alias)!.value as object[];
      expect(Object.entries(first!)).toEqual([
        [alias, 'Table'],
        ['inStock', 'stock of g1'],
      ]);
    },
  );

  test('answers equal those of the unaliased query, whatever the aliases', async () => {
    const plain = await graph.data(
      '{ goods { id name code inStock label __typename maker { id name code rating __typename } } }',
    );
    const ofGood = ['id', 'name', 'code', 'inStock', 'label', '__typename'];
    const ofMaker = ['id', 'name', 'code', 'rating', '__typename'];
    const pool = [...new Set([...ofGood, ...ofMaker, 'maker', 'goods'])];
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(pool, { minLength: 7, maxLength: 7 }),
        fc.shuffledSubarray(pool, { minLength: 5, maxLength: 5 }),
        async (outer, inner) => {
          const asked = (fields: string[], names: string[]) =>
            fields.map((it, n) => `${names[n]}: ${it}`).join(' ');
          const query = `{ goods { ${asked(ofGood, outer)} ${outer[6]}: maker { ${asked(ofMaker, inner)} } } }`;
          const renamed = (from: Record<string, unknown>, fields: string[], names: string[]) =>
            fields.map((it, n) => [names[n]!, from[it]]);
          const expected = (plain!.goods as Record<string, Record<string, unknown>>[]).map((good) => ({
            ...Object.fromEntries(renamed(good, ofGood, outer)),
            [outer[6]!]: Object.fromEntries(renamed(good.maker!, ofMaker, inner)),
          }));
          expect(await graph.data(query)).toEqual({ goods: expected });
        },
      ),
      { numRuns: 100, seed: 20_261_121 },
    );
  });
});
