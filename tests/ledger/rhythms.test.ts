import { describe, expect, test } from '@jest/globals';
import {
  readRhythms,
  RhythmsInvalid,
  rhythmsWith,
  standardRhythms,
} from '../../ledger/submission/rhythms.ts';

const DATASETS = new Set(['ATTENDANCE', 'ACCOUNT_FLOW']);
const agreed = {
  sourceSystem: 'bank-102',
  dataset: 'ACCOUNT_FLOW',
  everyHours: 72,
  agreement: '数据接入协议 2026-001',
};
const file = (...rhythms: object[]) => JSON.stringify({ rhythms });

describe('Rhythms in which sources say that they are complete', () => {
  test('what is agreed with a source goes before what is expected of everybody, for that dataset alone', () => {
    const rhythms = rhythmsWith(readRhythms(file(agreed), DATASETS));
    expect(rhythms('ACCOUNT_FLOW', 'bank-102')).toEqual({ everyHours: 72, agreement: agreed.agreement });
    expect(rhythms('ACCOUNT_FLOW', 'bank-103')).toEqual({ everyHours: 24, agreement: null });
    expect(rhythms('ATTENDANCE', 'bank-102')).toEqual({ everyHours: 24, agreement: null });
  });

  test('of a dataset without a rhythm nothing is expected, unless it is agreed', () => {
    expect(standardRhythms('PROJECT', 'vendor-a')).toBeNull();
    const rhythms = rhythmsWith([{ ...agreed, dataset: 'PROJECT', sourceSystem: 'vendor-a' }]);
    expect(rhythms('PROJECT', 'vendor-a')?.everyHours).toBe(72);
  });

  test('a file says all its problems at once', () => {
    const problems = (text: string): readonly string[] => {
      try {
        readRhythms(text, DATASETS);
      } catch (error) {
        expect(error).toBeInstanceOf(RhythmsInvalid);
        return (error as RhythmsInvalid).problems;
      }
      return [];
    };
    expect(problems(file(agreed))).toEqual([]);
    expect(problems(file(agreed, { ...agreed, dataset: 'ATTENDENCE' }, agreed))).toEqual([
      'rhythms.1.dataset: there is no dataset ATTENDENCE',
      'rhythms.2: bank-102 has a rhythm for ACCOUNT_FLOW already',
    ]);
    expect(
      problems(
        file({ ...agreed, everyHours: 0 }, { ...agreed, agreement: ' ', sourceSystem: 'a b', more: 1 }),
      ),
    ).toEqual([
      'rhythms.0.everyHours: expected at least an hour',
      'rhythms.1.sourceSystem: expected the name of a source system',
      'rhythms.1.agreement: expected where it is agreed',
      'rhythms.1: Unrecognized key: "more"',
    ]);
    expect(problems('[]')).toEqual(['the file: expected an object with a list of rhythms']);
    expect(problems('{')).toEqual([expect.stringMatching(/^expected JSON: /)]);
  });
});
