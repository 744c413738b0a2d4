import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { deepMerge } from '../../../gateway/engine/fetching/deep-merge.ts';
import { plainRewrite, rewriteOf } from '../../../gateway/engine/fetching/rewrites.ts';
import { kindsOf } from '../../../gateway/engine/kinds.ts';
import { catalogue, shop, warehouse } from './support/shop.ts';
import { type SmallGraph, smallGraph } from './support/small-graph.ts';

let graph: SmallGraph;
beforeAll(() => {
  graph = smallGraph(shop);
});
afterAll(() => graph.engine.stop());

const kinds = kindsOf(
  parse(
    'interface Media { id: ID } type Book implements Media { id: ID } type Film implements Media { id: ID } union Any = Book | Film',
  ),
);

describe('3. Rewrites', () => {
  const path = [{ Key: 'list' }, { TypenameEquals: ['Media'] }, { Key: 'old' }];
  test.each([
    ['wrapped', { KeyRenamer: { path, renameKeyTo: 'new' } }],
    ['bare', { kind: 'KeyRenamer', path, renameKeyTo: 'new' } as never],
  ])(
    'a key is renamed through lists, for every kind of the type and where no type is told (%s)',
    (_form, rewrite) => {
      const value = {
        list: [{ __typename: 'Book', old: 1 }, { old: 2 }, { __typename: 'Other', old: 3 }, null],
      };
      rewriteOf(plainRewrite(rewrite), kinds)(value);
      expect(value.list.map((one) => (one as { new?: number } | null)?.new)).toEqual([
        1,
        2,
        undefined,
        undefined,
      ]);
    },
  );
  test('representations of a kind go to an interface object under the interface’s name', async () => {
    await graph.ask('{ media { rating } }');
    expect(graph.sent[1]!.variables.representations).toEqual([
      { __typename: 'Media', id: 'b1' },
      { __typename: 'Media', id: 'f1' },
    ]);
  });
});

describe('6. What a fetch requires', () => {
  test('null in a required field is sent as null; objects and lists in it as they are', async () => {
    const { data } = await graph.ask('{ top { shipping volume } }');
    expect(data?.top).toEqual([
      expect.objectContaining({ volume: '{"width":5,"parts":[{"no":1}]}' }),
      expect.objectContaining({ volume: '{"width":7,"parts":[{"no":2},{"no":3}]}' }),
      { shipping: '3 at null', volume: 'null' },
    ]);
  });
  test('an entity without a key is not asked about, and what it lacks is told at it', async () => {
    const keyless = smallGraph({
      ...shop,
      warehouse: {
        ...warehouse,
        spoil: (answer, { query }) =>
          query.includes('_entities') ? answer : { data: { shelf: [{ __typename: 'Product', upc: null }] } },
      },
    });
    const { data, errors } = await keyless.ask('{ shelf { name } }');
    expect(data).toBeNull();
    expect(errors?.map(({ path }) => path)).toEqual([['shelf', 0, 'name']]);
    expect(keyless.sent).toHaveLength(1);
    await keyless.engine.stop();
  });
  test('what could not be fetched is not required as if it were nothing: no number is computed from a gap', async () => {
    const gap = smallGraph({
      warehouse,
      catalogue: {
        ...catalogue,
        spoil: (answer, { query }) => (query.includes('_entities') ? ({ errors: 1 } as never) : answer),
      },
    });
    const { data, errors } = await gap.ask('{ shelf { shipping inStock } }');
    expect(data).toEqual({
      shelf: [
        { shipping: null, inStock: false },
        { shipping: null, inStock: true },
      ],
    });
    expect(errors?.length).toBeGreaterThan(0);
    await gap.engine.stop();
  });
});

describe('7. Merging', () => {
  const merge = deepMerge(kinds);
  test.each([
    ['an object stays against null', { a: 1 }, null, { a: 1 }],
    ['something takes the place of null', null, { a: 1 }, { a: 1 }],
    [
      'lists of one length are merged item by item',
      [{ a: 1 }, null],
      [{ b: 2 }, { c: 3 }],
      [{ a: 1, b: 2 }, { c: 3 }],
    ],
    ['a list of another length replaces', [1, 2], [3], [3]],
    [
      'an exact type stays against its interface',
      { __typename: 'Book' },
      { __typename: 'Media' },
      { __typename: 'Book' },
    ],
    [
      'an exact type takes the interface’s place',
      { __typename: 'Media' },
      { __typename: 'Book' },
      { __typename: 'Book' },
    ],
  ])('%s', (_rule, there, came, stands) => {
    expect(merge(structuredClone(there), came)).toEqual(stands);
  });
});

describe('8. Interface objects', () => {
  test('a kind that only another subgraph knows is fetched when a condition or __typename asks for it', async () => {
    const { data } = await graph.ask(
      '{ rated { __typename rating ... on Book { pages } ... on Film { minutes title } } }',
    );
    expect(data).toEqual({
      rated: [
        { __typename: 'Film', rating: 2, minutes: 90, title: '片' },
        { __typename: 'Book', rating: 2, pages: 100 },
      ],
    });
  });
  test('and not otherwise', async () => {
    const { data } = await graph.ask('{ rated { rating review } }');
    expect(data).toEqual({
      rated: [
        { rating: 2, review: 'on f1' },
        { rating: 2, review: 'on b1' },
      ],
    });
    expect(graph.sent).toHaveLength(1);
  });
  test('a type that clients do not know is no object for them', async () => {
    const secret = smallGraph({
      ...shop,
      catalogue: {
        ...catalogue,
        spoil: (answer) =>
          JSON.parse(JSON.stringify(answer).replace('"__typename":"Film"', '"__typename":"Hidden"')),
      },
    });
    const { data } = await secret.ask('{ media { __typename id ... on Book { pages } } }');
    expect(data).toBeNull();
    await secret.engine.stop();
  });
});

describe('10. Introspection', () => {
  test('beside ordinary fields it is answered here, under the client’s aliases, in the client’s order', async () => {
    const query = `query ($n: String!) {
      p: product(upc: "1") { name }
      s: __schema { queryType { ...N } }
      t: __type(name: $n) { name kind @skip(if: false) }
      ...Q
    }
    fragment N on __Type { name }
    fragment Q on Query { u: __type(name: "Nothing") { name } __typename }`;
    const { data } = await graph.ask(query, { n: 'Kind' });
    expect(JSON.stringify(data)).toBe(
      '{"p":{"name":"2"},"s":{"queryType":{"name":"Query"}},"t":{"name":"Kind","kind":"ENUM"},"u":null,"__typename":"Query"}',
    );
    expect(graph.sent).toHaveLength(1);
  });
  test('a bare __typename, and introspection alone, ask no subgraph', async () => {
    expect((await graph.ask('{ __typename t: __typename }')).data).toEqual({
      __typename: 'Query',
      t: 'Query',
    });
    expect((await graph.ask('{ __type(name: "Product") { fields { name } } }')).data).toEqual({
      __type: { fields: expect.arrayContaining([{ name: 'upc' }, { name: 'stock' }]) },
    });
    expect(graph.sent).toEqual([]);
  });
  test('nothing of the federation’s machinery is visible', async () => {
    const { data } = await graph.ask('{ __schema { types { name } directives { name } } }');
    expect(JSON.stringify(data)).not.toMatch(/join__|link__|_Any|_Entity|_Service/);
  });
});

describe('11. What the planner must never see', () => {
  const executed = async (text: string, operationName?: string) => {
    const { executor } = await graph.engine.load({ apollo: {} } as never);
    return executor!({ document: parse(text), operationName, request: {}, context: {} } as never);
  };
  test('one of several operations without its name', async () => {
    await expect(executed('{ __typename } query Other { __typename }')).rejects.toMatchObject({
      extensions: { code: 'OPERATION_UNKNOWN' },
    });
    expect((await executed('query A { __typename } query B { b: __typename }', 'B')).data).toEqual({
      b: 'Query',
    });
  });
  test('a subscription', async () => {
    const live = smallGraph({ a: { sdl: 'type Query { x: Int } type Subscription { y: Int }' } });
    await expect(live.ask('subscription { y }')).rejects.toMatchObject({
      extensions: { code: 'SUBSCRIPTION_REFUSED' },
    });
    await live.engine.stop();
  });
  test('@defer: the graph does not have it, so validation refuses it', async () => {
    await expect(graph.ask('{ top { ... @defer { name } } }')).rejects.toThrow('Unknown directive "@defer"');
  });
});

test('14. Every fetch bears a name of ours, by which a subgraph’s log finds it', async () => {
  await graph.ask('query TheirName { top { upc stock } }');
  expect(graph.sent.map(({ operationName, query }) => [operationName, query.split(/[({]/)[0]])).toEqual([
    ['hub_catalogue_1', 'query hub_catalogue_1'],
    ['hub_warehouse_2', 'query hub_warehouse_2'],
  ]);
});

test('17. Access directives are the gate’s business: the engine plans what they protect like anything else', async () => {
  const closed = smallGraph({
    a: { sdl: 'type Query { x: Int @authenticated }', resolvers: { Query: { x: () => 1 } } },
  });
  expect((await closed.ask('{ x }')).data).toEqual({ x: 1 });
  await closed.engine.stop();
});
