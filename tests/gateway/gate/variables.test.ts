import { describe, expect, test } from '@jest/globals';
import { buildSchema, type OperationDefinitionNode, parse } from 'graphql';
import { variableReader } from '../../../gateway/gate/variables.ts';

const schema = buildSchema(`
  enum Mode { PARTIAL ATOMIC }
  enum Colour { RED }
  input Envelope { key: String! mode: Mode! = PARTIAL colours: [Colour!] }
  type Query { take(envelope: Envelope!): Int }
`);
const read = variableReader(
  schema,
  parse('query ($envelope: Envelope!) { take(envelope: $envelope) }')
    .definitions[0] as OperationDefinitionNode,
);

describe('A word that an enumeration has not', () => {
  test.each([
    ['another word', 'FOO'],
    ['in small letters', 'partial'],
    ['a number', 3],
    ['a number of a person', '450100190001010011'],
    ['a text that sounds like the refusal', 'x" does not exist in "Colour'],
  ])('%s: the words that there are are named, and the value is not repeated', (_what, mode) => {
    const expected = 'one of PARTIAL, ATOMIC';
    let told: unknown;
    try {
      read({ envelope: { key: 'k', mode } });
    } catch (error) {
      told = error;
    }
    expect(told).toMatchObject({
      message: `$envelope.mode: expected ${expected}`,
      extensions: { code: 'BAD_VARIABLES', variables: [{ variable: 'envelope', path: ['mode'], expected }] },
    });
  });

  test('in a list, with its place', () => {
    expect(() => read({ envelope: { key: 'k', colours: ['RED', 'BLUE'] } })).toThrow(
      '$envelope.colours.1: expected one of RED',
    );
  });
});
