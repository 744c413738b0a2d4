import { sql } from 'kysely';
import { type BusinessDate, businessDateOf } from '../../../kernel/calendar.ts';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Reference } from '../../../ledger/submission/dataset.ts';
import { accountRows, byPlace } from '../accounts/account-rows.ts';
import { accountKey, knownAccount } from '../accounts/known-account.ts';
import type { PaymentsOfFlow } from '../rules/payment-flow.ts';
import { numbersOf, type Undoing } from './flow-references.ts';

interface OnDay extends Undoing {
  readonly accountingOn: BusinessDate | null;
  readonly occurredAt: Date;
}

interface TransferBeside {
  readonly amountFen: bigint;
  readonly transferredOn: string;
  readonly projectCode: string;
}

/** What else has been stated of the account that a booking may speak against. */
export interface BesideFlow {
  /** The transfer of labour cost that names this booking (所指拨付). */
  readonly transfer: TransferBeside | null;
  /** A transfer names the booking that this one undoes. */
  readonly undoesTransfer: boolean;
  /** The payments of wages that name this booking (所指代发), and those that name the one that it undoes. */
  readonly payments: PaymentsOfFlow;
  readonly undonePayments: PaymentsOfFlow;
  /** Its bank has stated that the day of this booking had none (空日). */
  readonly isOnEmptyDay: boolean;
}

/** Read after `bookings`, which takes the turn with those who state that. */
export const besideFlow: Reference<OnDay, BesideFlow> = {
  name: 'beside-flow',
  path: 'accountingOn',
  missing: null,
  asks: 'database',
  key: (values, found) =>
    accountKey(
      found(knownAccount)!,
      [...numbersOf(values), values.accountingOn ?? businessDateOf(values.occurredAt)].join('/'),
    ),
  async find(keys, _scene, db) {
    const bookings = keys.flatMap((key) => {
      const [bankCode, index, rest] = key.split(' ');
      const [own, undone] = rest!.split('/');
      return [...new Set([own, undone])].map((number) => ({
        bankCode,
        index: Buffer.from(index!, 'hex'),
        number,
      }));
    });
    const rows = await db!.rows<BesideRow>(sql`
      with paid as materialized (
        select * from banking.payments_of_bookings(
          ${arrayLiteral(bookings.map(({ bankCode }) => bankCode))}::text[], ${arrayLiteral(bookings.map(({ index }) => index))}::bytea[],
          ${arrayLiteral(bookings.map(({ number }) => number))}::text[]))
      select k.place, t.amount_fen as "amountFen", t.transferred_on as "transferredOn",
             t.project_code as "projectCode", u.id is not null as "undoesTransfer", e.id is not null as "isOnEmptyDay",
             p.moved_fen as "movedFen", p.paid_fen as "paidFen", o.moved_fen as "undoneMovedFen", o.paid_fen as "undonePaidFen"
        from (select k.*, string_to_array(k.rest, '/') as part from ${accountRows(keys)}) k
        left join banking.labour_cost_transfer t on t.bank_code = k.bank_code and t.account_index = k.account_index
         and t.flow_no = k.part[1] and not t.withdrawn
        left join banking.labour_cost_transfer u on u.bank_code = k.bank_code and u.account_index = k.account_index
         and u.flow_no = k.part[2] and k.part[2] <> k.part[1] and not u.withdrawn
        left join banking.empty_account_day e on e.bank_code = k.bank_code and e.account_index = k.account_index
         and e.day = k.part[3]::date and not e.withdrawn
        left join paid p on p.bank_code = k.bank_code and p.account_index = k.account_index and p.serial_no = k.part[1]
        left join paid o on o.bank_code = k.bank_code and o.account_index = k.account_index and o.serial_no = k.part[2]
         and k.part[2] <> k.part[1]
       where num_nonnulls(t.id, u.id, e.id, p.serial_no, o.serial_no) > 0`);
    return byPlace(
      keys,
      rows.map(({ amountFen, transferredOn, projectCode, ...row }) => ({
        ...row,
        payments: row,
        undonePayments: { movedFen: row.undoneMovedFen, paidFen: row.undonePaidFen },
        transfer:
          amountFen === null ? null : { amountFen, transferredOn: transferredOn!, projectCode: projectCode! },
      })),
    );
  },
};

interface BesideRow extends Omit<BesideFlow, 'transfer' | 'payments' | 'undonePayments'>, PaymentsOfFlow {
  readonly undoneMovedFen: bigint | null;
  readonly undonePaidFen: bigint | null;
  readonly place: bigint;
  readonly amountFen: bigint | null;
  readonly transferredOn: string | null;
  readonly projectCode: string | null;
}
