import { sql } from 'kysely';
import type { SubgraphContext } from '../../context.ts';
import { type AskedTransfers, sumOf } from './asked-transfers.ts';
import { bookingsOfTransfers } from './booking-of-transfer.ts';

/** What came by transfers whose booking is on record and says otherwise (与流水不符的到账金额), in fen; as of rules/transfer-differences.ts. */
export const inDoubtOf = (asked: AskedTransfers, context: SubgraphContext): Promise<bigint> => {
  const keys = [sql`k.banks`, sql`k.accounts`, sql`k.numbers`] as const;
  return sumOf(
    'in doubt',
    asked,
    context,
    sql`
      select n.name, sum(n.amount_fen)::text as fen
        from (select array_agg(bank_code) as banks, array_agg(account_index) as accounts, array_agg(flow_no) as numbers from n) k
        cross join ${bookingsOfTransfers(keys, context)} t
        join n on n.bank_code = t.bank_code and n.account_index = t.account_index and n.flow_no = t.serial_no
       where t.direction <> 'IN' or t.amount_fen <> n.amount_fen or t.project_code <> n.project_code
          or n.transferred_on not in (t.accounting_on, (t.occurred_at at time zone 'Asia/Shanghai')::date)
       group by 1`,
  );
};
