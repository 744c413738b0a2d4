import { sql } from 'kysely';
import { dataset, type Reference } from '../../../ledger/submission/dataset.ts';
import { accountNumber, code, day, required } from '../../../ledger/submission/fields/index.ts';
import { accountRows, byPlace } from '../accounts/account-rows.ts';
import { accountKey, isOpenOn, knownAccount } from '../accounts/known-account.ts';
import { EmptyAccountDay } from '../facts.ts';
import { projectOfAccount } from '../accounts/project-of-account.ts';
import { aloneInLedgers } from '../flows/flow-references.ts';
import { checkOwnBank } from '../own-bank.ts';

/** Whether the account has bookings on the day. */
const flowsOfDay: Reference<{ readonly day: string }, { readonly place: bigint }> = {
  name: 'flows-of-day',
  path: 'day',
  missing: null,
  asks: 'database',
  key: (values, found) => accountKey(found(knownAccount)!, values.day),
  async find(keys, _scene, db) {
    await aloneInLedgers(keys, db!);
    const rows = await db!.rows<{ readonly place: bigint }>(sql`
      select k.place from ${accountRows(keys)}
       where exists (select from banking.account_flow f
                      where f.bank_code = k.bank_code and f.account_index = k.account_index
                        and f.accounting_on = k.rest::date and not f.withdrawn)`);
    return byPlace(keys, rows);
  },
};

const fields = {
  bankCode: required(code('bank-codes')),
  accountNumber: required(accountNumber()),
  day: required(day()),
};

/** 专户空日: a bank states that an account had no bookings on a day, so that silence is not taken for it. */
export const emptyAccountDays = dataset<typeof fields>({
  name: 'EMPTY_ACCOUNT_DAY',
  operation: 'submitEmptyAccountDays',
  scopes: ['account:submit'],
  fact: EmptyAccountDay,
  fields,
  check(values, report, { today }, caller) {
    checkOwnBank(values.bankCode, report, caller);
    if (values.day !== null && values.day >= today)
      report.reject('DATE_IN_FUTURE', { path: 'day', expected: `a day that is over, before ${today}` });
  },
  references: [knownAccount, projectOfAccount(), flowsOfDay],
  checkFound({ day: stated }, found, report) {
    if (found(flowsOfDay)) report.reject('DAY_HAS_FLOWS', { path: 'day' });
    if (!isOpenOn(found(knownAccount)!, stated)) report.warn('ACCOUNT_NOT_OPEN');
  },
  write(values, found, { sentAt }) {
    const { bankCode, accountIndex, projectCode } = found(knownAccount)!;
    return { content: { bankCode, accountIndex, day: values.day, projectCode }, occurredAt: sentAt };
  },
  heldBy: ['bankCode', 'accountNumber', 'day'],
});
