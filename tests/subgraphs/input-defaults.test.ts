import { describe, expect, test } from '@jest/globals';
import { buildSchema, getOperationAST, parse } from 'graphql';
import { inputDefaults } from '../../subgraphs/input-defaults.ts';

const schema = buildSchema(`
  enum Mode { PARTIAL ATOMIC }
  input Inner { dryRun: Boolean! = false }
  input Envelope { key: String! mode: Mode! = PARTIAL inner: Inner }
  input Plain { a: String }
  type Query { one(envelope: Envelope!, many: [Envelope!], plain: [Plain!]): Int }
`);
const document = parse(
  'query Q($e: Envelope!, $m: [Envelope!], $p: [Plain!]) { one(envelope: $e, many: $m, plain: $p) }',
);
const fill = inputDefaults(schema, getOperationAST(document)!);

describe('what input objects leave out', () => {
  test('is filled in with the default of the schema, in lists and below as well', () => {
    expect(fill({ e: { key: 'a', inner: {} }, m: [{ key: 'b' }] })).toEqual({
      e: { key: 'a', mode: 'PARTIAL', inner: { dryRun: false } },
      m: [{ key: 'b', mode: 'PARTIAL' }],
    });
  });

  test('is left alone where it is stated, null included', () => {
    const stated = { e: { key: 'a', mode: 'ATOMIC' }, m: [{ key: 'b', mode: null }] };
    expect(fill(stated)).toEqual(stated);
  });

  test('is not looked for where nothing has a default', () => {
    const plain = [{ a: 'x' }, {}];
    expect(fill({ p: plain }).p).toBe(plain);
  });

  test('does not make a value of what is none', () => {
    expect(fill({ e: 7, m: null })).toEqual({ e: 7, m: null });
  });
});
