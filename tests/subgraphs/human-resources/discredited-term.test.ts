import { describe, expect, test } from '@jest/globals';
import { parseBusinessDate as day } from '../../../kernel/calendar.ts';
import {
  IN_FORCE_FROM,
  listingYearsOn,
  monthsToRemovalOn,
} from '../../../subgraphs/human-resources/discredited-listings/terms.ts';
import {
  removableFrom,
  standsOn,
  termEndsOn,
} from '../../../subgraphs/human-resources/rules/discredited-term.ts';

describe('The term of an entry in the list of discredited employers (人社部令第45号)', () => {
  test.each([
    ['2026-01-05', '2029-01-05'],
    ['2023-12-31', '2026-12-31'],
    ['2024-02-29', '2027-02-28'],
  ])('decided on %s ends three years later, on %s', (decided, ends) => {
    expect(termEndsOn(day(decided), 3)).toBe(ends);
  });

  test.each([
    ['2026-01-05', '2026-07-05'],
    ['2025-08-31', '2026-02-28'],
    ['2026-07-15', '2027-01-15'],
  ])('may end early, when all was put right on %s, from %s', (corrected, from) => {
    expect(removableFrom(day(corrected), 6)).toBe(from);
  });

  test('goes by the years and months that held on the day', () => {
    expect(termEndsOn(day('2026-01-05'), 1)).toBe('2027-01-05');
    expect(removableFrom(day('2026-01-05'), 12)).toBe('2027-01-05');
    expect([listingYearsOn('2026-01-05'), monthsToRemovalOn('2026-01-05'), IN_FORCE_FROM]).toEqual([
      3,
      6,
      '2022-01-01',
    ]);
  });

  const term = { decidedOn: '2023-03-01', termEndsOn: '2026-03-01', removedOn: null };

  test.each([
    ['the day before the decision', '2023-02-28', false],
    ['the day of the decision', '2023-03-01', true],
    ['the last day of the term', '2026-03-01', true],
    ['the day after the term', '2026-03-02', false],
  ])('stands or not on %s', (_title, on, stands) => {
    expect(standsOn(term, day(on))).toBe(stands);
  });

  test('does not stand from the day of an early removal', () => {
    const removed = { ...term, removedOn: '2024-03-01' };
    expect(standsOn(removed, day('2024-02-29'))).toBe(true);
    expect(standsOn(removed, day('2024-03-01'))).toBe(false);
  });
});
