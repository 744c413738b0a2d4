import type { Report } from '../../ledger/submission/report.ts';
import type { VerdictCode } from '../../schema/verdicts.ts';
import type { ProjectOnRecord } from './project-on-record.ts';
import type { AccountNameCheck, Named } from './rules/account-name.ts';

const WARNINGS: Readonly<Partial<Record<AccountNameCheck, VerdictCode>>> = {
  FAIL_SUFFIX: 'ACCOUNT_NAME_SUFFIX',
  FAIL_CONTRACTOR: 'ACCOUNT_NAME_CONTRACTOR',
  FAIL_PROJECT: 'ACCOUNT_NAME_PROJECT',
};

/** Tells what is wrong with an account's name (户名检查), where names to compare with are on record. */
export function checkAccountName(
  report: Report,
  accountName: string | null,
  project: ProjectOnRecord | null,
  check: (accountName: string, contractor: Named, project: Named) => AccountNameCheck,
): void {
  if (accountName === null || !project?.generalContractor) return;
  const warning = WARNINGS[check(accountName, project.generalContractor, project)];
  if (warning) report.warn(warning);
}
