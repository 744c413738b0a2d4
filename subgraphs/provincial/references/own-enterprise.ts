import type { Caller } from '../../../kernel/caller.ts';
import type { Report } from '../../../ledger/submission/report.ts';

/** An enterprise states what is its own, and leaves other enterprises' records to them (本企业). */
export function checkOwnEnterprise(code: string, report: Report, caller: Caller, path: string): void {
  if (caller.kind === 'ENTERPRISE' && caller.enterprise !== code)
    report.reject('ENTERPRISE_OF_ANOTHER', { path });
}
