import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import { dataset, type Reference } from '../../../ledger/submission/dataset.ts';
import {
  accountNumber,
  code,
  day,
  notInFuture,
  notReversed,
  oneOf,
  projectCode,
  required,
  text,
  yuan,
} from '../../../ledger/submission/fields/index.ts';
import type { ValuesOf } from '../../../ledger/submission/field.ts';
import { projectOfAccount } from '../accounts/project-of-account.ts';
import { project } from '../withdrawn-projects/project-on-file.ts';
import type { Report } from '../../../ledger/submission/report.ts';
import { type KnownAccount, knownAccount, type OnAccount, serves } from '../accounts/known-account.ts';
import { blindAccount } from '../blind-numbers.ts';
import { AccountFreeze } from '../facts.ts';
import { checkOwnBank } from '../own-bank.ts';

const fields = {
  target: required(oneOf(['SPECIAL_ACCOUNT', 'DEPOSIT_ACCOUNT'])),
  bankCode: required(code('bank-codes')),
  accountNumber: required(accountNumber()),
  projectCode: projectCode(),
  orderNo: required(text({ max: 100 })),
  authority: required(text({ max: 200 })),
  measure: required(oneOf(['SEIZURE', 'FREEZE', 'DEDUCTION'])),
  cause: required(oneOf(['WAGES_OF_THIS_PROJECT', 'OTHER'])),
  amount: yuan({ isAboveZero: true }),
  effectiveOn: required(day()),
  liftedOn: day(),
};

type Freeze = ValuesOf<typeof fields>;
type OnTarget = OnAccount & { readonly target: string };

/** The special wage account that is struck; of a deposit account there is no record of its own. */
const struckAccount: Reference<OnTarget, KnownAccount> = {
  ...knownAccount,
  key: (values, found) => (values.target === 'SPECIAL_ACCOUNT' ? knownAccount.key(values, found) : null),
};

/** The deposit in cash of the project (现金保证金), without which there is no deposit account to strike. */
export const struckDeposit: Reference<
  { readonly target: string; readonly projectCode: string | null },
  string
> = {
  name: 'deposit',
  path: 'projectCode',
  missing: 'DEPOSIT_UNKNOWN',
  asks: 'database',
  key: ({ target, projectCode: code }) => (target === 'DEPOSIT_ACCOUNT' ? code : null),
  async find(codes, _scene, db) {
    const rows = await db!.rows<{ readonly code: string }>(sql`
      select d.project_code as code from banking.guarantee_deposit d
       where d.project_code = any(${arrayLiteral(codes)}::text[]) and d.form = 'CASH' and not d.withdrawn`);
    return new Map(rows.map(({ code }) => [code, code]));
  },
};

/**
 * 查封、冻结、划拨 of special accounts and deposits, as their bank states them. Order 724 Art. 33 forbids them for any cause
 * but the wages of the project's own workers; a bank that carried one out states it all the same, and it is told.
 */
export const accountFreezes = dataset<typeof fields>({
  name: 'ACCOUNT_FREEZE',
  operation: 'submitAccountFreezes',
  scopes: ['account:submit'],
  fact: AccountFreeze,
  fields,
  check(values, report, moment, caller) {
    checkOwnBank(values.bankCode, report, caller);
    notInFuture(report, 'effectiveOn', values.effectiveOn, moment);
    notInFuture(report, 'liftedOn', values.liftedOn, moment);
    notReversed(report, 'liftedOn', values.effectiveOn, values.liftedOn);
    checkMeasure(values, report);
  },
  // The number first: a freeze that is on record is recognised by it, whatever has become of what it struck.
  references: [project, blindAccount, struckAccount, projectOfAccount(struckAccount), struckDeposit],
  checkFound({ projectCode: stated, cause }, found, report) {
    const account = found(struckAccount);
    if (account && stated !== null && !serves(account, stated))
      report.reject('ACCOUNT_OF_ANOTHER_PROJECT', { path: 'projectCode' });
    if (cause === 'OTHER') report.warn('FREEZE_FORBIDDEN');
  },
  write: ({ amount, ...values }, found, { sentAt }) => ({
    content: {
      ...values,
      accountIndex: found(blindAccount),
      projectCode: values.projectCode ?? found(struckAccount)?.projectCode,
      amountFen: amount,
    },
    occurredAt: sentAt,
  }),
  heldBy: ['orderNo', 'bankCode', 'accountNumber', 'measure'],
});

function checkMeasure(
  { target, projectCode: code, measure, amount, liftedOn }: Freeze,
  report: Report,
): void {
  if (target === 'DEPOSIT_ACCOUNT' && code === null)
    report.reject('VALUE_MISSING', { path: 'projectCode', expected: 'the project of the deposit' });
  if (measure !== 'DEDUCTION') return;
  if (amount === null) report.reject('VALUE_MISSING', { path: 'amount', expected: 'the amount deducted' });
  if (liftedOn !== null) report.reject('DEDUCTION_NOT_LIFTED', { path: 'liftedOn' });
}
