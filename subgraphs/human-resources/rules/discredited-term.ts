import { addMonths, type BusinessDate, dayOfMonth, yearMonthOf } from '../../../kernel/calendar.ts';

/** What of an entry says on which days it stands. */
export interface Term {
  readonly decidedOn: string;
  readonly termEndsOn: string;
  readonly removedOn: string | null | undefined;
}

/** The first day of the rule; what was listed before it had other terms. Source: 人社部令第45号. */
export const IN_FORCE_FROM = '2022-01-01';

/** Three years. Source: 人社部令第45号. */
const TERM_MONTHS = 36;

/** Six months since what was wrong was put right. Source: 人社部令第45号. */
const MONTHS_SINCE_CORRECTION = 6;

/**
 * The last day of an entry's term (惩戒期满日期): the same day three years later, or the month's last day where there is
 * no such day. Source: 人社部令第45号 for the three years; 民法典 Art. 202 for the last day of a term in years.
 */
export const termEndsOn = (decidedOn: BusinessDate): BusinessDate => monthsAfter(decidedOn, TERM_MONTHS);

/**
 * The first day on which an entry may be removed early (可提前移出日期): six months after the correction, and with a
 * commitment. Source: 人社部令第45号; counted as terms in months are, 民法典 Art. 202.
 */
export const removableFrom = (correctedOn: BusinessDate): BusinessDate =>
  monthsAfter(correctedOn, MONTHS_SINCE_CORRECTION);

/** Whether an entry stands on a day (列入中): from the decision to the last day of its term, unless removed before. */
export function standsOn(term: Term, day: BusinessDate): boolean {
  return term.decidedOn <= day && day <= term.termEndsOn && (term.removedOn == null || day < term.removedOn);
}

const monthsAfter = (day: BusinessDate, months: number): BusinessDate =>
  dayOfMonth(addMonths(yearMonthOf(day), months), Number(day.slice(8)));
