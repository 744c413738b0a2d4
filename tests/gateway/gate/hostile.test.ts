import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Answer, issuer, post } from '../support/running-gateway.ts';
import { publishing, stated } from '../operations/support.ts';

let hub: Awaited<ReturnType<typeof publishing>>;
let authorization: string;
beforeAll(async () => {
  hub = await publishing([
    stated('projects', 'query Projects($first: Int) { projects(first: $first) { totalCount } }'),
    stated('record', 'mutation Record($input: RecordInput!) { record(input: $input) }'),
  ]);
  authorization = `Bearer ${await issuer.issue('province-hr')}`;
});
afterAll(() => hub.stop());
beforeEach(() => hub.forget());

/** CPU of this process, which holds client and gateway both: not a measure, but an attack that works takes far more. */
const MOST_CPU_MS = 5_000;
const MOST_BYTES = 300 * 1024 * 1024;

async function refusedFlat(body: unknown, status: number, code: string, path = '/graphql'): Promise<Answer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const [cpu, heap] = [process.cpuUsage(), process.memoryUsage().rss];
  const answer = await post(`${hub.gateway.url}${path}`, text, { authorization });
  const { user, system } = process.cpuUsage(cpu);
  expect([answer.status, answer.errors?.[0]?.extensions.code]).toEqual([status, code]);
  expect(hub.fetched()).toBe(0);
  expect((user + system) / 1000).toBeLessThan(MOST_CPU_MS);
  expect(process.memoryUsage().rss - heap).toBeLessThan(MOST_BYTES);
  return answer;
}
const query = (text: string) => ({ query: text });
const repeat = (count: number, text: string | ((n: number) => string)) =>
  Array.from({ length: count }, (_, n) => (typeof text === 'string' ? text : text(n))).join('');

describe('Check 62: array batching is off', () => {
  test.each([10, 100, 10_000])('%i operations in one array', (count) =>
    refusedFlat(Array(count).fill(query('{ seen }')), 400, 'BATCH_REFUSED'),
  );
  test('of variables for a published operation too', () =>
    refusedFlat(Array(100).fill({ first: 1 }), 400, 'BATCH_REFUSED', '/op/projects'));
});

describe('Check 63: alias overloading', () => {
  test('101 aliases of one field', () =>
    refusedFlat(query(`{ ${repeat(101, (n) => `a${n}: __typename `)} }`), 400, 'ALIASES_EXCEEDED'));
  test('10,000 aliases of a costly field', () =>
    refusedFlat(
      query(`{ ${repeat(10_000, (n) => `a${n}: projects { totalCount } `)} }`),
      413,
      'QUERY_TOO_LONG',
    ));
  test('10,000 aliases of one field', () =>
    refusedFlat(query(`{ ${repeat(10_000, (n) => `a${n}: __typename `)} }`), 400, 'QUERY_TOO_MANY_TOKENS'));
  test('spread over fragments', () =>
    refusedFlat(
      query(
        `{ ${repeat(61, (n) => `...F${n} `)} } ${repeat(61, (n) => `fragment F${n} on Query { a: __typename } `)}`,
      ),
      400,
      'ALIASES_EXCEEDED',
    ));
});

describe('Check 65: directive overloading', () => {
  test('ten unknown ones on a field', () =>
    refusedFlat(query(`{ seen ${repeat(10, '@aa ')} }`), 400, 'GRAPHQL_VALIDATION_FAILED'));
  test('a thousand known ones', () =>
    refusedFlat(query(`{ seen ${repeat(1000, '@include(if: true) ')} }`), 400, 'QUERY_TOO_MANY_TOKENS'));
  test('more than the setting, on as many fields', () =>
    refusedFlat(query(`{ ${repeat(51, 'seen @include(if: true) ')} }`), 400, 'DIRECTIVES_EXCEEDED'));
});

describe('Check 66: deep recursion', () => {
  const nested = (depth: number) =>
    query(`{ worker(id: "w1") ${repeat(depth, '{ mates ')} { id } ${repeat(depth, '}')} }`);
  test.each([
    [15, 'DEPTH_EXCEEDED'],
    [50, 'DEPTH_EXCEEDED'],
    [5000, 'QUERY_NESTED_TOO_DEEP'],
  ])('%i levels', (depth, code) => refusedFlat(nested(depth), 400, code));
  test('thirty fragments, each with the next in it twice', () =>
    refusedFlat(
      query(
        `{ worker(id: "w1") { ...F0 } } ${repeat(30, (n) => `fragment F${n} on MigrantWorker { a: mates { ...F${n + 1} } b: mates { ...F${n + 1} } } `)} fragment F30 on MigrantWorker { id }`,
      ),
      400,
      'DEPTH_EXCEEDED',
    ));
  test('fifty levels hidden in fragments, one in each', () =>
    refusedFlat(
      query(
        `{ worker(id: "w1") { ...F0 } } ${repeat(50, (n) => `fragment F${n} on MigrantWorker { mates { ...F${n + 1} } } `)} fragment F50 on MigrantWorker { id }`,
      ),
      400,
      'DEPTH_EXCEEDED',
    ));
  test('a list of lists 5,000 deep in the text', () =>
    refusedFlat(
      query(`{ find(text: ${'['.repeat(5000)}${']'.repeat(5000)}) { __typename } }`),
      400,
      'QUERY_NESTED_TOO_DEEP',
    ));
});

describe('Check 67: circular fragments', () => {
  test('two that spread each other', () =>
    refusedFlat(
      query('{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'),
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ));
  test('one that spreads itself', () =>
    refusedFlat(query('{ ...A } fragment A on Query { seen ...A }'), 400, 'GRAPHQL_VALIDATION_FAILED'));
});

describe('Check 69: token and size limits', () => {
  test('100,000 tokens', () =>
    refusedFlat(query(`{ ${repeat(100_000, 'a ')} }`), 400, 'QUERY_TOO_MANY_TOKENS'));
  test('a query of 10 MB', () => refusedFlat(query(`{ ${'a '.repeat(5_000_000)} }`), 413, 'BODY_TOO_LARGE'));
  test('a text of a megabyte in it', () =>
    refusedFlat(query(`{ find(text: "${'a'.repeat(1_000_000)}") { __typename } }`), 413, 'QUERY_TOO_LONG'));
  test('a million commas and line ends', () =>
    refusedFlat(query(`{ seen ${',\n'.repeat(500_000)} }`), 413, 'QUERY_TOO_LONG'));
  test('the same field as often as the tokens allow', () =>
    refusedFlat(query(`{ ${repeat(550, 'worker(id: "w1") { id } ')} }`), 400, 'GRAPHQL_VALIDATION_FAILED'));
});

describe('Check 70: huge or hostile variables', () => {
  const ask = 'mutation ($input: RecordInput!) { record(input: $input) }';
  const people = (many: number) => ({ input: { count: 1, people: Array(many).fill({ number: 'x' }) } });
  test('50 MB of them', () =>
    refusedFlat({ query: ask, variables: { input: 'x'.repeat(50_000_000) } }, 413, 'BODY_TOO_LARGE'));
  test('50 MB of them for a published operation', () =>
    refusedFlat({ input: 'x'.repeat(50_000_000) }, 413, 'BODY_TOO_LARGE', '/op/record'));
  test('a list 100,000 deep', () =>
    refusedFlat(
      `{"input":${'['.repeat(100_000)}1${']'.repeat(100_000)}}`,
      400,
      'VARIABLES_NESTED_TOO_DEEP',
      '/op/record',
    ));
  test('a list 100,000 deep beside a query', () =>
    refusedFlat(
      `{"query":${JSON.stringify(ask)},"variables":{"input":${'['.repeat(100_000)}1${']'.repeat(100_000)}}}`,
      400,
      'VARIABLES_NESTED_TOO_DEEP',
    ));
  test('a list of a million ids', () =>
    refusedFlat(
      `{"query":${JSON.stringify(ask)},"variables":{"input":{"count":1,"people":[${'1,'.repeat(999_999)}1]}}}`,
      400,
      'BAD_VARIABLES',
    ));
  test('a list of a million ids as texts', () =>
    refusedFlat(
      `{"query":${JSON.stringify(ask)},"variables":{"input":{"count":1,"people":[${'"w12",'.repeat(999_999)}1]}}}`,
      413,
      'BODY_TOO_LARGE',
    ));
  test('200,000 wrong values: ten places are told', async () => {
    const { errors } = await refusedFlat({ query: ask, variables: people(200_000) }, 400, 'BAD_VARIABLES');
    expect(errors[0]!.extensions.variables).toHaveLength(10);
    const op = await refusedFlat(people(200_000), 400, 'BAD_VARIABLES', '/op/record');
    expect(op.errors[0]!.extensions.variables).toHaveLength(10);
  });
  test('more records than the cost allows', () =>
    refusedFlat(
      { input: { count: 1, people: Array(60_000).fill({ number: 1 }) } },
      400,
      'COST_EXCEEDED',
      '/op/record',
    ));
  test.each([
    ['null for what must be', { input: null }],
    ['a number for an object', { input: 7 }],
    ['a name as a number', { input: { count: 1, people: [{ number: 1.5 }] } }],
    ['nothing', {}],
  ])('%s', (_what, variables) => refusedFlat(variables, 400, 'BAD_VARIABLES', '/op/record'));
});

describe('Check 71: unbounded paging', () => {
  test.each([
    ['first: 99999999', 'PAGE_TOO_LARGE'],
    ['first: -1', 'PAGE_EMPTY'],
    ['first: 5, last: 5', 'PAGE_BOTH_ENDS'],
  ])('%s', (args, code) => refusedFlat(query(`{ projects(${args}) { totalCount } }`), 400, code));
  test('by a variable of a published operation', () =>
    refusedFlat({ first: 99999999 }, 400, 'PAGE_TOO_LARGE', '/op/projects'));
  test('lists within lists multiply before anything is fetched', () =>
    refusedFlat(
      query('{ projects(first: 200) { nodes { workers { mates { mates { mates { id } } } } } } }'),
      400,
      'COST_EXCEEDED',
    ));
});
