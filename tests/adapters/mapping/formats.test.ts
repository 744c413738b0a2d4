import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { amountIn, type AmountUnit } from '../../../adapters/mapping/amount.ts';
import { Misfit } from '../../../adapters/mapping/misfit.ts';
import { type TimeKind, timeStep } from '../../../adapters/mapping/time-pattern.ts';

describe('Days, instants and months', () => {
  test.each<[TimeKind, string, string, string | null]>([
    ['day', 'yyyyMMdd', '20260105', '2026-01-05'],
    ['day', 'yyyy/M/d', '2026/1/5', '2026-01-05'],
    ['day', 'yyyy年M月d日', '2026年1月5日', '2026-01-05'],
    ['day', 'yyyy年M月d日', '２０２６年１月５日', '2026-01-05'],
    ['day', 'yyyy-MM-dd HH:mm:ss', '2026-01-05 00:00:00', '2026-01-05'],
    ['day', 'yyyy-MM-dd', '2024-02-29', '2024-02-29'],
    ['day', 'yyyy-MM-dd', '2026-02-29', null],
    ['day', 'yyyy-MM-dd', '1900-02-29', null],
    ['day', 'yyyy-MM-dd', '2026-00-10', null],
    ['day', 'yyyy-MM-dd', '2026-04-31', null],
    ['day', 'yyyy-MM-dd', '2026-1-5', null],
    ['day', 'yyyy-MM-dd', '2026-01-05 ', null],
    ['day', 'yyyy/M/d', '45292', null],
    ['month', 'yyyyMM', '202601', '2026-01'],
    ['month', 'yyyy-MM', '2026-13', null],
    ['instant', 'yyyy/M/d H:mm', '2026/1/5 7:31', '2026-01-05T07:31:00+08:00'],
    ['instant', 'yyyy/M/d H:mm', '2026/1/5   7:31', '2026-01-05T07:31:00+08:00'],
    ['instant', 'yyyyMMddHHmmss', '20260105073130', '2026-01-05T07:31:30+08:00'],
    ['instant', "yyyy-MM-dd'T'HH:mm:ss.SSSXXX", '2026-01-05T07:31:30.5Z', '2026-01-05T07:31:30.5Z'],
    ['instant', 'yyyy-MM-dd HH:mm', '2026-01-05 24:00', null],
    ['instant', 'yyyy-MM-dd HH:mm:ss', '2026-01-05 07:60:00', null],
    ['instant', 'yyyy-MM-dd HH:mm:ss', '2026-01-05 07:31:60', null],
    ['instant', 'epoch-seconds', '1767569490', '2026-01-05T07:31:30+08:00'],
    ['instant', 'epoch-milliseconds', '1767569490250', '2026-01-05T07:31:30.250+08:00'],
    ['instant', 'epoch-seconds', '1767569490250', null],
    ['day', 'epoch-seconds', '1767542400', '2026-01-05'],
  ])('a %s by %s: %s is %s', (kind, pattern, text, expected) => {
    const value = timeStep(kind, [pattern], '+08:00')(text);
    expect(value instanceof Misfit ? null : value).toBe(expected);
  });

  test('are tried by each pattern in turn, and all are told when none fits', () => {
    const step = timeStep('day', ['yyyyMMdd', 'yyyy/M/d'], '+08:00');
    expect(step('2026/1/5')).toBe('2026-01-05');
    expect(step('x')).toMatchObject({ code: 'DATE_MALFORMED', expected: 'yyyyMMdd | yyyy/M/d' });
  });

  test.each([
    ['+00:00', '2026-01-05T07:31:00+00:00'],
    ['none', '2026-01-05T07:31:00'],
  ])('an instant without an offset gets the agreed zone %s', (zone, expected) => {
    expect(timeStep('instant', ['yyyy-MM-dd HH:mm'], zone)('2026-01-05 07:31')).toBe(expected);
  });

  test('the days that a calendar has are read, and no others', () => {
    const step = timeStep('day', ['yyyy-MM-dd'], 'none');
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9999 }),
        fc.integer({ min: 0, max: 99 }),
        fc.integer({ min: 0, max: 99 }),
        (y, m, d) => {
          const text = `${String(y).padStart(4, '0')}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
          const at = new Date(`${text}T00:00:00Z`);
          const exists = !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
          expect(step(text) instanceof Misfit).toBe(!exists);
        },
      ),
    );
  });
});

describe('Amounts', () => {
  test.each<[AmountUnit, string, string | null]>([
    ['wan-yuan', '1', '10000.00'],
    ['wan-yuan', '0.1', '1000.00'],
    ['wan-yuan', '1.234567', '12345.67'],
    ['wan-yuan', '1.2345678', null],
    ['wan-yuan', '1.2345670000', '12345.67'],
    ['wan-yuan', '90071992547409.930001', '900719925474099300.01'],
    ['wan-yuan', '-0.000001', '-0.01'],
    ['yuan', '1234.5', '1234.50'],
    ['yuan', '1,234,567.89', '1234567.89'],
    ['yuan', '12,34', null],
    ['yuan', '1.005', null],
    ['yuan', '１２３．４５', '123.45'],
    ['yuan', '-0', '0.00'],
    ['yuan', '007', '7.00'],
    ['yuan', '1e3', null],
    ['yuan', '￥5', null],
    ['yuan', '', null],
    ['fen', '123', '1.23'],
    ['fen', '1.5', null],
    ['fen', '5', '0.05'],
  ])('in %s: %s is %s', (unit, text, expected) => {
    const value = amountIn(unit)(text);
    expect(value instanceof Misfit ? null : value).toBe(expected);
  });

  test('万元 become yuan exactly, never by way of a float', () => {
    const step = amountIn('wan-yuan');
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 17n }), (fen) => {
        const digits = fen.toString().padStart(7, '0');
        const yuan = fen.toString().padStart(3, '0');
        expect(step(`${digits.slice(0, -6)}.${digits.slice(-6)}`)).toBe(
          `${yuan.slice(0, -2)}.${yuan.slice(-2)}`,
        );
      }),
    );
  });
});
