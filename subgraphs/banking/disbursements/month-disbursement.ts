import { sql } from 'kysely';
import type { YearMonth } from '../../../kernel/calendar.ts';
import { kept } from '../../../ledger/query.ts';
import { versionsAt } from '../../../ledger/table.ts';
import type { SubgraphContext } from '../../context.ts';
import { Disbursement } from '../facts.ts';

export interface MonthDisbursement {
  readonly projectCode: string;
  readonly month: YearMonth;
  /** Fen. */
  readonly total: bigint;
  readonly workers: number;
  readonly failed: number;
}

/** One project's month, asked together with its siblings'. A line fails by its last attempt: a retry mends it. */
export function monthDisbursement(
  month: YearMonth,
  projectCode: string,
  context: SubgraphContext,
): Promise<MonthDisbursement> {
  const table = context.store.table(Disbursement);
  return context
    .loader<string, MonthDisbursement>(`disbursed for ${month}`, async (codes) => {
      const rows = await context.session.rows<Counted>(
        kept(sql`
        select a.project_code,
               coalesce(sum(a.amount_fen) filter (where a.result = 'SUCCESS'), 0)::text as total,
               count(distinct a.worker_id) filter (where a.result = 'SUCCESS') as workers,
               count(*) filter (where a.is_last and a.result <> 'SUCCESS') as failed
          from (select t.project_code, t.worker_id, t.amount_fen, t.result,
                       row_number() over (partition by t.payroll_entry_id order by t.attempt desc) = 1 as is_last
                  from ${versionsAt(table, context.session.asOf)}
                 where t.project_code = any(${codes as string[]}) and t.for_month = ${month} and not t.withdrawn) a
         group by 1`),
      );
      const byCode = new Map(rows.map((row) => [row.project_code, counted(month, row)]));
      return codes.map(
        (code) => byCode.get(code) ?? { projectCode: code, month, total: 0n, workers: 0, failed: 0 },
      );
    })
    .load(projectCode);
}

interface Counted {
  readonly project_code: string;
  /** A sum of bigints is numeric, which travels as text. */
  readonly total: string;
  readonly workers: bigint;
  readonly failed: bigint;
}

const counted = (month: YearMonth, row: Counted): MonthDisbursement => ({
  projectCode: row.project_code,
  month,
  total: BigInt(row.total),
  workers: Number(row.workers),
  failed: Number(row.failed),
});
