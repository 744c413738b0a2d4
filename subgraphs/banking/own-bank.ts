import type { Caller } from '../../kernel/caller.ts';
import type { Report } from '../../ledger/submission/report.ts';

/** A bank states what it keeps itself, not what another bank keeps; others state what they know of any bank. */
export function checkOwnBank(bankCode: string, report: Report, { kind, bank }: Caller): void {
  if (kind === 'BANK' && bankCode !== bank)
    report.reject('BANK_OF_ANOTHER', { path: 'bankCode', expected: 'the bank that states the record' });
}
