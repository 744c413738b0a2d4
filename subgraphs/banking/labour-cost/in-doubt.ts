import { sql } from 'kysely';
import type { SubgraphContext } from '../../context.ts';
import { flowsAsked } from '../flows/undone.ts';
import { type AskedTransfers, sumOf } from './asked-transfers.ts';

/** What came by transfers whose booking is on record and says otherwise (与流水不符的到账金额), in fen; as of rules/transfer-differences.ts. */
export const inDoubtOf = (asked: AskedTransfers, context: SubgraphContext): Promise<bigint> => {
  return sumOf(
    'in doubt',
    asked,
    context,
    sql`
      select n.name, sum(n.amount_fen)::text as fen
        from n join ${flowsAsked(context)}
          on t.bank_code = n.bank_code and t.account_index = n.account_index and t.serial_no = n.flow_no
       where not t.withdrawn
         and (t.direction <> 'IN' or t.amount_fen <> n.amount_fen
              or n.transferred_on not in (t.accounting_on, (t.occurred_at at time zone 'Asia/Shanghai')::date))
       group by 1`,
  );
};
