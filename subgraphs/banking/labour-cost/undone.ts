import { sql } from 'kysely';
import type { SubgraphContext } from '../../context.ts';
import { flowsAsked, undoneOf } from '../flows/undone.ts';
import { type AskedTransfers, sumOf } from './asked-transfers.ts';

/**
 * What of the bookings of transfers has been undone (已退汇、冲正金额), in fen: of each no more than the transfer says that came, and nothing while
 * its booking is not on record.
 */
export const undoneOfTransfers = (asked: AskedTransfers, context: SubgraphContext): Promise<bigint> => {
  const booked = sql`select n.id::text as name, n.bank_code, n.account_index, n.flow_no as number from n`;
  return sumOf(
    'undone',
    asked,
    context,
    sql`
      select n.name, sum(least(u.fen::numeric, n.amount_fen))::text as fen
        from (${undoneOf(booked, flowsAsked(context))}) u join n on n.id::text = u.name
       where u.fen::numeric > 0
         and exists (select from ${flowsAsked(context)}
                      where t.bank_code = n.bank_code and t.account_index = n.account_index and t.serial_no = n.flow_no
                        and not t.withdrawn)
       group by 1`,
  );
};
