import type { BusinessDate, CountedDay, Holidays } from '../../../kernel/calendar.ts';
import { depositDueOn } from '../../../kernel/due-days.ts';

/** What was used of a deposit (保证金动用), as far as it is stated. */
export interface DepositUse {
  /** The day on which the bank was told to pay (支付通知). */
  readonly noticedOn: BusinessDate | null;
  readonly usedOn: BusinessDate | null;
  readonly restoredOn: BusinessDate | null;
}

/** Working days of the place, on the day from which they are counted; null where it sets none. */
export interface DepositTerms {
  /** Parameter GUARANTEE_DEPOSIT_PAYMENT_WORKING_DAYS. */
  readonly payWithin: number | null;
  /** Parameter GUARANTEE_DEPOSIT_RESTORE_WORKING_DAYS. */
  readonly restoreWithin: number | null;
}

export interface DepositUseDue {
  /** The last day for the bank to pay after the notice. */
  readonly payment: CountedDay | null;
  /** The last day to restore what was used. */
  readonly restoring: CountedDay | null;
}

export type DepositUseFault = 'DEPOSIT_PAID_LATE' | 'DEPOSIT_RESTORED_LATE';

/** By when a deposit is to be paid out of and restored (支付、补足期限). Source: 人社部发〔2021〕65号, read in summary only. */
export function depositUseDue(
  { noticedOn, usedOn }: DepositUse,
  { payWithin, restoreWithin }: DepositTerms,
  holidays: Holidays,
): DepositUseDue {
  const within = (from: BusinessDate | null, days: number | null) =>
    from === null || days === null ? null : depositDueOn(from, days, holidays);
  return { payment: within(noticedOn, payWithin), restoring: within(usedOn, restoreWithin) };
}

/** What was late by its day, or is by today while it is not done. */
export function depositUseFaults(
  { usedOn, restoredOn }: DepositUse,
  { payment, restoring }: DepositUseDue,
  today: string,
): readonly DepositUseFault[] {
  const isLate = (due: CountedDay | null, doneOn: string | null) =>
    due !== null && (doneOn ?? today) > due.date;
  return [
    ...(isLate(payment, usedOn) ? ['DEPOSIT_PAID_LATE' as const] : []),
    ...(isLate(restoring, restoredOn) ? ['DEPOSIT_RESTORED_LATE' as const] : []),
  ];
}
