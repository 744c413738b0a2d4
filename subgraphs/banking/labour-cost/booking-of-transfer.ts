import { type RawBuilder, sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { RowOf } from '../../../ledger/fact.ts';
import type { SubgraphContext } from '../../context.ts';
import { accountKey } from '../accounts/known-account.ts';
import type { LabourCostTransfer } from '../facts.ts';
import type { Booked } from '../rules/transfer-differences.ts';

type Transfer = RowOf<typeof LabourCostTransfer>;

/**
 * The bookings that transfers name, as far as the two are compared (拨付所指流水), past row scope: of an account that projects share the booking
 * may be of another project than the transfer, which is what is to be told.
 * @param keys three arrays: banks, blind indexes, numbers
 */
export const bookingsOfTransfers = (
  keys: readonly [RawBuilder<unknown>, RawBuilder<unknown>, RawBuilder<unknown>],
  { session }: SubgraphContext,
): RawBuilder<unknown> => sql`banking.bookings_of_transfers(${sql.join(keys)}, ${session.asOf}::timestamptz)`;

/** The booking that a transfer names; null while it is not on record. */
export const bookingOfTransfer = (
  { bankCode, accountIndex, flowNo }: Transfer,
  context: SubgraphContext,
): Promise<Booked | null> =>
  context
    .loader<string, Booked | null>('bookings of transfers', async (keys) => {
      const parts = keys.map((key) => key.split(' '));
      const texts = (at: number) => sql`${arrayLiteral(parts.map((one) => one[at]))}::text[]`;
      const indexes = sql`${arrayLiteral(parts.map((one) => Buffer.from(one[1]!, 'hex')))}::bytea[]`;
      const rows = await context.session.rows<BookedRow>(sql`
        select f.bank_code as "bankCode", f.account_index as "accountIndex", f.serial_no as "serialNo", f.direction,
               f.amount_fen as "amountFen", f.accounting_on as "accountingOn", f.occurred_at as "occurredAt",
               f.project_code as "projectCode"
          from ${bookingsOfTransfers([texts(0), indexes, texts(2)], context)} f`);
      const byKey = new Map(rows.map((row) => [accountKey(row, row.serialNo), row]));
      return keys.map((key) => byKey.get(key) ?? null);
    })
    .load(accountKey({ bankCode, accountIndex }, flowNo));

interface BookedRow extends Booked {
  readonly bankCode: string;
  readonly accountIndex: Buffer;
  readonly serialNo: string;
}
