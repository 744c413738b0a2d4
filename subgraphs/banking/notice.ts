import type { BusinessDate } from '../../kernel/calendar.ts';
import type { Report } from '../../ledger/submission/report.ts';
import { numberOn } from '../../schema/province-profiles.ts';
import { noticeFault } from './rules/notice.ts';

/** A notice, and the day on which what it announced was done; null while it is not. */
interface Notice {
  readonly from: BusinessDate | null;
  readonly to: BusinessDate | null;
  readonly endedOn: string | null;
}

/**
 * Checks the public notice (公示) by what the province asked for on the day of the closing or return. What was done without it is a
 * fact all the same, and told.
 */
export function checkNotice(
  report: Report,
  { from, to, endedOn }: Notice,
  division: string,
  parameter: 'ACCOUNT_CLOSING_NOTICE_DAYS' | 'GUARANTEE_DEPOSIT_RETURN_NOTICE_DAYS',
): void {
  if (endedOn === null) return;
  const fault = noticeFault({ from, to, endedOn }, numberOn(division, parameter, endedOn));
  if (fault !== null) report.warn(fault);
}
