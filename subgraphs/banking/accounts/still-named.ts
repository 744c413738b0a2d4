import { type RawBuilder, sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Dataset } from '../../../ledger/submission/dataset.ts';

/** Whether a table has something of the account. */
const has = (
  table: string,
  index = 'account_index',
  more: RawBuilder<unknown> = sql``,
): RawBuilder<unknown> => sql`
  exists (select from ${sql.ref(`banking.${table}`)} t
           where t.bank_code = a.bank_code and ${sql.ref(`t.${index}`)} = a.account_index and not t.withdrawn ${more})`;

/** Payments are read by the projects that the account serves, since no index leads from it to them. */
const ofServed = sql`and t.project_code in (
  select a.project_code union all select p ->> 'projectCode' from jsonb_array_elements(a.shared_projects) p)`;

/**
 * Accounts whose bookings, transfers of labour cost, empty days, freezes, or payments of their projects still stand (仍被引用). Not one that
 * another source's claim keeps on record.
 */
export const accountsStillNamed: NonNullable<Dataset['stillNamed']> = async (rows, _scene, db) => {
  const found = await db.rows<{ readonly id: string }>(sql`
    select a.id::text as id from banking.special_wage_account a
     where a.id = any(${arrayLiteral(rows.map(({ id }) => id))}::uuid[]) and a.withdrawn
       and (${has('account_flow')} or ${has('labour_cost_transfer')} or ${has('empty_account_day')}
            or ${has('account_freeze', 'account_index', sql`and t.target = 'SPECIAL_ACCOUNT'`)}
            or ${has('disbursement', 'payer_account_index', ofServed)})`);
  return new Map(found.map(({ id }) => [id, 'STILL_NAMED' as const]));
};
