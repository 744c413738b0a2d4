import type { BusinessDate } from '../../../kernel/calendar.ts';
import { EVERYWHERE } from '../../../kernel/identifiers/division-code.ts';
import { numberOn } from '../../../schema/province-profiles.ts';
import type { Report } from '../../../ledger/submission/report.ts';
import type { Moment } from '../../../ledger/submission/dataset.ts';

/** A paper whose validity has ended (已过有效期) is taken, since history counts, and told to have ended. */
export function warnEnded(report: Report, validTo: string | null, { today }: Moment): void {
  if (validTo !== null && validTo < today) report.warn('VALIDITY_ENDED');
}

/**
 * A term longer than is usual (期限异常) is mostly a wrong year.
 * @param parameter of the whole country that says how many years are usual on the first day of the term
 */
export function warnLong(
  report: Report,
  from: string | null,
  to: string | null,
  parameter: 'QUALIFICATION_USUAL_YEARS' | 'BLACKLISTING_USUAL_YEARS',
): void {
  if (from === null || to === null) return;
  const years = numberOn(EVERYWHERE, parameter, from);
  if (years !== null && to > yearsAfter(from as BusinessDate, years)) report.warn('TERM_UNUSUAL');
}

/** The same day so many years on, as text; the 29th of February stays, which compares as well. */
const yearsAfter = (day: BusinessDate, years: number): string =>
  `${String(Number(day.slice(0, 4)) + years).padStart(4, '0')}${day.slice(4)}`;
