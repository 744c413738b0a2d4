import { addMonths, type BusinessDate, dayOfMonth, yearMonthOf } from '../../../kernel/calendar.ts';

/** What of an entry says on which days it stands. */
export interface Term {
  readonly decidedOn: string;
  readonly termEndsOn: string;
  readonly removedOn: string | null | undefined;
}

/** Three years. Source: 人社部令第45号. */
const TERM_MONTHS = 36;

/**
 * The last day of an entry's term (惩戒期满日期): the same day three years later, or the month's last day where there is
 * no such day. Source: 人社部令第45号 for the three years; 民法典 Art. 202 for the last day of a term in years.
 */
export function termEndsOn(decidedOn: BusinessDate): BusinessDate {
  return dayOfMonth(addMonths(yearMonthOf(decidedOn), TERM_MONTHS), Number(decidedOn.slice(8)));
}

/** Whether an entry stands on a day (列入中): from the decision to the last day of its term, unless removed before. */
export function standsOn(term: Term, day: BusinessDate): boolean {
  return term.decidedOn <= day && day <= term.termEndsOn && (term.removedOn == null || day < term.removedOn);
}
