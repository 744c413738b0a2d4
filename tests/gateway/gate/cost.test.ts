import { composeServices } from '@apollo/composition';
import { describe, expect, test } from '@jest/globals';
import { type GraphQLSchema, parse, validate } from 'graphql';
import { clientSchema } from '../../../gateway/engine/client-schema.ts';
import { nativePlanner } from '../../../gateway/engine/planning/planner.ts';
import { fragmentsOf } from '../../../gateway/gate/asked.ts';
import { costOf } from '../../../gateway/gate/cost/cost.ts';
import { variableReader } from '../../../gateway/gate/variables.ts';
import { type AccessTable, accessTable } from '../../../schema/access.ts';

const SDL = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@cost", "@listSize", "@shareable"])
  type Query {
    book: Book
    books(limit: Int, offset: Int): [Book] @listSize(slicingArguments: ["limit"], assumedSize: 7, requireOneSlicingArgument: false)
    shelf(limit: Int = 3): [Book] @listSize(slicingArguments: ["limit"])
    strict(limit: Int, top: Int): [Book] @listSize(slicingArguments: ["limit", "top"])
    filtered(filter: Filter): [Book]
    paged(first: Int, last: Int): Books @listSize(slicingArguments: ["first", "last"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false, assumedSize: 20)
    plain: [Book]
    endless(limit: Int): [Book] @listSize(slicingArguments: ["limit"], requireOneSlicingArgument: false)
    search(text: String @cost(weight: 4), by: Order): [Book] @cost(weight: 2) @listSize(assumedSize: 5)
    heavy: Heavy
    number: Int @cost(weight: 9)
    kind: Kind
  }
  type Mutation { add(books: [NewBook!]!, one: NewBook, filter: Filter): Book }
  enum Order @cost(weight: 6) { TITLE YEAR }
  enum Kind @cost(weight: 8) { A B }
  input NewBook { title: String pages: [NewPage!] }
  input NewPage { text: String seal: String @cost(weight: 5) }
  input Filter { and: [Filter!] title: String }
  type Book { title: String author: Author reviews: [Review] related(first: Int): [Book] @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false) }
  type Author { name: String books: [Book] }
  type Review { text: String }
  type Heavy @cost(weight: 40) { x: Int }
  type Books { edges: [Edge] nodes: [Book] total: Int info: Info }
  type Edge { node: Book }
  type Info { more: Boolean }
`;
const { supergraphSdl, errors: composition = [] } = composeServices([
  { name: 'books', url: 'http://books.invalid', typeDefs: parse(SDL) },
]);
if (supergraphSdl === undefined) throw new Error(composition.map(({ message }) => message).join('\n'));
const access: AccessTable = accessTable(supergraphSdl);
const schema: GraphQLSchema = clientSchema(
  parse(supergraphSdl, { noLocation: true }),
  nativePlanner(supergraphSdl).visibleSdl,
);
const MOST_A_PAGE = 100;

function cost(query: string, variables: Record<string, unknown> = {}): number {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  const [operation] = document.definitions as never[];
  const read = variableReader(schema, operation!);
  return costOf(
    { schema, operation: operation!, fragments: fragmentsOf(document) },
    access,
    MOST_A_PAGE,
  )(read(variables));
}
const codeOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return (error as { extensions: { code: string } }).extensions.code;
  }
};

describe('The cost of an operation (请求成本)', () => {
  test.each([
    ['an object weighs one and its leaves nothing', '{ book { title } }', 1],
    ['objects below weigh too', '{ book { title author { name } } }', 2],
    ['a list nobody sized is taken for ten', '{ plain { title } }', 10],
    ['lists multiply what is below them', '{ plain { author { name books { title } } } }', 10 * (1 + 1 + 10)],
    ['a slicing argument sizes its list', '{ books(limit: 3) { title } }', 3],
    ['without one the assumed size counts', '{ books { title } }', 7],
    ['the default of the schema goes before it', '{ shelf { title } }', 3],
    ['without size, default or assumption a page is as long as may be', '{ endless { title } }', MOST_A_PAGE],
    ['a size below zero does not take cost away', '{ books(limit: -50) { title } plain { title } }', 10],
    [
      'fields of a connection are sized from above, what stands beside them is not',
      '{ paged(first: 4) { total info { more } nodes { title } edges { node { title } } } }',
      1 + 1 + 4 + 4 * 2,
    ],
    [
      'fragments pass the size on',
      '{ paged(first: 4) { ...N } } fragment N on Books { ... { nodes { title } } }',
      1 + 4,
    ],
    [
      'a weight on field, argument, enum and type',
      '{ search(text: "x", by: TITLE) { title } }',
      4 + 6 + 5 * 2,
    ],
    ['the weight of a type is that of its fields', '{ heavy { x } number kind }', 40 + 9 + 8],
    ['a field twice is counted twice', '{ a: book { title } b: book { title } }', 2],
    [
      'what is skipped costs nothing',
      '{ book @skip(if: true) { title } heavy @include(if: false) { x } number }',
      9,
    ],
  ] as [string, string, number][])('%s', (_rule, query, expected) => {
    expect(cost(query)).toBe(expected);
  });

  test('is a function of the variables', () => {
    const query =
      'query ($n: Int = 2, $f: Filter, $deep: Boolean = false) { books(limit: $n) { title author @include(if: $deep) { name } } filtered(filter: $f) { title } }';
    expect(cost(query)).toBe(2 + 10);
    expect(cost(query, { n: 5, deep: true, f: { title: 'a' } })).toBe(10 + 1 + 10);
    expect(cost(query, { n: null, f: {} })).toBe(7 + 1 + 10);
  });

  test('what is sent in weighs by the object; weights inside are added up', () => {
    const add = 'mutation ($books: [NewBook!]!, $one: NewBook) { add(books: $books, one: $one) { title } }';
    expect(cost(add, { books: [] })).toBe(1);
    expect(cost(add, { books: [{ title: 'a' }, { title: 'b' }] })).toBe(1 + 2);
    const pages = [{ text: 'x' }, { text: 'y', seal: 's' }];
    expect(cost(add, { books: [{ title: 'a', pages }], one: {} })).toBe(1 + 1 + 2 + 5 + 1);
    expect(cost('mutation { add(books: [{ pages: [{ seal: "s" }] }]) { title } }')).toBe(1 + 1 + 1 + 5);
    const filter = { and: [{ and: [{ title: 'a' }] }, { title: 'b' }] };
    expect(cost('mutation ($f: Filter) { add(books: [], filter: $f) { title } }', { f: filter })).toBe(1 + 4);
  });

  test('a list of which one size is wanted has exactly one', () => {
    expect(codeOf(() => cost('{ strict { title } }'))).toBe('LIST_SIZE_NOT_STATED');
    expect(codeOf(() => cost('{ strict(limit: 1, top: 1) { title } }'))).toBe('LIST_SIZE_NOT_STATED');
    expect(codeOf(() => cost('query ($n: Int) { strict(limit: $n) { title } }'))).toBe(
      'LIST_SIZE_NOT_STATED',
    );
    expect(cost('query ($n: Int) { strict(limit: $n, top: 2) { title } }')).toBe(2);
  });

  test('pages are judged by the text and by the variables', () => {
    const byVariable = 'query ($n: Int) { paged(first: $n) { total } }';
    expect(codeOf(() => cost('{ paged(first: 101) { total } }'))).toBe('PAGE_TOO_LARGE');
    expect(codeOf(() => cost(byVariable, { n: 101 }))).toBe('PAGE_TOO_LARGE');
    expect(codeOf(() => cost(byVariable, { n: 0 }))).toBe('PAGE_EMPTY');
    expect(codeOf(() => cost('{ paged(first: 1, last: 1) { total } }'))).toBe('PAGE_BOTH_ENDS');
    expect(cost(byVariable, { n: 100 })).toBe(1);
  });

  test('thirty fragments that each name the next twice are reckoned once each', () => {
    // Reckoned wherever it is named, it would be done in no test's time.
    const bomb = Array.from(
      { length: 30 },
      (_, n) =>
        `fragment F${n} on Book { related(first: $n) { ...F${n + 1} } also: related(first: $n) { ...F${n + 1} } }`,
    ).join(' ');
    const document = parse(`query ($n: Int) { book { ...F0 } } ${bomb} fragment F30 on Book { title }`);
    const [operation] = document.definitions as never[];
    const costWith = costOf(
      { schema, operation: operation!, fragments: fragmentsOf(document) },
      access,
      MOST_A_PAGE,
    );
    expect(costWith({ n: 1 })).toBe(2 ** 31 - 1);
    expect(costWith({ n: 100 })).toBeGreaterThan(200 ** 29);
  });
});
