import { describe, expect, test } from '@jest/globals';
import { parseStrictJson } from '../../kernel/strict-json.ts';

const codeOf = (text: string, limits?: { depth: number }): string => {
  try {
    parseStrictJson(text, limits);
    return 'READ';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('Strict JSON', () => {
  test.each([
    ['a property twice in one object', '{"a":1,"b":{"c":1},"a":2}', 'JSON_KEY_REPEATED'],
    ['a property twice, once written with an escape', '{"a":1,"\\u0061":2}', 'JSON_KEY_REPEATED'],
    ['a property twice inside a list', '[{"x":1},{"y":1,"y":1}]', 'JSON_KEY_REPEATED'],
    ['a text that ends too early', '{"a":[1,2', 'JSON_MALFORMED'],
    ['an empty text', '', 'JSON_MALFORMED'],
    ['a comma too many', '{"a":1,}', 'JSON_MALFORMED'],
    ['a twenty-digit number', '{"account":62170033200012345678}', 'JSON_NUMBER_TOO_LONG'],
    ['a long negative number in a list', '[1,-9007199254740993]', 'JSON_NUMBER_TOO_LONG'],
    ['a number beyond every double', '[1e999]', 'JSON_NUMBER_TOO_LONG'],
  ])('refuses %s', (_what, text, code) => expect(codeOf(text)).toBe(code));

  test.each([
    ['the same property in two objects', '[{"a":1},{"a":1}]', [{ a: 1 }, { a: 1 }]],
    ['a value equal to a key', '{"a":"a","b":"a"}', { a: 'a', b: 'a' }],
    ['brackets, commas and quotes inside text', '{"a":"}],\\"{","b":"\\\\"}', { a: '}],"{', b: '\\' }],
    ['long digits inside text', '{"a":"62170033200012345678"}', { a: '62170033200012345678' }],
    ['a long fraction, as coordinates have', '[108.366543000000007]', [108.36654300000001]],
    ['a bare number', '-12', -12],
    ['a property named __proto__ as its own', '{"__proto__":1}', JSON.parse('{"__proto__":1}')],
  ])('reads %s', (_what, text, value) => expect(parseStrictJson(text)).toEqual(value));

  test('nesting deeper than the limit is refused, however deep', () => {
    expect(codeOf(`${'['.repeat(4)}${']'.repeat(4)}`, { depth: 4 })).toBe('READ');
    expect(codeOf(`${'['.repeat(5)}${']'.repeat(5)}`, { depth: 4 })).toBe('JSON_TOO_DEEP');
    expect(codeOf(`${'['.repeat(200_000)}${']'.repeat(200_000)}`)).toBe('JSON_TOO_DEEP');
  });

  test('no error repeats a value', () => {
    const texts = ['{"n":62170033200012345678}', '{"n":"6217003320001234567', '{"n":1,"n":62170033}'];
    for (const text of texts)
      expect(() => parseStrictJson(text)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining('6217') }),
      );
  });
});
