import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { RowOf } from '../../../ledger/fact.ts';
import type { Dataset } from '../../../ledger/submission/dataset.ts';
import { takeTurns } from '../../../ledger/turns.ts';
import { accountKey } from '../accounts/known-account.ts';
import type { AccountFlow } from '../facts.ts';
import { bookedAround, besideLedgers, bookingsOf } from './flow-references.ts';

type Flow = RowOf<typeof AccountFlow>;

const nameOf = (flow: Flow): string => accountKey(flow, flow.serialNo);

/** What undoes an undoing stays while more would be undone of a booking without it than there is (撤回条件). */
export const flowsHeldFast: NonNullable<Dataset['heldFast']> = async (rows, db) => {
  const flows = rows as unknown as readonly Flow[];
  const names = flows.map(nameOf);
  // Also for what names them still: a transfer that is being stated is seen then, or sees that they are gone.
  await besideLedgers(names, db);
  const undoing = flows.filter(({ undoesNo }) => undoesNo !== null);
  if (undoing.length === 0) return new Map();
  await takeTurns(
    db,
    undoing.map((flow) => `bookings of ${accountKey(flow)}`),
    'ALONE',
  );
  const staying = new Set(bookingsOf(await bookedAround(names, db)).drops(names));
  const held = flows.filter((flow) => staying.has(nameOf(flow)));
  return new Map(held.map(({ id }) => [id, 'UNDONE_AMOUNT_EXCEEDED' as const]));
};

/** Bookings that a transfer of labour cost still names, a payment of wages that did not fail, or a return or reversal (仍被引用). */
export const flowsStillNamed: NonNullable<Dataset['stillNamed']> = async (rows, _scene, db) => {
  const found = await db.rows<{ readonly id: string }>(sql`
    with f as materialized (
      select f.id, f.bank_code, f.account_index, f.serial_no from banking.account_flow f
       where f.id = any(${arrayLiteral(rows.map(({ id }) => id))}::uuid[])),
    paid as materialized (
      select p.* from (select array_agg(bank_code) as banks, array_agg(account_index) as accounts, array_agg(serial_no) as numbers from f) k
       cross join banking.payments_of_bookings(k.banks, k.accounts, k.numbers) p)
    select f.id::text as id from f
     where (exists (select from banking.labour_cost_transfer t
                     where t.bank_code = f.bank_code and t.account_index = f.account_index and t.flow_no = f.serial_no and not t.withdrawn)
            or exists (select from banking.account_flow u
                        where u.bank_code = f.bank_code and u.account_index = f.account_index and u.undoes_no = f.serial_no
                          and not u.withdrawn)
            or exists (select from paid p
                        where p.bank_code = f.bank_code and p.account_index = f.account_index and p.serial_no = f.serial_no))`);
  return new Map(found.map(({ id }) => [id, 'STILL_NAMED' as const]));
};
