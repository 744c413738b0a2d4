import { describe, expect, test } from '@jest/globals';
import { parseYearMonth } from '../../../kernel/calendar.ts';
import { labourCostDueOn, monthLabourCost } from '../../../subgraphs/banking/rules/month-labour-cost.ts';

const january = parseYearMonth('2026-01');
const arrival = (transferredOn: string, amountFen: bigint) => ({ transferredOn, amountFen });

describe('Labour cost by the 20th of its month (Guangxi 管理细则 Art. 9 ¶2)', () => {
  test('is due on the 20th', () => {
    expect(labourCostDueOn(january)).toBe('2026-01-20');
  });

  test('counts what arrives on the 20th and not what arrives on the 21st', () => {
    expect(monthLabourCost(january, [arrival('2026-01-21', 5n), arrival('2026-01-20', 70n)])).toEqual({
      month: '2026-01',
      received: 75n,
      firstReceivedOn: '2026-01-20',
      receivedByThe20th: 70n,
    });
  });

  test('counts money for the month that came before the month began', () => {
    expect(monthLabourCost(january, [arrival('2025-12-30', 70n)]).receivedByThe20th).toBe(70n);
  });

  test('counts money that came a month late as received, but not as in time', () => {
    expect(monthLabourCost(january, [arrival('2026-02-03', 70n)])).toMatchObject({
      received: 70n,
      receivedByThe20th: 0n,
    });
  });

  test('says nothing arrived when nothing did', () => {
    expect(monthLabourCost(january, [])).toEqual({
      month: '2026-01',
      received: 0n,
      firstReceivedOn: null,
      receivedByThe20th: 0n,
    });
  });
});
