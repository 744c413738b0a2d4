import { sql } from 'kysely';
import type { Reference } from '../../../ledger/submission/dataset.ts';
import { pairKey, pairsOf } from '../pairs.ts';

/** Of the order that an entry rests on, what speaks for or against it. */
export interface OrderOnRecord {
  readonly dueOn: string;
  readonly obeyedOn: string | null;
}

interface OfOrder {
  readonly creditCode: string | null;
  readonly orderNo: string | null;
}

/**
 * The order to pay that the employer did not obey (限期支付文书), by its number; of several of one number the last due. An
 * entry need not wait for it: orders were given before the hub kept any.
 */
export const orderDisobeyed: Reference<OfOrder, OrderOnRecord> = {
  name: 'rectification-order',
  path: 'orderNo',
  missing: null,
  asks: 'database',
  key: ({ creditCode, orderNo }) =>
    creditCode === null || orderNo === null ? null : pairKey(creditCode, orderNo),
  async find(keys, _scene, db) {
    const rows = await db!.rows<{ key: string; due_on: string; obeyed_on: string | null }>(sql`
      select o.employer_code || ' ' || o.order_no as key, o.due_on, o.obeyed_on from human_resources.rectification_order o
       where not o.withdrawn and (o.employer_code, o.order_no) in ${pairsOf(keys)}
       order by o.due_on`);
    return new Map(rows.map(({ key, due_on, obeyed_on }) => [key, { dueOn: due_on, obeyedOn: obeyed_on }]));
  },
};
