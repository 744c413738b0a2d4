import { addMonths, type BusinessDate, dayOfMonth, yearMonthOf } from '../../../kernel/calendar.ts';

/**
 * The day by which the next labour cost is to come (下次拨付期限): the same day so many months later, or that month's last day where there
 * is no such day. Source: Order 724 Art. 24 ¶2, the labour-cost period is one month at most.
 * @param months parameter LABOUR_COST_PERIOD_MONTHS
 */
export const nextLabourCostDueOn = (last: BusinessDate, months: number): BusinessDate =>
  dayOfMonth(addMonths(yearMonthOf(last), months), Number(last.slice(8)));

/** Whether it was missed; null while a transfer may still be stated that came in time (architecture §3). */
export function isPeriodExceeded(dueOn: BusinessDate, today: BusinessDate, isWhole: boolean): boolean | null {
  if (today <= dueOn) return false;
  return isWhole ? true : null;
}
