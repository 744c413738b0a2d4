import { type RawBuilder, sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Querier } from '../../../ledger/query.ts';

/** The month that a line of a payroll sheet is for, as a correction of its sheet has left it (明细月份). */
export interface LineMonth {
  readonly entryId: string;
  /** The provincial hub's version of the line, and when it was recorded there. */
  readonly version: number;
  readonly recordedAt: string;
  /** Of back pay the month made up for. */
  readonly month: string;
}

/**
 * Keeps them, and moves the payments of these lines to their months, in place: the month that a payment counts to is no content of
 * its. What is known already, or older, changes nothing.
 */
export async function writeLineMonths(db: Querier, lines: readonly LineMonth[]): Promise<void> {
  if (lines.length === 0) return;
  // Alone: a payment on its way has been written by then, or is written by what stands here (migration 0025).
  await db.rows(sql`select pg_advisory_xact_lock(hashtext('banking.line_month'))`);
  await db.rows(sql`
    insert into banking.line_month (payroll_entry_id, version, pay_month, recorded_at)
    select * from unnest(
        ${arrayLiteral(lines.map((one) => one.entryId))}::uuid[], ${arrayLiteral(lines.map((one) => one.version))}::integer[],
        ${arrayLiteral(lines.map((one) => one.month))}::text[], ${arrayLiteral(lines.map((one) => one.recordedAt))}::timestamptz[])
        as n (payroll_entry_id, version, pay_month, recorded_at)
     where not exists (select from banking.line_month l
                        where l.payroll_entry_id = n.payroll_entry_id and l.version >= n.version)
    on conflict do nothing`);
  await db.rows(sql`
    update banking.disbursement d set for_month = l.pay_month
      from (select distinct on (payroll_entry_id) payroll_entry_id, pay_month from banking.line_month
             where payroll_entry_id = any(${arrayLiteral(lines.map((one) => one.entryId))}::uuid[])
             order by payroll_entry_id, version desc) l
     where d.payroll_entry_id = l.payroll_entry_id and d.for_month <> l.pay_month`);
}

/** The month that the payment `v` counted to at an instant: what its line said by then. */
export const monthThen = (asOf: Date): RawBuilder<unknown> => sql`
  coalesce((select l.pay_month from banking.line_month l
             where l.payroll_entry_id = v.payroll_entry_id and l.recorded_at <= ${asOf}
             order by l.version desc limit 1), v.pay_month)`;
