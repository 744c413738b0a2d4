import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type GraphQLError, parseValue } from 'graphql';
import { formatInstant, parseInstant } from '../../schema/instant.ts';
import { scalars } from '../../schema/scalars.ts';

type Name = keyof typeof scalars;
const zeros = '0'.repeat(64);

describe('a good value is read, and written the same way', () => {
  test.each<[Name, string, unknown, string]>([
    ['Yuan', '1234.50', 123450n, '1234.50'],
    ['Yuan', '-0.05', -5n, '-0.05'],
    ['Yuan', '0.00', 0n, '0.00'],
    ['Yuan', '999999999999999.99', 99999999999999999n, '999999999999999.99'],
    ['Ratio', '0.9875', '0.9875', '0.9875'],
    ['Ratio', '1.2', '1.2', '1.2'],
    ['Decimal', '5000.5', '5000.5', '5000.5'],
    ['Decimal', '-0.01', '-0.01', '-0.01'],
    ['Date', '2024-02-29', '2024-02-29', '2024-02-29'],
    ['DateTime', '2026-01-05T07:31:30+08:00', new Date('2026-01-04T23:31:30Z'), '2026-01-05T07:31:30+08:00'],
    [
      'DateTime',
      '2026-01-04T23:31:30.25Z',
      new Date('2026-01-04T23:31:30.250Z'),
      '2026-01-05T07:31:30.250+08:00',
    ],
    [
      'DateTime',
      '2026-01-31T23:59:59.9999+08:00',
      new Date('2026-01-31T15:59:59.999Z'),
      '2026-01-31T23:59:59.999+08:00',
    ],
    ['DateTime', '2026-01-04T20:01:30-03:30', new Date('2026-01-04T23:31:30Z'), '2026-01-05T07:31:30+08:00'],
    ['YearMonth', '2026-01', '2026-01', '2026-01'],
    ['DivisionCode', '450103', '450103', '450103'],
    ['DivisionCode', '450103001', '450103001', '450103001'],
    ['DivisionCode', '450103001001', '450103001001', '450103001001'],
    ['SocialCreditCode', '91350100M000100Y43', '91350100M000100Y43', '91350100M000100Y43'],
    ['Sm3', zeros, zeros, zeros],
    ['Cursor', 'WzEsMl0', 'WzEsMl0', 'WzEsMl0'],
  ])('%s %s', (name, text, value, written) => {
    expect(scalars[name].parseValue(text)).toEqual(value);
    expect(scalars[name].serialize(value)).toBe(written);
    expect(scalars[name].parseLiteral(parseValue(JSON.stringify(text)))).toEqual(value);
  });

  test('Yuan writes a sum that has more digits than what may be stated', () => {
    expect(scalars.Yuan.serialize(100000000000000000n)).toBe('1000000000000000.00');
  });

  test('Sm3 writes a digest of 32 bytes', () => {
    expect(scalars.Sm3.serialize(Buffer.alloc(32))).toBe(zeros);
  });
});

describe('a bad value is refused with what was expected, what came and what to do', () => {
  test.each<[Name, unknown, string]>([
    ['Yuan', 1234.5, 'YUAN_MALFORMED'],
    ['Yuan', '1234.5', 'YUAN_MALFORMED'],
    ['Yuan', '1,234.50', 'YUAN_MALFORMED'],
    ['Yuan', '01.00', 'YUAN_MALFORMED'],
    ['Yuan', '-0.00', 'YUAN_MALFORMED'],
    ['Yuan', '1e3.00', 'YUAN_MALFORMED'],
    ['Yuan', ' 1.00', 'YUAN_MALFORMED'],
    ['Yuan', '１.00', 'YUAN_MALFORMED'],
    ['Yuan', `${'9'.repeat(16)}.00`, 'YUAN_MALFORMED'],
    ['Yuan', null, 'YUAN_MALFORMED'],
    ['Ratio', 0.5, 'RATIO_MALFORMED'],
    ['Ratio', '98.75%', 'RATIO_MALFORMED'],
    ['Ratio', '.5', 'RATIO_MALFORMED'],
    ['Decimal', 5000.5, 'DECIMAL_MALFORMED'],
    ['Decimal', '5000.50', 'DECIMAL_MALFORMED'],
    ['Decimal', '1,000', 'DECIMAL_MALFORMED'],
    ['Date', '2026-02-30', 'DATE_MALFORMED'],
    ['Date', '2026-1-5', 'DATE_MALFORMED'],
    ['Date', '20260105', 'DATE_MALFORMED'],
    ['Date', '2026-01-05T00:00:00+08:00', 'DATE_MALFORMED'],
    ['DateTime', '2026-01-05T07:31:30', 'DATE_TIME_MALFORMED'],
    ['DateTime', '2026-01-05 07:31:30+08:00', 'DATE_TIME_MALFORMED'],
    ['DateTime', '2026-02-30T07:31:30+08:00', 'DATE_TIME_MALFORMED'],
    ['DateTime', '2026-01-05T24:00:00+08:00', 'DATE_TIME_MALFORMED'],
    ['DateTime', '2026-01-05T07:31:60+08:00', 'DATE_TIME_MALFORMED'],
    ['DateTime', '2026-01-05T07:31:30+24:00', 'DATE_TIME_MALFORMED'],
    ['DateTime', 1767569490, 'DATE_TIME_MALFORMED'],
    ['YearMonth', '2026-13', 'YEAR_MONTH_MALFORMED'],
    ['YearMonth', '202601', 'YEAR_MONTH_MALFORMED'],
    ['DivisionCode', '4501', 'DIVISION_CODE_LENGTH'],
    ['DivisionCode', '45010x', 'DIVISION_CODE_CHARACTERS'],
    ['DivisionCode', 450103, 'DIVISION_CODE_MALFORMED'],
    ['SocialCreditCode', '91350100M000100Y4', 'SOCIAL_CREDIT_CODE_LENGTH'],
    ['SocialCreditCode', '91350100M000100Y44', 'SOCIAL_CREDIT_CODE_CHECK'],
    ['Sm3', zeros.slice(1), 'SM3_MALFORMED'],
    ['Sm3', 'A'.repeat(64), 'SM3_MALFORMED'],
    ['Cursor', '', 'CURSOR_MALFORMED'],
    ['Cursor', "a' or 1=1", 'CURSOR_MALFORMED'],
    ['Cursor', 'a'.repeat(2049), 'CURSOR_MALFORMED'],
    ['Cursor', ['MQ'], 'CURSOR_MALFORMED'],
  ])('%s %j', (name, value, code) => {
    const refusal = refusalOf(() => scalars[name].parseValue(value));
    expect(refusal.extensions).toEqual({
      code,
      expected: expect.any(String),
      came: expect.any(String),
      remedy: expect.any(String),
    });
    expect(refusal.message).toMatch(new RegExp(`^${name}: expected .+; came .+\\. .+\\.$`));
  });

  test('never with the value itself', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...(Object.keys(scalars) as Name[])),
        fc.string({ minLength: 9 }),
        (name, text) => {
          try {
            scalars[name].parseValue(text);
          } catch (error) {
            expect(
              JSON.stringify([(error as Error).message, (error as GraphQLError).extensions]),
            ).not.toContain(text);
          }
        },
      ),
    );
  });

  test('a number literal in the document is no money', () => {
    expect(() => scalars.Yuan.parseLiteral(parseValue('1234.50'))).toThrow('Yuan: expected');
  });
});

describe('a broken stored value is a fault, not an answer', () => {
  test.each<[Name, unknown]>([
    ['Yuan', 12.5],
    ['Yuan', '12.50'],
    ['Date', new Date()],
    ['Date', '2026-02-30'],
    ['DateTime', '2026-01-05T07:31:30+08:00'],
    ['YearMonth', '2026-1'],
    ['DivisionCode', 450103],
    ['DivisionCode', ' 450103'],
    ['Sm3', Buffer.alloc(31)],
    ['Cursor', 7],
  ])('%s %p', (name, value) => {
    expect(refusalOf(() => scalars[name].serialize(value)).extensions).toEqual({ code: 'INTERNAL' });
  });
});

describe('an instant', () => {
  test('comes back the same, to the millisecond', () => {
    const years = {
      min: new Date('1900-01-01T00:00:00Z'),
      max: new Date('2199-12-31T00:00:00Z'),
      noInvalidDate: true,
    };
    fc.assert(fc.property(fc.date(years), (at) => expect(parseInstant(formatInstant(at))).toEqual(at)));
  });
});

function refusalOf(act: () => unknown): GraphQLError {
  try {
    act();
  } catch (error) {
    return error as GraphQLError;
  }
  throw new Error('it was taken');
}
