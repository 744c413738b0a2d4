import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { EntityBatchAlias, PlanNode } from '@graphql-hive/router-query-planner';
import { nativePlanner } from '../../../gateway/engine/planning/planner.ts';
import { shop } from './support/shop.ts';
import { composed, type SmallGraph, smallGraph } from './support/small-graph.ts';

const PRODUCT = [
  {
    kind: 'InlineFragment' as const,
    typeCondition: 'Product',
    selections: [
      { kind: 'Field' as const, name: '__typename' },
      { kind: 'Field' as const, name: 'upc' },
    ],
  },
];
const REPS = '[_Any!]!';
const field = (...names: string[]) => names.map((name) => (name === '@' ? ('@' as const) : { Field: name }));
const alias = (name: string, variable: string, ...paths: EntityBatchAlias['paths']): EntityBatchAlias => ({
  ...{ alias: name, representationsVariableName: variable, paths, requires: PRODUCT },
});
const batch = (serviceName: string, operation: string, ...aliases: EntityBatchAlias[]): PlanNode => ({
  ...{ kind: 'BatchFetch', serviceName, operationKind: 'query', operation, entityBatch: { aliases } },
});
const fetch = (serviceName: string, operation: string): PlanNode => ({
  ...{ kind: 'Fetch', serviceName, operationKind: 'query', operation },
});
const inTurn = (...nodes: PlanNode[]): PlanNode => ({ kind: 'Sequence', nodes });

/** The engine with a plan written by hand: forms that the planner may send, and that no query here brings it to. */
function byHand(plan: PlanNode): SmallGraph {
  const native = nativePlanner(composed(shop));
  return smallGraph(shop, { planner: { ...native, start: () => undefined, plan: async () => plan } });
}

describe('Batch fetches: several lists of entities in one call (fine print 5)', () => {
  let graph: SmallGraph;
  beforeAll(() => {
    graph = smallGraph(shop);
  });
  afterAll(() => graph.engine.stop());

  test('entities of two places go in one call, each only once', async () => {
    const { data } = await graph.ask('{ shelf { name like { name like { upc name } } } }');
    const [, second] = graph.sent;
    expect(graph.sent).toHaveLength(2);
    expect(second!.subgraph).toBe('catalogue');
    const upcs = Object.values(second!.variables).flatMap((list) =>
      (list as { upc: string }[]).map(({ upc }) => upc),
    );
    expect(upcs.sort()).toEqual(['1', '2', '3']);
    expect(data).toMatchObject({
      shelf: [
        { name: '3', like: [{ name: '2' }] },
        { name: '2', like: [{ name: '3' }, { name: '1' }] },
      ],
    });
  });

  test('different fields of the same kind of entity, in different places, are kept apart', async () => {
    const { data } = await graph.ask('{ top { box { product { kind } } like { name } } }');
    const batched = graph.sent.at(-1)!;
    expect(batched.query).toMatch(/_e0: _entities.*_e1: _entities/s);
    expect(data?.top).toEqual([
      { box: { product: { kind: 'CHAIR' } }, like: [{ name: '3' }, { name: '1' }] },
      { box: { product: { kind: 'TABLE' } }, like: [{ name: '2' }] },
      { box: { product: { kind: 'TABLE' } }, like: [{ name: '2' }] },
    ]);
  });

  test('a list without entities is sent empty, since the operation wants it', async () => {
    const plan = inTurn(
      fetch('catalogue', '{_k0:top{__typename upc} gone{__typename}}'),
      batch(
        'warehouse',
        `query($a:${REPS},$b:${REPS}){_e0:_entities(representations:$a){...on Product{_k0:stock}} _e1:_entities(representations:$b){...on Product{inStock}}}`,
        alias('_e0', 'a', field('_k0', '@')),
        alias('_e1', 'b', field('gone', '@')),
      ),
    );
    const hand = byHand(plan);
    const { data } = await hand.ask('{ top { upc stock } gone { inStock } }');
    expect(hand.sent[1]!.variables.b).toEqual([]);
    expect(data?.top).toEqual(['1', '2', '3'].map((upc) => ({ upc, stock: `stock of ${upc} {}` })));
  });

  test('when no list has entities, nobody is asked', async () => {
    const { data } = await graph.ask('{ product(upc: "none") { stock like { name } } }');
    expect(data).toEqual({ product: null });
    expect(graph.sent).toHaveLength(1);
  });

  test('two lists may share a variable: each answers for its own places', async () => {
    const plan = inTurn(
      fetch('catalogue', '{_k0:top{__typename upc} rows{__typename upc}}'),
      batch(
        'warehouse',
        `query($a:${REPS}){_e0:_entities(representations:$a){...on Product{_k0:stock}} _e1:_entities(representations:$a){...on Product{inStock}}}`,
        alias('_e0', 'a', field('_k0', '@')),
        alias('_e1', 'a', field('rows', '@', '@')),
      ),
    );
    const { data } = await byHand(plan).ask('{ top { stock } rows { inStock } }');
    expect(data).toEqual({
      top: ['1', '2', '3'].map((upc) => ({ stock: `stock of ${upc} {}` })),
      rows: [[{ inStock: true }, { inStock: false }], [{ inStock: false }]],
    });
  });

  test('places that share an entity get objects of their own: what is fetched into one is not in the other', async () => {
    const plan = inTurn(
      fetch('catalogue', '{_k0:product(upc:"1"){__typename upc} _k1:product(upc:"1"){__typename upc}}'),
      batch(
        'warehouse',
        `query($a:${REPS}){_e0:_entities(representations:$a){...on Product{box{product{__typename upc}}}}}`,
        alias('_e0', 'a', field('_k0'), field('_k1')),
      ),
      {
        ...{ kind: 'Flatten', path: field('_k0', 'box', 'product') },
        node: {
          ...{ kind: 'Fetch', serviceName: 'catalogue', operationKind: 'query', requires: PRODUCT },
          operation: `query($representations:${REPS}){_entities(representations:$representations){...on Product{name}}}`,
        },
      },
    );
    const hand = byHand(plan);
    const { data } = await hand.ask(
      '{ a: product(upc: "1") { box { product { name } } } b: product(upc: "1") { box { product { price upc } } } }',
    );
    // Under b nothing fetched the price, and the name that was fetched under a has not come along.
    expect(data).toEqual({
      a: { box: { product: { name: '2' } } },
      b: { box: { product: { price: null, upc: '1' } } },
    });
    expect(hand.sent[1]!.variables.a).toHaveLength(1);
  });

  test('a lost batch is told at every field of every list', async () => {
    const down = smallGraph({
      ...shop,
      warehouse: { ...shop.warehouse, spoil: () => ({ data: { _e0: [], _e1: 1 } }) as never },
    });
    const { data, errors } = await down.ask(
      '{ a: product(upc: "1") { x: stock } b: product(upc: "2") { y: inStock } }',
    );
    expect(data).toEqual({ a: { x: null }, b: { y: null } });
    expect(errors?.map(({ path, extensions }) => [path, extensions?.code])).toEqual(
      expect.arrayContaining([
        [['a', 'x'], 'SUBGRAPH_UNAVAILABLE'],
        [['b', 'y'], 'SUBGRAPH_UNAVAILABLE'],
      ]),
    );
    await down.engine.stop();
  });
});

describe('Paths of plans (fine print 4)', () => {
  test('a type condition may name several types; an interface stands for its kinds', async () => {
    const MEDIA = [
      {
        ...PRODUCT[0]!,
        typeCondition: 'Media',
        selections: [
          { kind: 'Field' as const, name: '__typename' },
          { kind: 'Field' as const, name: 'id' },
        ],
      },
    ];
    const rate = (types: string[]): PlanNode =>
      inTurn(fetch('catalogue', '{media{__typename id}}'), {
        ...{ kind: 'Flatten', path: [...field('media', '@'), { TypeCondition: types }] },
        node: {
          ...{ kind: 'Fetch', serviceName: 'warehouse', operationKind: 'query', requires: MEDIA },
          // An unwrapped rewrite, as the types of the planner allow it (fine print 3).
          inputRewrites: [
            {
              kind: 'ValueSetter',
              path: [{ TypenameEquals: ['Media'] }, { Key: '__typename' }],
              setValueTo: 'Media',
            },
          ],
          operation: `query($representations:${REPS}){_entities(representations:$representations){...on Media{rating}}}`,
        },
      });
    const asked = async (types: string[]) =>
      (await byHand(rate(types)).ask('{ media { id rating } }')).data?.media;
    expect(await asked(['Book', 'Film'])).toEqual([
      { id: 'b1', rating: 2 },
      { id: 'f1', rating: 2 },
    ]);
    expect(await asked(['Media'])).toEqual([
      { id: 'b1', rating: 2 },
      { id: 'f1', rating: 2 },
    ]);
    expect(await asked(['Film'])).toEqual([
      { id: 'b1', rating: null },
      { id: 'f1', rating: 2 },
    ]);
  });
  test('lists in lists are gone through to the last object', async () => {
    const graph = smallGraph(shop);
    const { data } = await graph.ask('{ rows { upc s: stock(of: "x") t: stock(of: "y") } }');
    await graph.engine.stop();
    const row = (upc: string) => ({ upc, s: `stock of ${upc} {"of":"x"}`, t: `stock of ${upc} {"of":"y"}` });
    expect(data).toEqual({ rows: [[row('1'), row('2')], [row('3')]] });
  });
});
