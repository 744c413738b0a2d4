import { addMonths, type BusinessDate, dayOfMonth, yearMonthOf } from '../../../kernel/calendar.ts';

/** What of an entry says on which days it stands. */
export interface Term {
  readonly decidedOn: string;
  readonly termEndsOn: string;
  readonly removedOn: string | null | undefined;
}

/**
 * The last day of an entry's term (惩戒期满日期): the same day so many years later, or the month's last day where there is
 * no such day. Source: 人社部令第45号 for the years; 民法典 Art. 202 for the last day of a term in years.
 * @param years parameter DISCREDITED_LISTING_YEARS
 */
export const termEndsOn = (decidedOn: BusinessDate, years: number): BusinessDate =>
  monthsAfter(decidedOn, 12 * years);

/**
 * The first day on which an entry may be removed early (可提前移出日期): so many months after the correction, and with a
 * commitment. Source: 人社部令第45号; counted as terms in months are, 民法典 Art. 202.
 * @param months parameter DISCREDITED_EARLY_REMOVAL_MONTHS
 */
export const removableFrom = (correctedOn: BusinessDate, months: number): BusinessDate =>
  monthsAfter(correctedOn, months);

/** Whether an entry stands on a day (列入中): from the decision to the last day of its term, unless removed before. */
export function standsOn(term: Term, day: BusinessDate): boolean {
  return term.decidedOn <= day && day <= term.termEndsOn && (term.removedOn == null || day < term.removedOn);
}

const monthsAfter = (day: BusinessDate, months: number): BusinessDate =>
  dayOfMonth(addMonths(yearMonthOf(day), months), Number(day.slice(8)));
