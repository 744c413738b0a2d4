import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addYuan,
  formatYuan,
  multiplyRatio,
  parseLooseYuan,
  parseRatio,
  parseYuan,
  ratioOf,
  subtractYuan,
  sumYuan,
  yuanOfFen,
  ZERO_YUAN,
} from '../../kernel/yuan.ts';

const fen = fc.bigInt({ min: -(10n ** 17n) + 1n, max: 10n ** 17n - 1n });
const malformed = expect.objectContaining({ code: 'YUAN_MALFORMED' });

describe('Yuan', () => {
  test.each([
    ['1234.50', 123450n],
    ['0.00', 0n],
    ['0.01', 1n],
    ['-0.01', -1n],
    ['-12.30', -1230n],
    ['999999999999999.99', 99999999999999999n],
  ])('%s yuan is %s fen, and back', (text, amount) => {
    expect(parseYuan(text)).toBe(amount);
    expect(formatYuan(yuanOfFen(amount))).toBe(text);
  });

  test.each([
    '',
    '1',
    '1.5',
    '1.005',
    '01.00',
    '+1.00',
    '-0.00',
    '1,000.00',
    '1e3',
    ' 1.00',
    '1.00\n',
    '.50',
    '１.00',
    'NaN',
    '1000000000000000.00',
  ])('the standard form is the only one: %j is refused', (text) => {
    expect(() => parseYuan(text)).toThrow(malformed);
  });

  test('foreign systems may leave places out, but nothing is rounded on the way in', () => {
    expect(['1234', '1234.5', '007', '-3.2'].map((text) => formatYuan(parseLooseYuan(text)))).toEqual([
      '1234.00',
      '1234.50',
      '7.00',
      '-3.20',
    ]);
    for (const text of ['1.234', '', '.5', '5.', '1e2', '-0'])
      expect(() => parseLooseYuan(text)).toThrow(malformed);
  });

  test('every amount survives being written and read', () => {
    fc.assert(fc.property(fen, (amount) => expect(parseYuan(formatYuan(yuanOfFen(amount)))).toBe(amount)));
  });

  test('sums are exact in any order, where floats are not', () => {
    expect(formatYuan(addYuan(parseYuan('0.10'), parseYuan('0.20')))).toBe('0.30');
    fc.assert(
      fc.property(fc.array(fen), (amounts) => {
        const yuan = amounts.map(yuanOfFen);
        expect(sumYuan(yuan)).toBe(sumYuan([...yuan].reverse()));
        expect(yuan.reduce(subtractYuan, sumYuan(yuan))).toBe(ZERO_YUAN);
      }),
    );
  });
});

describe('Ratios', () => {
  test.each([
    ['0.01', '0.5', '0.01'],
    ['0.01', '0.49', '0.00'],
    ['-0.01', '0.5', '-0.01'],
    ['100.00', '0.03', '3.00'],
    ['33.33', '1.5', '50.00'],
    ['1000.00', '-0.2', '-200.00'],
    ['999999999999999.99', '1', '999999999999999.99'],
  ])('%s yuan times %s is %s, a half away from zero', (amount, ratio, expected) => {
    expect(formatYuan(multiplyRatio(parseYuan(amount), parseRatio(ratio)))).toBe(expected);
  });

  test('a product is never more than half a fen from the exact one', () => {
    fc.assert(
      fc.property(fen, fc.integer({ min: -99_999, max: 99_999 }), (amount, tenThousandths) => {
        const ratio = ratioOf(tenThousandths, 10_000, 4)!;
        const error = multiplyRatio(yuanOfFen(amount), ratio) * 10_000n - amount * BigInt(tenThousandths);
        expect((error < 0n ? -error : error) <= 5_000n).toBe(true);
      }),
    );
  });

  test.each([
    [1, 3, 4, '0.3333'],
    [2, 3, 4, '0.6667'],
    [1, 8, 2, '0.13'],
    [-1, 8, 2, '-0.13'],
    [3, 2, 4, '1.5000'],
    [1, 2, 0, '1'],
    [0, 7, 2, '0.00'],
    [-1, 1000, 2, '0.00'],
  ])('%d of %d with %d places is %s', (numerator, denominator, places, expected) => {
    expect(ratioOf(numerator, denominator, places)).toBe(expected);
  });

  test('of nothing there is no ratio', () => {
    expect(ratioOf(1, 0)).toBeUndefined();
  });

  test('a ratio is a decimal number and may exceed 1', () => {
    expect(parseRatio('1.25')).toBe('1.25');
    for (const text of ['', '.5', '95%', '1e-2', '1.0000000000000', '٣'])
      expect(() => parseRatio(text)).toThrow(expect.objectContaining({ code: 'RATIO_MALFORMED' }));
  });
});
