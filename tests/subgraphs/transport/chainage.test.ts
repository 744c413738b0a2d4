import { describe, expect, test } from '@jest/globals';
import { differs, metresBetween, parseChainage } from '../../../subgraphs/transport/rules/chainage.ts';

describe('A kilometre mark (桩号)', () => {
  test.each([
    ['K0+000', 'K', 0],
    ['K12+300', 'K', 12_300],
    ['yk3+050', 'YK', 3_050],
    ['ZK1234+999.5', 'ZK', 1_234_999.5],
  ])('%s is on line %s, %d metres from its beginning', (text, line, metres) => {
    expect(parseChainage(text)).toEqual({ line, metres });
  });

  test.each([
    '',
    '12+300',
    'K12',
    'K12+30',
    'K12+3000',
    'K 12+300',
    'K12-300',
    'K12345+000',
    'KK',
    'ABCK1+000',
    'K1+000.',
  ])('is none: %s', (text) => {
    expect(parseChainage(text)).toBeNull();
  });

  test('is told apart from another of its line by metres, and from one of another line not at all', () => {
    const at = (text: string) => parseChainage(text)!;
    expect(metresBetween(at('K1+500'), at('K3+000'))).toBe(1_500);
    expect(metresBetween(at('K3+000'), at('K1+500'))).toBe(-1_500);
    expect(metresBetween(at('K1+500'), at('AK3+000'))).toBeNull();
  });

  test.each([
    [1_000, 1_100, false],
    [1_000, 1_112, true],
    [1_000, 900, true],
    [1_000, 910, false],
    [1_101, 1_000, true],
    [50, 60, false],
    [50, 61, true],
  ])('a length of %d metres beside marks %d metres apart differs: %s', (length, between, expected) => {
    expect(differs(length, between)).toBe(expected);
  });
});
