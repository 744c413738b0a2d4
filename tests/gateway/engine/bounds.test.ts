import { describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { bounded } from '../../../gateway/engine/planning/bounded.ts';
import { nativePlanner } from '../../../gateway/engine/planning/planner.ts';
import { shop } from './support/shop.ts';
import { composed, smallGraph } from './support/small-graph.ts';

const FIELDS = ['upc', 'name', 'price', 'kind', 'stock', 'inStock', 'shipping'];
/** Another set of fields for each number. */
const shapes = (count: number) =>
  Array.from(
    { length: count },
    (_, n) => `{ top { ${FIELDS.filter((_name, bit) => (n + 1) & (1 << bit)).join(' ')} } }`,
  );

describe('What the engine remembers is bounded (fine print 16)', () => {
  test('plans and compiled code by their bytes: the newest stay', async () => {
    const graph = smallGraph(shop, { programmesBytes: 300_000 });
    for (const query of shapes(60)) await graph.ask(query);
    const { programmes, bytes } = graph.engine.memory();
    expect(bytes).toBeLessThanOrEqual(300_000);
    expect(programmes).toBeGreaterThan(2);
    expect(programmes).toBeLessThan(40);
    await graph.engine.stop();
  });
  test('an operation that is too large for the room is answered and not kept', async () => {
    const graph = smallGraph(shop, { programmesBytes: 1_000 });
    expect((await graph.ask('{ top { name stock } }')).data?.top).toHaveLength(3);
    expect(graph.engine.memory()).toEqual({ programmes: 0, bytes: 0, inMaking: 0, waiting: 0 });
    await graph.engine.stop();
  });
  test('who asks the same at the same time waits for one plan', async () => {
    const native = nativePlanner(composed(shop));
    let planned = 0;
    const plan = async (text: string) => {
      planned += 1;
      return native.plan(text);
    };
    const graph = smallGraph(shop, { planner: { ...native, start: () => undefined, plan } });
    await Promise.all(Array.from({ length: 20 }, () => graph.ask('{ top { name stock } }')));
    expect(planned).toBe(1);
    await graph.engine.stop();
  });
});

test('An operation that was prepared needs no plan when it is asked', async () => {
  const native = nativePlanner(composed(shop));
  const planned: string[] = [];
  const plan = async (text: string) => {
    planned.push(text);
    return native.plan(text);
  };
  const graph = smallGraph(shop, { planner: { ...native, start: () => undefined, plan } });
  const query = 'query Q($n: Int, $all: Boolean!) { top(first: $n) { upc stock @include(if: $all) } }';
  await graph.engine.prepare(parse(query));
  expect(planned).toHaveLength(1);
  expect((await graph.ask(query, { n: 1, all: true })).data).toEqual({
    top: [{ upc: '1', stock: 'stock of 1 {}' }],
  });
  expect(planned).toHaveLength(1);
  expect((await graph.engine.plan(parse(query))).fetches.map(({ subgraph }) => subgraph)).toEqual([
    'catalogue',
    'warehouse',
  ]);
  await graph.engine.stop();
});

describe('Planning is bounded', () => {
  test('so many at once, so many may wait, one more is refused with a code; those who wait are served in order', async () => {
    const done: number[] = [];
    const releases: (() => void)[] = [];
    const run = bounded({ atOnce: 2, waiting: 2 });
    const job = (n: number) =>
      run(async () => {
        await new Promise<void>((resolve) => releases.push(resolve));
        done.push(n);
      });
    const four = [1, 2, 3, 4].map(job);
    await expect(job(5)).rejects.toMatchObject({ extensions: { code: 'QUERY_PLAN_BUSY' } });
    expect(releases).toHaveLength(2);
    while (done.length < 4) {
      releases.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(four);
    expect(done).toEqual([1, 2, 3, 4]);
    await run(async () => done.push(6));
    expect(done).toHaveLength(5);
  });
  test('a job that fails frees its place', async () => {
    const run = bounded({ atOnce: 1, waiting: 1 });
    await expect(run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await run(async () => 'next')).toBe('next');
  });
});

describe('Fragments cost what their fields cost', () => {
  const fragments = (count: number, body: (next: string) => string) =>
    Array.from(
      { length: count },
      (_, n) => `fragment F${n} on Product { ${n === count - 1 ? 'upc' : body(`...F${n + 1}`)} }`,
    ).join(' ');
  // Unfolded wherever it is named, either would be done in no test's time.
  test('thirty that name the next twice are no work', async () => {
    const graph = smallGraph(shop);
    const { data } = await graph.ask(
      `{ top { ...F0 } } ${fragments(30, (next) => `${next} name ... on Product { ${next} }`)}`,
    );
    expect(data?.top).toHaveLength(3);
    await graph.engine.stop();
  });
  test('thirty that double the answer each time are refused with a code, in bounded time', async () => {
    const graph = smallGraph(shop);
    const doubled = (next: string) => `a: like { ${next} } b: like { ${next} }`;
    const refused = graph.ask(`{ top { ...F0 } } ${fragments(30, doubled)}`);
    await expect(refused).rejects.toMatchObject({ extensions: { code: 'QUERY_PLAN_TOO_COMPLEX' } });
    expect(graph.sent).toEqual([]);
    await graph.engine.stop();
  });
});

describe('15. An operation that the native planner refuses or dies of harms nobody', () => {
  test('what it refuses is planned by the stock planner', async () => {
    const graph = smallGraph(shop);
    const { data, errors } = await graph.ask('{ top(first: 1) { like { shipping like { upc } } } }');
    expect(errors).toBeUndefined();
    expect(data?.top).toEqual([
      {
        like: [
          { shipping: '2 at 20', like: [{ upc: '1' }] },
          { shipping: '3 at null', like: [{ upc: '1' }] },
        ],
      },
    ]);
    await graph.engine.stop();
  }, 60_000);
  test('what it dies of takes one process with it; others are answered, and the engine goes on', async () => {
    // A chain of required fields through two subgraphs.
    const graph = smallGraph({
      a: {
        sdl: `type Query { fine: Int }
          type E @key(fields: "id") { id: ID! peer: E sum: Int @external total: String @requires(fields: "sum") }`,
        resolvers: {
          Query: { fine: () => 1 },
          E: {
            peer: ({ id }: { id: string }) => ({ id: `${id}${id}` }),
            total: ({ sum }: { sum: number }) => `total ${sum}`,
          },
        },
      },
      b: {
        sdl: `type Query { es: [E!] }
          type E @key(fields: "id") { id: ID! peer: E @external sum: Int @requires(fields: "peer { id }") }`,
        resolvers: {
          Query: { es: () => [{ id: 'e1' }] },
          E: { sum: ({ peer }: { peer: { id: string } }) => peer.id.length },
        },
      },
    });
    const [deadly, fine] = await Promise.all([graph.ask('{ es { total } }'), graph.ask('{ fine }')]);
    expect(deadly.data).toEqual({ es: [{ total: 'total 4' }] });
    expect(fine.data).toEqual({ fine: 1 });
    // So does the plan that a person wants to see.
    const { fetches } = await graph.engine.plan(parse('{ es { total sum } }'));
    expect(new Set(fetches.map(({ subgraph }) => subgraph))).toEqual(new Set(['a', 'b']));
    expect((await graph.ask('{ f: fine es { id } }')).data).toEqual({ f: 1, es: [{ id: 'e1' }] });
    await graph.engine.stop();
  }, 60_000);
});
