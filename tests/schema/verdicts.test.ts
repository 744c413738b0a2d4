import { describe, expect, test } from '@jest/globals';
import { nameOfCode } from '../../schema/codes.ts';
import {
  isVerdictCode,
  VERDICT_CODE_OUTCOMES,
  type VerdictEntry,
  verdictCatalogue,
  verdictGroups,
} from '../../schema/verdicts.ts';
import { verdictCodes } from '../../subgraphs/exchange/verdict-codes.ts';

const rows = Object.entries(verdictCatalogue) as [string, VerdictEntry][];
const ofOutcome = (wanted: string) =>
  rows.filter(([, { outcome }]) => outcome === wanted).map(([code]) => code);

describe('The catalogue of verdict codes', () => {
  test.each(rows)('%s is told in Chinese and in English, each with a remedy', (code, entry) => {
    expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
    for (const chinese of [entry.zh, entry.remedyZh]) expect(chinese).toMatch(/^\p{Script=Han}.*。$/u);
    for (const english of [entry.en, entry.remedyEn]) expect(english).toMatch(/^[A-Z][^\p{Script=Han}]*\.$/u);
    expect(entry.expected ?? 'a').toMatch(/^[^\p{Script=Han}]*[^.]$/u);
  });

  test('what is to be put right says what was expected', () => {
    const silent = rows.filter(([, { outcome, expected }]) => /REJECTED|HELD/.test(outcome) && !expected);
    expect(silent).toEqual([]);
  });

  test.each(VERDICT_CODE_OUTCOMES)('the outcome %s has codes', (outcome) => {
    expect(ofOutcome(outcome).length).toBeGreaterThan(0);
  });

  test.each(Object.keys(verdictGroups))('the codes of the group %s stand together', (group) => {
    const places = rows.flatMap(([, entry], place) => (entry.group === group ? [place] : []));
    expect(places.length).toBeGreaterThan(0);
    expect(places.at(-1)! - places[0]! + 1).toBe(places.length);
  });

  test('a number that fails its check and a thing not yet known hold a record, and nothing else does', () => {
    for (const code of ofOutcome('HELD')) expect(code).toMatch(/_(UNKNOWN|INVALID)$/);
  });

  test.each([
    ['RESIDENT_NUMBER_INVALID', 'YD-02', '身份信息无效'],
    ['WORKER_UNKNOWN', 'YD-05', '有考勤无实名'],
    ['CREDIT_CODE_INVALID', 'YD-17', '企业代码无效'],
  ] as const)('%s becomes the doubtful data %s %s at its deadline', (code, kind, name) => {
    expect(verdictCatalogue[code].doubt).toBe(kind);
    expect(nameOfCode('doubtful-kinds', kind)).toBe(name);
  });

  test('every record that is held becomes doubtful data at its deadline, of a kind that there is; nothing else does', () => {
    for (const [code, { outcome, doubt }] of rows) {
      expect([code, doubt !== null]).toEqual([code, outcome === 'HELD']);
      if (doubt !== null) expect(nameOfCode('doubtful-kinds', doubt)).toBeDefined();
    }
  });

  test('what holds a record, and nothing else, says why without its waiting, for a submission in which nothing waits', () => {
    for (const [code, { outcome, causeZh, causeEn }] of rows) {
      expect([code, causeZh !== undefined, causeEn !== undefined]).toEqual([
        code,
        ...Array(2).fill(outcome === 'HELD'),
      ]);
      expect(causeZh ?? '无因').toMatch(/^\p{Script=Han}(?!.*(暂存|等待)).*[^。]$/u);
      expect(causeEn ?? 'A a').toMatch(/^[A-Z](?!.*waits)[^\p{Script=Han}]*[^.]$/u);
    }
  });

  test('what is no code is none, names of built-in properties included', () => {
    expect(isVerdictCode('ACCEPTED')).toBe(true);
    for (const text of ['accepted', 'constructor', 'toString', '']) expect(isVerdictCode(text)).toBe(false);
  });
});

describe('The question for verdict codes', () => {
  test('without arguments is answered with the whole catalogue in its order', () => {
    expect(verdictCodes({}).map(({ code }) => code)).toEqual(Object.keys(verdictCatalogue));
    expect(verdictCodes({ outcome: null, group: null, code: null })).toHaveLength(rows.length);
  });

  test.each([
    [{ outcome: 'CORRECTED' }, ['CORRECTED', 'WITHDRAWN', 'WITHDRAWN_OTHER_SHOWN']],
    [{ group: 'held', outcome: 'REJECTED' }, []],
    [{ code: 'ENTRY_UNKNOWN' }, ['ENTRY_UNKNOWN']],
    [{ code: 'ENTRY_UNKNOWN', group: 'time' }, []],
    [{ code: '__proto__' }, []],
  ] as const)('with %j is answered with %j', (wanted, codes) => {
    expect(verdictCodes(wanted).map(({ code }) => code)).toEqual(codes);
  });

  test('an entry names the kind of doubtful data in Chinese, and null where there is none', () => {
    expect(verdictCodes({ code: 'WORKER_UNKNOWN' })[0]).toMatchObject({
      outcome: 'HELD',
      message: expect.stringContaining('暂存'),
      messageEn: expect.stringContaining('waits'),
      doubtfulKind: { code: 'YD-05', name: '有考勤无实名' },
    });
    expect(verdictCodes({ code: 'VALUE_MISSING' })[0]!.doubtfulKind).toBeNull();
  });
});
