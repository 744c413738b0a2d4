import { describe, expect, test } from '@jest/globals';
import { parseYearMonth } from '../../../kernel/calendar.ts';
import {
  isLate,
  labourCostDueOn,
  monthLabourCost,
} from '../../../subgraphs/banking/rules/month-labour-cost.ts';

const january = parseYearMonth('2026-01');
const arrival = (transferredOn: string, amountFen: bigint) => ({ transferredOn, amountFen });

/** What Guangxi sets. */
const DAY = 20;

describe('Labour cost by the day of its month that a province sets (Guangxi 管理细则 Art. 9 ¶2)', () => {
  test('is due on that day, and on none where there is none', () => {
    expect(labourCostDueOn(january, DAY)).toBe('2026-01-20');
    expect(labourCostDueOn(january, 15)).toBe('2026-01-15');
    expect(labourCostDueOn(january, null)).toBeNull();
  });

  test.each([
    [20, false],
    [15, true],
    [null, false],
  ])('with day %j what arrives on the 16th is late: %j', (setDay, late) => {
    expect(isLate({ forMonth: '2026-01', transferredOn: '2026-01-16' }, setDay)).toBe(late);
  });

  test('is in time by another day where a province sets another, and never where it sets none', () => {
    const arrivals = [arrival('2026-01-10', 1n), arrival('2026-01-16', 20n), arrival('2026-01-25', 300n)];
    expect(monthLabourCost(january, arrivals, 15)).toMatchObject({
      dueOn: '2026-01-15',
      receivedInTime: 1n,
      receivedByThe20th: 21n,
    });
    expect(monthLabourCost(january, arrivals, 28)).toMatchObject({ receivedInTime: 321n });
    expect(monthLabourCost(january, arrivals, null)).toMatchObject({ dueOn: null, receivedInTime: null });
  });

  test('counts what arrives on the 20th and not what arrives on the 21st', () => {
    expect(monthLabourCost(january, [arrival('2026-01-21', 5n), arrival('2026-01-20', 70n)], DAY)).toEqual({
      month: '2026-01',
      received: 75n,
      firstReceivedOn: '2026-01-20',
      receivedByThe20th: 70n,
      dueOn: '2026-01-20',
      receivedInTime: 70n,
    });
  });

  test('counts money for the month that came before the month began', () => {
    expect(monthLabourCost(january, [arrival('2025-12-30', 70n)], DAY).receivedInTime).toBe(70n);
  });

  test('counts money that came a month late as received, but not as in time', () => {
    expect(monthLabourCost(january, [arrival('2026-02-03', 70n)], DAY)).toMatchObject({
      received: 70n,
      receivedInTime: 0n,
    });
  });

  test('says nothing arrived when nothing did', () => {
    expect(monthLabourCost(january, [], DAY)).toEqual({
      month: '2026-01',
      received: 0n,
      firstReceivedOn: null,
      receivedByThe20th: 0n,
      dueOn: '2026-01-20',
      receivedInTime: 0n,
    });
  });
});
