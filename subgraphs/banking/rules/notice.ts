import { addDays, type BusinessDate } from '../../../kernel/calendar.ts';

/** What is wrong with a public notice before an account is closed or a deposit returned (公示检查结果). */
export type NoticeFault = 'ENDED_WITHOUT_NOTICE' | 'NOTICE_TOO_SHORT';

/**
 * The notice before a closing or return: so many days of it, and only after its last (公示30日后); null when nothing is wrong with it, or
 * where none is asked for. Sources: Order 724 Art. 27 ¶2 for special accounts; 人社部发〔2021〕65号 (read in summary only) for deposits.
 * @param days parameters ACCOUNT_CLOSING_NOTICE_DAYS and GUARANTEE_DEPOSIT_RETURN_NOTICE_DAYS; null where there is none
 */
export function noticeFault(
  {
    from,
    to,
    endedOn,
  }: { readonly from: BusinessDate | null; readonly to: BusinessDate | null; readonly endedOn: string },
  days: number | null,
): NoticeFault | null {
  if (days === null) return null;
  if (from === null || to === null || endedOn <= to) return 'ENDED_WITHOUT_NOTICE';
  return to < addDays(from, days) ? 'NOTICE_TOO_SHORT' : null;
}
