import { listedHolidays } from '../../../kernel/calendar.ts';
import { numberOn } from '../../../schema/province-profiles.ts';
import { type DepositUse, type DepositUseDue, depositUseDue } from '../rules/deposit-use.ts';

/** By when a deposit is to be paid out of and restored in a place, by what it asked for on the day from which is counted. */
export function depositUseDueIn(division: string, use: DepositUse): DepositUseDue {
  const daysOn = (name: string, on: string | null) => (on === null ? null : numberOn(division, name, on));
  const terms = {
    payWithin: daysOn('GUARANTEE_DEPOSIT_PAYMENT_WORKING_DAYS', use.noticedOn),
    restoreWithin: daysOn('GUARANTEE_DEPOSIT_RESTORE_WORKING_DAYS', use.usedOn),
  };
  return depositUseDue(use, terms, listedHolidays);
}
