import { type RawBuilder, sql } from 'kysely';
import {
  type BusinessDate,
  businessDateOf,
  monthEdges,
  type YearMonth,
  yearMonthOf,
} from '../../../kernel/calendar.ts';
import { versionsAt } from '../../../ledger/table.ts';
import type { SubgraphContext } from '../../context.ts';
import { AttendanceRecord } from '../facts.ts';

export interface MonthAttendance {
  readonly projectCode: string;
  readonly month: string;
  readonly workers: number;
  readonly workerDays: number;
  readonly records: number;
  readonly latestAt: Date | null;
}

/** The month asked for, otherwise the current one in Asia/Shanghai. */
export const monthOf = (month: string | null | undefined, context: SubgraphContext): YearMonth =>
  (month as YearMonth | null | undefined) ?? yearMonthOf(businessDateOf(context.now));

/** Records of one month: month edges are those of Asia/Shanghai, whatever the server's zone (architecture §3.6). */
export function inMonth(month: YearMonth): RawBuilder<unknown> {
  const { from, to } = monthEdges(month);
  return sql`t.occurred_at >= ${from} and t.occurred_at < ${to}`;
}

/** The span of a list of records: one day where one is asked for, otherwise a month; with what tells it from another. */
export function inSpan(
  { month, day }: { readonly month?: string | null; readonly day?: string | null },
  context: SubgraphContext,
): Span {
  if (day === null || day === undefined) {
    const asked = monthOf(month, context);
    return { month: asked, question: asked, where: [inMonth(asked)] };
  }
  const from = new Date(`${day}T00:00:00+08:00`);
  const to = new Date(from.getTime() + DAY_MS);
  return {
    month: yearMonthOf(day as BusinessDate),
    question: day,
    where: [sql`t.occurred_at >= ${from} and t.occurred_at < ${to}`],
  };
}

interface Span {
  /** The month that it is of. */
  readonly month: YearMonth;
  readonly question: string;
  readonly where: readonly RawBuilder<unknown>[];
}

const DAY_MS = 86_400_000;

/** One project's month, asked together with its siblings': days count where a worker came in at least once. */
export function monthAttendance(
  context: SubgraphContext,
  projectCode: string,
  month: YearMonth,
): Promise<MonthAttendance> {
  const table = context.store.table(AttendanceRecord);
  return context
    .loader<string, MonthAttendance>(`month attendance ${month}`, async (codes) => {
      const rows = await context.session.rows<Counted>(sql`
        select d.project_code,
               count(distinct d.worker_id) as workers,
               count(*) filter (where d.came_in) as worker_days,
               sum(d.records) as records,
               max(d.latest_at) as latest_at
          from (select t.project_code, t.worker_id, (t.occurred_at at time zone 'Asia/Shanghai')::date as day,
                       bool_or(t.direction = 'IN') as came_in, count(*) as records, max(t.occurred_at) as latest_at
                  from ${versionsAt(table, context.session.asOf)}
                 where t.project_code = any(${codes as string[]}) and ${inMonth(month)} and not t.withdrawn
                 group by 1, 2, 3) d
         group by 1`);
      const byCode = new Map(rows.map((row) => [row.project_code, counted(month, row)]));
      return codes.map(
        (code) =>
          byCode.get(code) ?? {
            projectCode: code,
            month,
            workers: 0,
            workerDays: 0,
            records: 0,
            latestAt: null,
          },
      );
    })
    .load(projectCode);
}

interface Counted {
  readonly project_code: string;
  readonly workers: bigint;
  readonly worker_days: bigint;
  readonly records: string;
  readonly latest_at: Date;
}

const counted = (month: string, row: Counted): MonthAttendance => ({
  projectCode: row.project_code,
  month,
  workers: Number(row.workers),
  workerDays: Number(row.worker_days),
  records: Number(row.records),
  latestAt: row.latest_at,
});
