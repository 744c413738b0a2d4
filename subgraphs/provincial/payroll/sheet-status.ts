import { code } from '../../../ledger/submission/fields/index.ts';
import type { Field } from '../../../ledger/submission/field.ts';

/** Dictionary payroll-status: paid (已发放). */
const PAID = 'PayRoll.50';

const stated = code('payroll-status');
const expected = 'a code of payroll-status for a whole sheet: "PayRoll.2", "PayRoll.3", "PayRoll.50"';

/** How far a sheet has come (工资单状态); the dictionary's codes for single lines are not taken. */
export const sheetStatus: Field<string | null> = {
  expected,
  read(raw, report) {
    const status = stated.read(raw, report);
    if (status === null || status.startsWith('PayRoll.')) return status;
    report.reject('CODE_UNKNOWN', { expected });
    return null;
  },
};

/** A sheet that says when it was paid says that it was. Modelled: interfaces of 2018 send no status. */
export const statusOf = ({
  status,
  paidOn,
}: {
  readonly status: string | null;
  readonly paidOn: string | null;
}): string | null => status ?? (paidOn === null ? null : PAID);
