import { sql } from 'kysely';
import type { Reference } from '../../../ledger/submission/dataset.ts';
import { withinReach } from '../../../ledger/submission/reach.ts';
import { pairKey, pairsOf } from '../pairs.ts';

/** Of the order that an entry rests on, what speaks for or against it. */
export interface OrderOnRecord {
  readonly kind: string;
  readonly dueOn: string;
  readonly obeyedOn: string | null;
}

interface OfOrder {
  readonly creditCode: string | null;
  readonly orderNo: string | null;
}

const key = ({ creditCode, orderNo }: OfOrder): string | null =>
  creditCode === null || orderNo === null ? null : pairKey(creditCode, orderNo);

/**
 * The order to pay that the employer did not obey (限期支付文书), by its number; of several of one number the last due to pay. An
 * entry need not wait for it: orders were given before the hub kept any.
 */
export const orderDisobeyed: Reference<OfOrder, OrderOnRecord> = {
  name: 'rectification-order',
  path: 'orderNo',
  missing: null,
  asks: 'database',
  key,
  async find(keys, _scene, db) {
    const rows = await db!.rows<OrderOnRecord & { key: string }>(sql`
      select o.employer_code || ' ' || o.order_no as key, o.kind, o.due_on as "dueOn", o.obeyed_on as "obeyedOn"
        from human_resources.rectification_order o
       where not o.withdrawn and (o.employer_code, o.order_no) in ${pairsOf(keys)}
       order by o.kind = 'PAY', o.due_on`);
    return new Map(rows.map((row) => [row.key, row]));
  },
};

/**
 * Whether there are orders of that number, and all of them were given to others (他人文书), as far as the sender may state facts
 * of their projects: what is out of reach looks like what does not exist.
 */
export const orderOfAnother: Reference<OfOrder, true> = {
  name: 'order-of-another',
  path: 'orderNo',
  missing: null,
  asks: 'database',
  key: (values, found) => (found(orderDisobeyed) ? null : key(values)),
  async find(keys, { caller }, db) {
    const rows = await db!.rows<{ key: string }>(sql`
      select k.credit_code || ' ' || k.order_no as key from ${pairsOf(keys)} as k (credit_code, order_no)
       where exists (select from human_resources.rectification_order o
                       join human_resources.project_scope s using (project_code)
                      where o.order_no = k.order_no and o.employer_code <> k.credit_code and not o.withdrawn
                        and ${withinReach(caller, 's')})`);
    return new Map(rows.map((row) => [row.key, true]));
  },
};
