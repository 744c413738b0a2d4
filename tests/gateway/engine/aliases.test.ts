import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shop } from './support/shop.ts';
import { type SmallGraph, smallGraph } from './support/small-graph.ts';

interface Asked {
  readonly name: string;
  readonly args: string;
  readonly alias: string | undefined;
  readonly below: readonly Asked[] | undefined;
}

const LEAVES = ['upc', 'name', 'price', 'kind', 'inStock', 'shipping', 'stock', '__typename'];
const COMPOSITES: Record<string, readonly string[]> = { like: LEAVES, box: ['label'], size: ['width'] };
const NAMES = [
  ...LEAVES,
  'like',
  'box',
  'size',
  'label',
  'width',
  'constructor',
  '__proto__',
  'toString',
  '_k0',
  '_entities',
];

const leaf = (names: readonly string[]) =>
  fc.record({
    name: fc.constantFrom(...names),
    args: fc.constant(''),
    alias: fc.option(fc.constantFrom(...NAMES), { nil: undefined }),
    below: fc.constant(undefined),
  });

const selection = (depth: number): fc.Arbitrary<readonly Asked[]> => {
  const composite = fc.constantFrom(...Object.keys(COMPOSITES)).chain((name) =>
    fc.record({
      name: fc.constant(name),
      args: fc.constant(''),
      alias: fc.option(fc.constantFrom(...NAMES), { nil: undefined }),
      below:
        name === 'like' && depth > 0
          ? selection(depth - 1)
          : fc.array(leaf(COMPOSITES[name]!), { minLength: 1, maxLength: 4 }),
    }),
  );
  return fc.array(fc.oneof({ weight: 3, arbitrary: leaf(LEAVES) }, composite), {
    minLength: 1,
    maxLength: 6,
  });
};

/** Of fields that would share a response key, the first stays; without aliases, the first of each name. */
function settled(asked: readonly Asked[]): Asked[] {
  const keys = new Set<string>();
  return asked.flatMap((one) => {
    const key = one.alias ?? one.name;
    if (keys.has(key)) return [];
    keys.add(key);
    return [{ ...one, below: one.below && settled(one.below) }];
  });
}

const written = (asked: readonly Asked[]): string =>
  `{ ${asked.map(({ name, alias, below }) => `${alias ? `${alias}: ` : ''}${name} ${below ? written(below) : ''}`).join(' ')} }`;

/** One field alone, so that nothing else can stand in its way. */
async function alone(graph: SmallGraph, path: readonly string[]): Promise<unknown> {
  const query = path.reduceRight((inner, name) => (inner === '' ? name : `${name} { ${inner} }`), '');
  return (await graph.ask(`{ top { ${query} } }`)).data?.top;
}

describe('No alias of a client changes what a field brings (fine print 1 and 2)', () => {
  let graph: SmallGraph;
  const known = new Map<string, unknown>();
  beforeAll(() => {
    graph = smallGraph(shop);
  });
  afterAll(() => graph.engine.stop());

  const bare = async (path: readonly string[]) => {
    const text = path.join('.');
    if (!known.has(text)) known.set(text, await alone(graph, path));
    return known.get(text);
  };
  /** Every leaf of an aliased answer is what the same field brings when it is asked alone and unaliased. */
  const compare = async (asked: readonly Asked[], came: unknown, path: readonly string[]): Promise<void> => {
    for (const { name, alias, below } of asked) {
      const inner = [...path, name];
      const aliased = at(came, alias ?? name);
      if (below) await compare(below, aliased, inner);
      else
        expect({ path: inner, is: aliased }).toEqual({
          path: inner,
          is: inner.reduce(at, await bare(inner)),
        });
    }
  };

  test('random aliases drawn from field names answer as the unaliased fields do', async () => {
    await fc.assert(
      fc.asyncProperty(selection(2), async (drawn) => {
        const asked = settled(drawn);
        const { data, errors } = await graph.ask(`{ top ${written(asked)} }`);
        expect(errors).toBeUndefined();
        await compare(asked, data?.top, []);
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  test('a key’s name as an alias of a text asks about the same entity as before', async () => {
    const { data } = await graph.ask('{ top { upc: name stock } }');
    expect(data).toEqual({
      top: [
        { upc: '2', stock: 'stock of 1 {}' },
        { upc: '3', stock: 'stock of 2 {}' },
        { upc: '1', stock: 'stock of 3 {}' },
      ],
    });
  });

  test('nor when the alias stands in an entity fetch from which a later fetch takes its key', async () => {
    const { data } = await graph.ask('{ shelf { upc: name like { upc: name name: upc stock } } }');
    expect(data).toEqual({
      shelf: [
        { upc: '3', like: [{ upc: '2', name: '1', stock: 'stock of 1 {}' }] },
        {
          upc: '2',
          like: [
            { upc: '3', name: '2', stock: 'stock of 2 {}' },
            { upc: '1', name: '3', stock: 'stock of 3 {}' },
          ],
        },
      ],
    });
  });

  test('__typename as an alias is a key like any other, and no subgraph sees it', async () => {
    const { data } = await graph.ask('{ media { __typename: title t: __typename rating } }');
    expect(data).toEqual({
      media: [
        { __typename: '书', t: 'Book', rating: 2 },
        { __typename: '片', t: 'Film', rating: 2 },
      ],
    });
    for (const { query } of graph.sent) expect(query).not.toMatch(/__typename\s*:/);
  });

  test('a change that is asked for twice under two aliases stays two, in order; a question asked twice is one', async () => {
    await graph.ask('{ a: product(upc: "1") { x: name y: name name } }');
    expect(graph.sent.map(({ query }) => query)).toEqual([expect.stringMatching(/\{name\}/)]);
  });
});

// Lists are gone through item by item; own properties only.
function at(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.map((item) => at(item, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}
