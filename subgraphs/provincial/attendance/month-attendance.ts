import { type RawBuilder, sql } from 'kysely';
import {
  type BusinessDate,
  businessDateOf,
  monthEdges,
  type YearMonth,
  yearMonthOf,
} from '../../../kernel/calendar.ts';
import { kept } from '../../../ledger/query.ts';
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

/**
 * Days of one month with an entry (出勤日): a bit a day, counted; a night shift counts to the day of entry. Grouping by days, or
 * counting distinct ones, would sort a site's punches of a month.
 */
export const daysWithAnEntry: RawBuilder<unknown> = sql`
  bit_count(bit_or(case when t.direction = 'IN' then 1 << (extract(day from t.occurred_at at time zone interval '8 hours')::integer - 1)
                        else 0 end)::bit(32))`;

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
      const rows = await context.session.rows<Counted>(
        kept(sql`
        select w.project_code, count(*) as workers, sum(w.days) as worker_days, sum(w.records) as records, max(w.latest_at) as latest_at
          from (select t.project_code, t.worker_id, ${daysWithAnEntry} as days, count(*) as records, max(t.occurred_at) as latest_at
                  from ${versionsAt(table, context.session.asOf)}
                 where t.project_code = any(${codes as string[]}) and ${inMonth(month)} and not t.withdrawn
                 group by 1, 2) w
         group by 1`),
      );
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
  readonly worker_days: string;
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
