import { describe, expect, test } from '@jest/globals';
import { codeTable } from '../../schema/codes.ts';
import {
  numberOn,
  parameterOn,
  parametersOn,
  parseProfile,
  provinceProfiles,
  yuanOn,
} from '../../schema/province-profiles.ts';

describe('Province profiles', () => {
  test('there is one for the nation and for each province whose divisions are known', () => {
    expect(provinceProfiles.map(({ division }) => division)).toEqual([
      '000000',
      '420000',
      '450000',
      '530000',
    ]);
  });

  test('a province’s own value goes before the nation’s, and others are the nation’s', () => {
    const names = parametersOn('450103', '2026-03-01').map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['LABOUR_COST_DAY_OF_MONTH', 'ACCOUNT_OPENING_DAYS']));
    expect(new Set(names).size).toBe(names.length);
    expect(parameterOn('420100', 'LABOUR_COST_DAY_OF_MONTH', '2026-03-01')).toBeUndefined();
  });

  test.each([
    ['2023-04-14', undefined],
    ['2023-04-15', '0.70'],
    ['2023-05-14', '0.70'],
    ['2023-05-15', '0.90'],
    ['2026-01-01', '0.90'],
  ])('the attendance target of Yunnan on %s is the one that held then', (day, value) => {
    expect(parameterOn('530900', 'TARGET_ATTENDANCE_RATE', day)?.value).toBe(value);
  });

  test('a sourced value names its document, and a modelled one never looks sourced', () => {
    for (const { parameters } of provinceProfiles)
      for (const { status, document } of parameters) expect(status === 'sourced').toBe(document !== null);
  });

  const good = {
    name: 'A',
    title: 't',
    value: '1',
    unit: 'YUAN',
    validFrom: null,
    validTo: null,
    note: null,
  };
  test.each([
    ['without its document', { ...good, document: null, status: 'sourced' }, 'names its document'],
    [
      'that ends before it begins',
      { ...good, document: null, status: 'modelled', validFrom: '2026-02-01', validTo: '2026-01-01' },
      'ends before it begins',
    ],
    ['that is no number', { ...good, document: null, status: 'modelled', value: 'ten' }, 'value'],
  ])('a value %s is refused', (_what, parameter, told) => {
    const profile = { name: 'x', codeTables: [], parameters: [parameter] };
    expect(() => parseProfile('450000', profile)).toThrow(told);
  });

  test('a smaller division’s own value goes before its province’s, there and below it alone', () => {
    const base = (division: string) =>
      parameterOn(division, 'GUARANTEE_DEPOSIT_RATE_BASE', '2026-03-01')?.value;
    expect(['530124', '530124100', '530100', '530000', '530102'].map(base)).toEqual([
      '0.03',
      '0.03',
      '0.02',
      '0.02',
      '0.02',
    ]);
  });

  test('a value for a division of another province is refused', () => {
    const parameters = [{ ...good, document: null, status: 'modelled', division: '530124' }];
    expect(() => parseProfile('450000', { name: 'x', codeTables: [], parameters })).toThrow(
      'Province 450000: A of 530124 lies elsewhere',
    );
  });

  test('numbers and amounts are read as such, and nothing is read where there is nothing', () => {
    expect(numberOn('450103', 'LABOUR_COST_DAY_OF_MONTH', '2026-03-01')).toBe(20);
    expect(numberOn('420102', 'LABOUR_COST_DAY_OF_MONTH', '2026-03-01')).toBeNull();
    expect(yuanOn('450103', 'FACE_ATTENDANCE_COST', '2026-03-01')).toBe(5_000_000_000n);
    expect(yuanOn('530102', 'FACE_ATTENDANCE_COST', '2026-03-01')).toBeNull();
  });

  test('a profile that names a table which is not there is refused', () => {
    expect(() => parseProfile('450000', { name: 'x', codeTables: ['no-such'], parameters: [] })).toThrow(
      'no code table no-such',
    );
  });
});

describe('Functional zones', () => {
  test('lie inside a division that exists, and their codes are none of a division', () => {
    const divisions = new Set(codeTable('divisions-yunnan').items.map(({ code }) => code));
    for (const { code, parent } of codeTable('local-areas').items) {
      expect(divisions.has(String(parent))).toBe(true);
      expect(code).not.toMatch(/^\d+$/);
    }
  });
});
