import { describe, expect, test } from '@jest/globals';
import { buildASTSchema, graphqlSync, parse } from 'graphql';
import type { Classification } from '../../kernel/classification.ts';
import { type Composed, masked } from '../../subgraphs/masking.ts';

const SDL = parse(`
  enum Level { GENERAL PERSONAL SENSITIVE_PERSONAL }
  enum Mask { PHONE FULL NULL PERSON_NAME }
  directive @classified(level: Level!, mask: Mask) on OBJECT | FIELD_DEFINITION
  type Query @classified(level: GENERAL) {
    title: String
    name: String @classified(level: PERSONAL, mask: PERSON_NAME)
    phone: String @classified(level: SENSITIVE_PERSONAL, mask: PHONE)
    born: String @classified(level: PERSONAL)
  }
`);
const FACTS = { title: '示例工程', name: '韦示例', phone: '15400000001', born: '1990-01-01' };

function answer(sees: readonly Classification[], composed: Composed = () => undefined) {
  const schema = masked(buildASTSchema(SDL), SDL, composed);
  const contextValue = { sees: (level: Classification) => level === 'GENERAL' || sees.includes(level) };
  return graphqlSync({ schema, source: '{ title name phone born }', rootValue: FACTS, contextValue }).data;
}

describe('The owner masks', () => {
  test('in the form its SDL names, and leaves out what names none', () => {
    expect(answer([])).toEqual({ title: '示例工程', name: '韦*', phone: '154****0001', born: null });
  });

  test('nothing that the assertion lets this caller see', () => {
    expect(answer(['PERSONAL', 'SENSITIVE_PERSONAL'])).toEqual(FACTS);
  });

  test('as strictly as the strictest department that states the field, whatever its own SDL says', () => {
    const strict: Composed = (_type, field) =>
      field === 'title' || field === 'name' ? { level: 'SENSITIVE_PERSONAL', mask: 'FULL' } : undefined;
    expect(answer(['PERSONAL'], strict)).toEqual({
      title: '****',
      name: '****',
      phone: '154****0001',
      born: '1990-01-01',
    });
  });

  test('and a looser statement elsewhere loosens nothing', () => {
    const loose: Composed = () => ({ level: 'GENERAL', mask: 'NULL' });
    expect(answer([], loose)).toEqual(answer([]));
  });
});
