import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { divisionSpan, isWithin, parseDivisionCode } from '../../kernel/identifiers/division-code.ts';

describe('Division codes (GB/T 2260)', () => {
  test.each([
    ['000000', '', ':'],
    ['450000', '45', '46'],
    ['450100', '4501', '4502'],
    ['450103', '450103', '450104'],
    ['450103004', '450103004', '450103005'],
    ['450103000', '450103', '450104'],
    ['450103004005', '450103004005', '450103004006'],
    ['450103004000', '450103004', '450103005'],
    ['451999', '451999', '452000'],
    ['990000', '99', ':'],
  ])('%s holds the codes from %j to before %j', (code, lo, hi) => {
    expect(divisionSpan(code)).toEqual({ lo, hi });
  });

  test('everything below a division lies in its span and nothing beside it', () => {
    expect(isWithin('450103004005', '450000')).toBe(true);
    expect(isWithin('450103', '450103')).toBe(true);
    expect(isWithin('450103', '450103004')).toBe(false);
    expect(isWithin('460100', '450000')).toBe(false);
    expect(isWithin('450000', '450100')).toBe(false);
    expect(isWithin('530902', '000000')).toBe(true);
  });

  test('the span is what the shared beginning says, for any two counties', () => {
    const county = fc.integer({ min: 110_000, max: 999_999 }).map(String);
    fc.assert(
      fc.property(county, county, (inner, outer) => {
        const beginning = outer.replace(/(00)+$/, '');
        expect(isWithin(inner, outer)).toBe(inner.startsWith(beginning));
      }),
    );
  });

  test.each(['', '45', '4501031', 'abcdef', '045010', '000000000', '45010 ', "450000' or '1'='1"])(
    'text that is no division never becomes a span: %j',
    (text) => {
      expect(parseDivisionCode(text).ok).toBe(false);
      expect(() => divisionSpan(text)).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^DIVISION_CODE_/) }),
      );
    },
  );
});
