import { describe, expect, test } from '@jest/globals';
import { formatYuan, parseYuan } from '../../../kernel/yuan.ts';
import { depositRatesOn } from '../../../subgraphs/banking/deposits/deposit-rates-on.ts';
import { type ArrearsHistory, arrearsStanding } from '../../../subgraphs/banking/rules/arrears-standing.ts';
import { requiredDeposit } from '../../../subgraphs/banking/rules/required-deposit.ts';

const ON = '2026-03-01';
const guangxi = depositRatesOn('450103', ON)!;

describe('The deposit by rule (应存工资保证金)', () => {
  test.each<[string, string, ArrearsHistory | null, string, string]>([
    ['the rate of the place', '10000000.00', null, '200000.00', 'BASE'],
    ['the same without arrears for a year', '10000000.00', 'NONE_FOR_ONE_YEAR', '200000.00', 'BASE'],
    ['more after arrears', '10000000.00', 'ARREARS_WITHIN_TWO_YEARS', '300000.00', 'RAISED'],
    ['less without arrears for two years', '10000000.00', 'NONE_FOR_TWO_YEARS', '100000.00', 'LOWERED'],
    [
      'nothing without arrears for three',
      '10000000.00',
      'NONE_FOR_THREE_YEARS',
      '0.00',
      'EXEMPT_CLEAN_HISTORY',
    ],
    ['nothing below three million', '2999999.99', 'NONE_FOR_ONE_YEAR', '0.00', 'EXEMPT_SMALL_CONTRACT'],
    ['no exemption at three million', '3000000.00', 'NONE_FOR_ONE_YEAR', '60000.00', 'BASE'],
    ['no exemption where nothing is known', '2999999.99', null, '60000.00', 'BASE'],
    ['no exemption after arrears', '2000000.00', 'ARREARS_WITHIN_TWO_YEARS', '60000.00', 'RAISED'],
    ['a half of a fen rounded up', '0.25', null, '0.01', 'BASE'],
  ])('%s', (_name, price, history, amount, ground) => {
    const required = requiredDeposit(parseYuan(price), arrearsStanding(history, null, ON), guangxi);
    expect([formatYuan(required.amount), required.ground]).toEqual([amount, ground]);
  });

  test.each<[string, string, string, ArrearsHistory | null, string, string]>([
    [
      'eighteen months ago: exempts a small contract',
      '2999999.99',
      '2024-09-01',
      null,
      '0.00',
      'EXEMPT_SMALL_CONTRACT',
    ],
    [
      'eighteen months ago: raises the rate of another',
      '10000000.00',
      '2024-09-01',
      null,
      '300000.00',
      'RAISED',
    ],
    ['a year ago to the day', '2999999.99', '2025-03-01', null, '0.00', 'EXEMPT_SMALL_CONTRACT'],
    ['a year ago but a day', '2999999.99', '2025-03-02', null, '90000.00', 'RAISED'],
    ['two years ago', '10000000.00', '2024-03-01', null, '100000.00', 'LOWERED'],
    ['two years ago but a day', '10000000.00', '2024-03-02', null, '300000.00', 'RAISED'],
    ['on a leap day two years before', '10000000.00', '2024-02-29', null, '100000.00', 'LOWERED'],
    [
      'three years ago, of systems nothing is known',
      '10000000.00',
      '2023-03-01',
      null,
      '100000.00',
      'LOWERED',
    ],
    [
      'three years ago, with systems in force',
      '10000000.00',
      '2023-03-01',
      'NONE_FOR_THREE_YEARS',
      '0.00',
      'EXEMPT_CLEAN_HISTORY',
    ],
    ['against the history', '10000000.00', '2026-02-01', 'NONE_FOR_THREE_YEARS', '300000.00', 'RAISED'],
    [
      'two years ago, with systems in force',
      '10000000.00',
      '2024-02-01',
      'NONE_FOR_THREE_YEARS',
      '100000.00',
      'LOWERED',
    ],
    [
      'after the day in question, whatever the history says of clean years',
      '10000000.00',
      '2026-03-02',
      'NONE_FOR_TWO_YEARS',
      '200000.00',
      'BASE',
    ],
    [
      'after the day in question, of a small contract',
      '2000000.00',
      '2026-03-02',
      'NONE_FOR_THREE_YEARS',
      '40000.00',
      'BASE',
    ],
    [
      'after the day in question, with others before it',
      '10000000.00',
      '2026-03-02',
      'ARREARS_WITHIN_TWO_YEARS',
      '300000.00',
      'RAISED',
    ],
  ])('of the last arrears %s', (_name, price, lastArrearsOn, history, amount, ground) => {
    const standing = arrearsStanding(history, lastArrearsOn, ON);
    const required = requiredDeposit(parseYuan(price), standing, guangxi);
    expect([formatYuan(required.amount), required.ground]).toEqual([amount, ground]);
  });

  test('is never more for whoever would be exempt than for two clean years, where nobody is exempt', () => {
    const noExemption = { ...guangxi, exemptBelow: parseYuan('0.00') };
    const price = parseYuan('10000000.00');
    expect(
      requiredDeposit(price, arrearsStanding('NONE_FOR_THREE_YEARS', null, ON), noExemption),
    ).toMatchObject({ amount: parseYuan('100000.00'), ground: 'LOWERED' });
  });

  test('lies between a half and three of a hundred whatever a province decides, and below its cap', () => {
    const price = parseYuan('10000000.00');
    const told = (rates: object) => {
      const { amount, rate, ground } = requiredDeposit(price, arrearsStanding(null, null, ON), {
        ...guangxi,
        ...rates,
      });
      return [formatYuan(amount), rate, ground];
    };
    expect(told({ base: '0.001' })).toEqual(['50000.00', '0.005', 'BASE']);
    expect(told({ base: '0.05' })).toEqual(['300000.00', '0.03', 'BASE']);
    expect(told({ cap: parseYuan('150000.00') })).toEqual(['150000.00', '0.02', 'CAPPED']);
    expect(told({ cap: parseYuan('200000.00') })).toEqual(['200000.00', '0.02', 'BASE']);
    expect(told({ base: '0.05', most: '0.04' })).toEqual(['400000.00', '0.04', 'BASE']);
    expect(told({ base: '0.001', least: '0.01' })).toEqual(['100000.00', '0.01', 'BASE']);
  });

  test('goes by the rates of the smallest place that has any, on their days', () => {
    expect(depositRatesOn('530124', '2026-03-01')).toMatchObject({
      base: '0.03',
      exemptBelow: 0n,
      isModelled: false,
      documentNo: '富民县涉企保证金清单',
    });
    expect(depositRatesOn('530124100', '2026-03-01')).toMatchObject({ base: '0.03' });
    expect(depositRatesOn('530102', '2026-03-01')).toMatchObject({
      base: '0.02',
      exemptBelow: 300_000_000n,
      isModelled: true,
      documentNo: '人社部发〔2021〕65号',
    });
    expect(depositRatesOn('450103', '2021-10-31')).toBeNull();
    expect(depositRatesOn('110101', '2026-03-01')).toBeNull();
  });
});
