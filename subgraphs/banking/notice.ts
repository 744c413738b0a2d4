import { addDays, type BusinessDate } from '../../kernel/calendar.ts';
import type { Report } from '../../ledger/submission/report.ts';

/** Order 724 Art. 27 for special accounts; 人社部发〔2021〕65号 (read in summary only) for deposits. */
export const NOTICE_DAYS = 30;

/**
 * The public notice before an account is closed or a deposit returned (公示): 30 days of it, and only then. What was done
 * without it is a fact all the same, and told.
 */
export function checkNotice(
  report: Report,
  from: BusinessDate | null,
  to: BusinessDate | null,
  endedOn: string | null,
): void {
  if (endedOn === null) return;
  if (from === null || to === null || endedOn < to) report.warn('ENDED_WITHOUT_NOTICE');
  else if (to < addDays(from, NOTICE_DAYS)) report.warn('NOTICE_TOO_SHORT');
}
