import { sql } from 'kysely';
import { kept } from '../../../ledger/query.ts';
import { versionsAt } from '../../../ledger/table.ts';
import type { SubgraphContext } from '../../context.ts';
import { Disbursement, SpecialWageAccount } from '../facts.ts';

export interface WorkerMonthKey {
  readonly projectCode: string;
  readonly workerId: string;
  readonly month: string;
}

export interface PaidMonth {
  /** Fen, of whatever account. */
  readonly paidFen: bigint;
  /** Fen, not out of a special account that served the project on the day. */
  readonly elsewhereFen: bigint;
}

/** What one worker was paid for a month of a project, asked together with the project's other workers. */
export function paidMonth(key: WorkerMonthKey, context: SubgraphContext): Promise<PaidMonth> {
  const { projectCode, workerId, month } = key;
  const { store, session } = context;
  return context
    .loader<string, PaidMonth>(`paid ${projectCode} ${month}`, async (workers) => {
      const rows = await session.rows<Paid>(
        kept(sql`
        with own as (
          select t.bank_code, t.account_index, t.opened_on, t.closed_on
            from ${versionsAt(store.table(SpecialWageAccount), session.asOf)}
           where t.project_code = ${projectCode} and not t.withdrawn
          union all
          select t.bank_code, t.account_index, t.opened_on, t.closed_on
            from ${versionsAt(store.table(SpecialWageAccount), session.asOf)}, jsonb_array_elements(t.shared_projects) p
           where t.shared_projects is not null and p ->> 'projectCode' = ${projectCode} and not t.withdrawn)
        select t.worker_id, sum(t.amount_fen)::text as paid,
               coalesce(sum(t.amount_fen) filter (
                 where not exists (select 1 from own o
                   where o.bank_code = t.bank_code
                     and (t.payer_account_index is null or o.account_index = t.payer_account_index)
                     and (o.opened_on is null or o.opened_on <= t.paid_on)
                     and (o.closed_on is null or o.closed_on >= t.paid_on))), 0)::text as elsewhere
          from ${versionsAt(store.table(Disbursement), session.asOf)}
         where t.project_code = ${projectCode} and t.for_month = ${month}
           -- "is true" keeps the planner off the index of workers: a project's month is a few pages, that of its workers all over
           and (t.worker_id = any(${workers as string[]}::uuid[])) is true and t.result = 'SUCCESS' and not t.withdrawn
         group by 1`),
      );
      const byWorker = new Map(rows.map((row) => [row.worker_id, row]));
      return workers.map((worker) => {
        const { paid, elsewhere } = byWorker.get(worker) ?? { paid: '0', elsewhere: '0' };
        return { paidFen: BigInt(paid), elsewhereFen: BigInt(elsewhere) };
      });
    })
    .load(workerId);
}

interface Paid {
  readonly worker_id: string;
  /** Sums of bigints are numeric, which travels as text. */
  readonly paid: string;
  readonly elsewhere: string;
}
