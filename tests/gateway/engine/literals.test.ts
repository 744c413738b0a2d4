import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { shop } from './support/shop.ts';
import { type SmallGraph, smallGraph } from './support/small-graph.ts';

let graph: SmallGraph;
beforeAll(() => {
  graph = smallGraph(shop);
});
afterAll(() => graph.engine.stop());
const found = async (query: string, variables = {}) =>
  JSON.parse(String((await graph.ask(query, variables)).data?.found));

describe('Operations that differ only in literals share one plan (fine print 13)', () => {
  let before = 0;
  beforeEach(() => {
    before = graph.engine.memory().programmes;
  });
  const made = () => graph.engine.memory().programmes - before;

  test('numbers, texts, enums, lists of any length, objects and null', async () => {
    const kinds = (count: number) => `[${Array.from({ length: count }, () => 'TABLE').join(' ')}]`;
    const asked = [
      '{ text: "x" }',
      '{ number: 7, inner: { number: 8 } }',
      `{ kinds: ${kinds(1)} }`,
      `{ kinds: ${kinds(50)} }`,
      'null',
    ];
    for (const by of asked) await graph.ask(`{ found(by: ${by}) }`);
    for (let n = 0; n < 20; n += 1) await graph.ask(`{ product(upc: "${n}") { name stock(of: "${n}") } }`);
    expect(made()).toBe(2);
  });
  test('and the names of variables, and whether a value came as a variable or as a literal', async () => {
    await graph.ask('query ($a: Int) { top(first: $a) { price } }', { a: 1 });
    await graph.ask('query Named($other: Int) { top(first: $other) { price } }', { other: 1 });
    await graph.ask('{ top(first: 2) { price } }');
    expect(made()).toBe(1);
  });
  test('but not the order of the client’s keys, nor its aliases', async () => {
    await graph.ask('{ top { kind name } }');
    await graph.ask('{ top { name kind } }');
    await graph.ask('{ top { a: name kind } }');
    expect(made()).toBe(3);
  });
});

describe('A lifted literal means what it meant in its place', () => {
  test.each([
    ['an enum', '{ found(kind: TABLE) }', { kind: 'TABLE' }],
    ['a single value in a list’s place', '{ found(tags: "one") }', { tags: ['one'] }],
    ['a list', '{ found(tags: ["one", "two"]) }', { tags: ['one', 'two'] }],
    [
      'objects in objects, a single enum in a list',
      '{ found(by: { kinds: CHAIR, inner: { text: "\\"\\u0000{" } }) }',
      { by: { kinds: ['CHAIR'], inner: { text: '"\u0000{' } } },
    ],
    [
      'null, which is not the same as nothing',
      '{ found(tags: null, by: { text: null }) }',
      { tags: null, by: { text: null } },
    ],
  ])('%s', async (_what, query, args) => {
    expect(await found(query)).toEqual(args);
  });
  test('an ID keeps all digits of a number', async () => {
    await graph.ask('{ product(upc: 12345678901234567890) { name } }');
    expect(graph.sent[0]!.variables).toEqual({ v0: '12345678901234567890' });
  });
  test('an argument that is left out keeps its default, also when its variable is left out', async () => {
    const query = 'query ($n: Int) { top(first: $n) { upc } }';
    expect((await graph.ask(query)).data?.top).toHaveLength(3);
    expect((await graph.ask(query, { n: 1 })).data?.top).toHaveLength(1);
  });
  test('a variable within a literal: in an object it may be left out, in a list it is null', async () => {
    const query =
      'query ($t: String, $n: Int) { found(by: { text: $t, inner: { number: $n } }, tags: ["a", "b"]) }';
    expect(await found(query, { n: 4 })).toEqual({ by: { inner: { number: 4 } }, tags: ['a', 'b'] });
    expect(await found(query, { t: 'x', n: null })).toEqual({
      by: { text: 'x', inner: { number: null } },
      tags: ['a', 'b'],
    });
  });
});

describe('Variables are read by the client’s schema before anything is sent (fine print 13)', () => {
  test('defaults are filled in, single values become lists, and only what a fetch uses is sent', async () => {
    const query =
      'query ($tags: [String!], $k: Kind = TABLE, $u: ID!) { found(tags: $tags, kind: $k) product(upc: $u) { stock } }';
    expect(await found(query, { tags: 'one', u: 1 })).toEqual({ tags: ['one'], kind: 'TABLE' });
    const [first, second] = graph.sent;
    expect(first!.variables).toEqual({ v0: ['one'], v1: 'TABLE', v2: '1' });
    expect(Object.keys(second!.variables)).toEqual(['representations']);
  });
  test('a value of a wrong type is refused with a code, and nobody is asked', async () => {
    await expect(
      graph.ask('query ($n: Int) { top(first: $n) { upc } }', { n: 'many' }),
    ).rejects.toMatchObject({
      extensions: { code: 'BAD_VARIABLES' },
    });
    expect(graph.sent).toEqual([]);
  });
});

describe('Conditions are decided before planning, one form for each set of their values (fine print 12)', () => {
  const query = `query ($a: Boolean!, $b: Boolean!) {
    top(first: 1) { upc name @include(if: $a) ... @skip(if: $b) { stock price @include(if: $a) } inStock @skip(if: true) }
  }`;
  test.each([
    [true, true, { upc: '1', name: '2' }, 1],
    [true, false, { upc: '1', name: '2', stock: 'stock of 1 {}', price: 10 }, 2],
    [false, true, { upc: '1' }, 1],
    [false, false, { upc: '1', stock: 'stock of 1 {}' }, 2],
  ])('include %s, skip %s', async (a, b, one, fetches) => {
    expect((await graph.ask(query, { a, b })).data).toEqual({ top: [one] });
    expect(graph.sent).toHaveLength(fetches);
    for (const { query } of graph.sent) expect(query).not.toMatch(/@(skip|include)/);
  });
  test('an object of which nothing is left is still there', async () => {
    expect((await graph.ask('{ top(first: 1) { name @skip(if: true) } }')).data).toEqual({ top: [{}] });
    expect((await graph.ask('{ top @include(if: false) { name } }')).data).toEqual({});
  });
});
