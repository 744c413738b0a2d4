import {
  addMonths,
  type BusinessDate,
  dayOfMonth,
  type Holidays,
  lastWorkingDayOnOrBefore,
  type YearMonth,
} from '../../../kernel/calendar.ts';

/** What a contract agrees on the day of payment (工资支付日). */
export interface PayDay {
  readonly payDay: number;
  readonly isPaidInNextMonth: boolean;
}

/**
 * The day by which the wages of a month are to be paid (应付日期): on the agreed day of that month or of the next, and before it where it is
 * a rest day or a holiday. In a month without such a day, on its last. Source: Order 724 Art. 14.
 */
export const payDueOn = (
  month: YearMonth,
  { payDay, isPaidInNextMonth }: PayDay,
  holidays: Holidays,
): BusinessDate =>
  lastWorkingDayOnOrBefore(dayOfMonth(isPaidInNextMonth ? addMonths(month, 1) : month, payDay), holidays)
    .date;
