import { describe, expect, test } from '@jest/globals';
import { freshnessFrom, type RestsOn } from '../../ledger/submission-queries/figure-freshness.ts';
import { rhythmsWith, standardRhythms } from '../../ledger/submission/rhythms.ts';

const at = (text: string) => new Date(`2026-${text}:00:00+08:00`);
const NOW = at('03-01T08');
const word = (dataset: string, sourceSystem: string, completeUpTo: string | null) => ({
  dataset,
  sourceSystem,
  completeUpTo: completeUpTo === null ? null : at(completeUpTo),
});
const reckon = (
  said: Parameters<typeof freshnessFrom>[0],
  datasets: readonly RestsOn[],
  until: string | null = null,
  rhythms = standardRhythms,
) => freshnessFrom(said, { datasets, until: until === null ? null : at(until), now: NOW, rhythms });

describe('How fresh a figure is', () => {
  test('as the least fresh of all its sources, in all its datasets', () => {
    const said = [
      word('ATTENDANCE', 'a', '03-01T06'),
      word('ATTENDANCE', 'b', '02-28T20'),
      word('PAYROLL_SHEET', 'a', '02-20T00'),
    ];
    expect(reckon(said, ['ATTENDANCE', 'PAYROLL_SHEET'])).toMatchObject({
      completeUpTo: at('02-20T00'),
      isBehind: false,
      datasets: [
        { dataset: 'ATTENDANCE', completeUpTo: at('02-28T20'), sources: ['a', 'b'] },
        { dataset: 'PAYROLL_SHEET', completeUpTo: at('02-20T00'), sources: ['a'] },
      ],
    });
    expect(reckon(said, ['ATTENDANCE'])).toMatchObject({ completeUpTo: at('02-28T20') });
  });

  test('never fresh where a source has not said, nor where there is no source at all', () => {
    const one = reckon(
      [word('ATTENDANCE', 'a', '03-01T06'), word('ATTENDANCE', 'b', null)],
      ['ATTENDANCE'],
      '03-01T00',
    );
    expect(one).toMatchObject({ completeUpTo: null, isBehind: true, coversPeriod: false });
    expect(one.behind).toEqual([
      { dataset: 'ATTENDANCE', sourceSystem: 'b', completeUpTo: null, expectedEveryHours: 24 },
    ]);
    const none = reckon([word('ATTENDANCE', 'a', '03-01T06')], ['ATTENDANCE', 'PAYROLL_SHEET']);
    expect(none).toMatchObject({ completeUpTo: null, isBehind: true, coversPeriod: null });
    expect(none.behind).toEqual([
      { dataset: 'PAYROLL_SHEET', sourceSystem: null, completeUpTo: null, expectedEveryHours: null },
    ]);
  });

  test('behind when the time of its rhythm is over, by the hour, and by a rhythm of the source’s own', () => {
    const said = [word('ATTENDANCE', 'a', '02-28T08')];
    expect(reckon(said, ['ATTENDANCE']).isBehind).toBe(false);
    const late = [word('ATTENDANCE', 'a', '02-28T07')];
    expect(reckon(late, ['ATTENDANCE']).behind).toMatchObject([
      { sourceSystem: 'a', expectedEveryHours: 24 },
    ]);
    const own = rhythmsWith([{ sourceSystem: 'a', dataset: 'ATTENDANCE', everyHours: 48, agreement: 'x' }]);
    expect(reckon(late, ['ATTENDANCE'], null, own).isBehind).toBe(false);
  });

  test('a month is covered from its end on, whether its sources are behind today or not', () => {
    const said = [word('ATTENDANCE', 'a', '02-10T00')];
    expect(reckon(said, ['ATTENDANCE'], '02-01T00')).toMatchObject({ coversPeriod: true, isBehind: true });
    expect(reckon(said, ['ATTENDANCE'], '02-10T00').coversPeriod).toBe(true);
    expect(reckon(said, ['ATTENDANCE'], '03-01T00').coversPeriod).toBe(false);
  });

  test('of datasets that say the same those count that are in use, and all of them where none is', () => {
    const either: RestsOn[] = [['REAL_NAME_REGISTRATION', 'ENGAGEMENT']];
    expect(reckon([word('ENGAGEMENT', 'a', '03-01T06')], either)).toMatchObject({
      isBehind: false,
      datasets: [{ dataset: 'ENGAGEMENT' }],
    });
    expect(reckon([], either)).toMatchObject({
      isBehind: true,
      behind: [{ dataset: 'REAL_NAME_REGISTRATION', sourceSystem: null }],
    });
  });
});
