import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { RowOf } from '../../../ledger/fact.ts';
import type { SubgraphContext } from '../../context.ts';
import { accountOf } from '../accounts/account-of.ts';
import { accountKey, serves } from '../accounts/known-account.ts';
import type { Disbursement } from '../facts.ts';
import { serialNumber } from '../flows/serial-number.ts';
import type { PayingFlow } from '../rules/payment-flow.ts';

type Payment = RowOf<typeof Disbursement>;

/**
 * The booking that a payment names (代发所指流水) in a special account of its project; null while it is not on record, and where no
 * such account or serial is stated. Past row scope, as far as the two are compared: the booking may be of another project that shares the account.
 */
export async function bookingOfPayment(row: Payment, context: SubgraphContext): Promise<PayingFlow | null> {
  const { bankCode, payerAccountIndex: accountIndex, flowSerial } = row;
  if (!flowSerial || !accountIndex) return null;
  const account = await accountOf({ bankCode, accountIndex }, context);
  const serving = account && { projectCode: account.projectCode, shared: account.sharedProjects };
  return serving && serves(serving, row.projectCode)
    ? booked(accountKey({ bankCode, accountIndex }, serialNumber(flowSerial)), context)
    : null;
}

const booked = (key: string, context: SubgraphContext): Promise<PayingFlow | null> =>
  context
    .loader<string, PayingFlow | null>('bookings of payments', async (keys) => {
      const parts = keys.map((one) => one.split(' '));
      const texts = (at: number) => arrayLiteral(parts.map((one) => one[at]));
      const indexes = arrayLiteral(parts.map((one) => Buffer.from(one[1]!, 'hex')));
      const rows = await context.session.rows<BookedRow>(sql`
        select f.bank_code as "bankCode", f.account_index as "accountIndex", f.serial_no as "serialNo", f.direction,
               f.amount_fen as "amountFen", f.undone_fen as "undoneFen"
          from banking.bookings_of_payments(
            ${texts(0)}::text[], ${indexes}::bytea[], ${texts(2)}::text[], ${context.session.asOf}::timestamptz) f`);
      const byKey = new Map(rows.map((row) => [accountKey(row, row.serialNo), row]));
      return keys.map((one) => byKey.get(one) ?? null);
    })
    .load(key);

interface BookedRow extends PayingFlow {
  readonly bankCode: string;
  readonly accountIndex: Buffer;
  readonly serialNo: string;
}
