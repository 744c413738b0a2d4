import {
  addDays,
  addMonths,
  type BusinessDate,
  dayOfMonth,
  daysBetween,
  isWorkingDay,
  lastWorkingDayOnOrBefore,
  listedHolidays,
  type YearMonth,
  yearMonthOf,
} from '../kernel/calendar.ts';

/** The two months that the demo tells of (演示期间), up to the business date. */
export interface Span {
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly days: readonly BusinessDate[];
  readonly months: readonly YearMonth[];
  /** The latest month whose wages were paid some days before the business date; stories about money play in it. */
  readonly settled: YearMonth;
}

/** Wages of a month are paid on the 15th of the next; sheets are made on the 5th. Both are the demo's, not a rule's. */
const PAY_DAY = 15;
const SHEET_DAY = 5;
// So late that returned payments have come back as well.
const SETTLED_FROM = 20;

export function spanOf(to: BusinessDate): Span {
  const month = yearMonthOf(to);
  const dayNumber = Number(to.slice(8));
  const from = addDays(dayOfMonth(addMonths(month, -2), dayNumber), 1);
  const days = Array.from({ length: daysBetween(from, to) + 1 }, (_, place) => addDays(from, place));
  const months = [...new Set(days.map((day) => yearMonthOf(day)))];
  return { from, to, days, months, settled: addMonths(month, dayNumber >= SETTLED_FROM ? -1 : -2) };
}

export const isWorked = (day: BusinessDate): boolean => isWorkingDay(day, listedHolidays);

/** Order 724 Art. 14: on a rest day wages are paid before it. */
export const payDayOf = (month: YearMonth): BusinessDate =>
  lastWorkingDayOnOrBefore(dayOfMonth(addMonths(month, 1), PAY_DAY), listedHolidays).date;

export const sheetDayOf = (month: YearMonth): BusinessDate =>
  lastWorkingDayOnOrBefore(dayOfMonth(addMonths(month, 1), SHEET_DAY), listedHolidays).date;

/** An instant of a day in China. */
export const at = (day: BusinessDate, time: string): Date => new Date(`${day}T${time}+08:00`);
