import { describe, expect, test } from '@jest/globals';
import type { SubgraphAnswer } from '../../../kernel/transport.ts';
import { catalogue, shop, warehouse } from './support/shop.ts';
import { smallGraph } from './support/small-graph.ts';

/** The catalogue as it would answer with a mistake in it. */
const spoilt = (spoil: (data: never) => void) =>
  smallGraph({
    ...shop,
    catalogue: {
      ...catalogue,
      spoil: (answer: SubgraphAnswer) => {
        spoil(answer.data as never);
        return answer;
      },
    },
  });

const invalid = (path: (string | number)[]) => ({
  message: 'a required field came back empty',
  path,
  extensions: { code: 'SUBGRAPH_ANSWER_INVALID', incident: expect.any(String) },
});

describe('Null where it may not be goes up to the nearest parent that may be null, with one error at the client’s path (fine print 9)', () => {
  test('a required field empties its object, and the list that may not hold null', async () => {
    const graph = spoilt((data: Record<string, { name: unknown }[]>) => {
      Object.values(data)[0]![1]!.name = null;
    });
    const { data, errors } = await graph.ask('{ best: top { called: name upc } }');
    expect(data).toBeNull();
    expect(errors).toEqual([invalid(['best', 1, 'called'])]);
  });
  test('it stops at the first place that may be null, in lists in lists too', async () => {
    const graph = spoilt((data: { rows: { name: unknown }[][] }) => {
      data.rows[0]![1]!.name = null;
    });
    const { data, errors } = await graph.ask('{ r: rows { name stock } }');
    expect(data).toEqual({ r: null });
    expect(errors).toEqual([invalid(['r', 0, 1, 'name'])]);
  });
  test('a list that may hold null keeps its other items', async () => {
    const graph = spoilt((data: { gone: { name: unknown }[] }) => {
      data.gone[0]!.name = null;
    });
    const { data, errors } = await graph.ask('{ gone { name inStock } }');
    expect(data).toEqual({ gone: [null, null, { name: '3', inStock: false }] });
    expect(errors).toEqual([invalid(['gone', 0, 'name'])]);
  });
  test.each([
    ['an unknown word of an enum', 'kind', 'SOFA'],
    ['a text for a number', 'price', 'ten'],
    ['a number that is no Int', 'price', 12345678901],
    ['an object for a leaf', 'price', {}],
    ['a list for an object', 'size', []],
    ['a number for an object', 'size', 7],
  ])('%s becomes null, with an error where null may stand', async (_what, field, value) => {
    const graph = spoilt((data: Record<string, Record<string, unknown>[]>) => {
      Object.values(data)[0]![0]![field] = value;
    });
    const below = field === 'size' ? '{ width }' : '';
    const { data, errors } = await graph.ask(`{ top(first: 1) { upc x: ${field} ${below} } }`);
    expect(data).toEqual({ top: [{ upc: '1', x: null }] });
    expect(errors).toEqual([invalid(['top', 0, 'x'])]);
  });
  test('a number for an ID is read as its text, a text for an object of the top is a loss of the whole', async () => {
    const numbered = spoilt((data: Record<string, Record<string, unknown>[]>) => {
      Object.values(data)[0]![0]!.upc = 1;
    });
    expect((await numbered.ask('{ top(first: 1) { upc } }')).data).toEqual({ top: [{ upc: '1' }] });
  });
  test('keys that pollute prototypes are passed over, and none of the answer is lost', async () => {
    const graph = smallGraph({
      ...shop,
      catalogue: {
        ...catalogue,
        spoil: (answer) =>
          JSON.parse(
            JSON.stringify(answer).replaceAll(
              '"name":',
              '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"name":',
            ),
          ),
      },
    });
    const { data } = await graph.ask('{ a: top(first: 1) { name stock like { name } } }');
    expect(data).toEqual({
      a: [{ name: '2', stock: 'stock of 1 {}', like: [{ name: '3' }, { name: '1' }] }],
    });
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

describe('Errors of subgraphs are told where the client reads the field (fine print 9)', () => {
  const failing = smallGraph({
    catalogue,
    warehouse: {
      ...warehouse,
      resolvers: {
        ...warehouse.resolvers,
        Product: {
          ...(warehouse.resolvers as { Product: object }).Product,
          stock: ({ upc }: { upc: string }) => {
            if (upc === '2')
              throw Object.assign(new Error('no stock of 2'), { extensions: { code: 'STOCK_UNKNOWN' } });
            return upc;
          },
        },
      },
    },
  });
  const unknown = (path: (string | number)[]) => ({
    message: 'no stock of 2',
    path,
    extensions: { code: 'STOCK_UNKNOWN', subgraph: 'warehouse' },
  });
  test('under each alias, at each object that the entity stands for, with the lists’ indices', async () => {
    const { data, errors } = await failing.ask(
      '{ rows { a: stock b: stock } mine: product(upc: "2") { c: stock } }',
    );
    expect(data).toEqual({
      rows: [
        [
          { a: '1', b: '1' },
          { a: null, b: null },
        ],
        [{ a: '3', b: '3' }],
      ],
      mine: { c: null },
    });
    expect(errors).toHaveLength(3);
    expect(errors).toEqual(
      expect.arrayContaining([
        unknown(['rows', 0, 1, 'a']),
        unknown(['rows', 0, 1, 'b']),
        unknown(['mine', 'c']),
      ]),
    );
  });
  test('at most a hundred of them, though one representation stands for many more', async () => {
    const twos = Array.from({ length: 150 }, (_, n) => `p${n}: product(upc: "2") { stock }`).join(' ');
    const { errors } = await failing.ask(`{ ${twos} }`);
    expect(errors).toHaveLength(100);
  });
});
