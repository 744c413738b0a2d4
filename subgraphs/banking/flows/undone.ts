import { type RawBuilder, sql } from 'kysely';
import { versionsAt } from '../../../ledger/table.ts';
import type { SubgraphContext } from '../../context.ts';
import { AccountFlow } from '../facts.ts';
import { DEEPEST } from '../rules/bookings.ts';

/**
 * What of some bookings has been returned or reversed (退汇、冲正), less what of that was undone in turn, in fen: rows `name` and `fen`,
 * the latter as text, for those of which anything was.
 * @param named bookings by `name`, `bank_code`, `account_index` and `number`; several may have one name, and are added up
 * @param flows bookings under the alias `t`: those of an instant, or as they stand
 */
export const undoneOf = (
  named: RawBuilder<unknown>,
  flows: RawBuilder<unknown> = sql`banking.account_flow t`,
): RawBuilder<unknown> => {
  const undoing = sql`(select t.* from ${flows} where t.undoes_no is not null and not t.withdrawn) as u`;
  return sql`
    with recursive undone (name, bank_code, account_index, number, fen, level) as (
      select n.name, u.bank_code, u.account_index, u.serial_no, u.amount_fen, 1
        from (${named}) n
        join ${undoing} on u.bank_code = n.bank_code and u.account_index = n.account_index and u.undoes_no = n.number
      union all
      select d.name, u.bank_code, u.account_index, u.serial_no, u.amount_fen, d.level + 1
        from undone d
        join ${undoing} on u.bank_code = d.bank_code and u.account_index = d.account_index and u.undoes_no = d.number
       where d.level < ${DEEPEST})
    select name, sum(case when level % 2 = 1 then fen else -fen end)::text as fen from undone group by name`;
};

/** The bookings of the instant that is asked about, for `undoneOf`. */
export const flowsAsked = ({ session, store }: SubgraphContext): RawBuilder<unknown> =>
  versionsAt(store.table(AccountFlow), session.asOf);
