import type { Caller } from '../../../kernel/caller.ts';
import { parseSocialCreditCode } from '../../../kernel/identifiers/social-credit-code.ts';
import type { Report } from '../../../ledger/submission/report.ts';

/**
 * An enterprise states what is its own, and leaves other enterprises' records to them (本企业). A code that fails its check is nobody's:
 * it holds the record, and says so, where it may be the sender's own mistyped.
 */
export function checkOwnEnterprise(
  code: string | readonly (string | null)[],
  report: Report,
  { kind, enterprise }: Caller,
  path: string,
): void {
  if (kind !== 'ENTERPRISE') return;
  const named = [code].flat();
  if (enterprise !== undefined && named.includes(enterprise)) return;
  if (enterprise !== undefined && named.some(failsItsCheck)) return;
  report.reject('ENTERPRISE_OF_ANOTHER', { path });
}

const failsItsCheck = (code: string | null): boolean => code !== null && !parseSocialCreditCode(code).ok;
