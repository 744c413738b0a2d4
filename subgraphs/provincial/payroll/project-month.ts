import { type RawBuilder, sql } from 'kysely';
import type { YearMonth } from '../../../kernel/calendar.ts';
import { type Listed, type Page, type PageRequest, pageOf, walkOf } from '../../../ledger/page.ts';
import { versionsAt } from '../../../ledger/table.ts';
import { totalOf } from '../../../ledger/total.ts';
import type { SubgraphContext } from '../../context.ts';
import { inMonth } from '../attendance/month-attendance.ts';
import { AttendanceRecord, Engagement, PayrollEntry, RealNameRegistration } from '../facts.ts';
import type { SiteMonth } from './rules/site-match.ts';

/** One worker's month in one project, as the provincial hub knows it (人月). */
export interface WorkerMonth extends SiteMonth {
  /** The worker's, by which the list is ordered. */
  readonly id: string;
  readonly projectCode: string;
  readonly month: string;
}

/** A project's month in figures (项目月度). */
export interface ProjectMonth {
  readonly code: string;
  readonly month: YearMonth;
}

export interface MonthTotals {
  readonly presentWorkers: number;
  readonly presentDays: number;
  readonly sheetWorkers: number;
  readonly payableFen: bigint;
  readonly actualFen: bigint;
}

/** The workers of a project's month, who came or who are on a sheet, by their ids. */
export async function workerMonths(
  { code, month }: ProjectMonth,
  page: Omit<PageRequest, 'orderBy' | 'where'>,
  context: SubgraphContext,
): Promise<Page<WorkerMonth>> {
  const walk = walkOf(LISTED, { ...page, orderBy: [] });
  const { from, backwards } = walk;
  const beyond = from ? sql`where m.id ${sql.raw(backwards ? '<' : '>')} ${from[0]}::uuid` : sql``;
  const rows = await context.session.rows<Known>(sql`
    with ${months(context, code, month)}
    select m.*, ${isRegistered(context)} as "isRegistered" from m ${beyond}
     order by m.id ${sql.raw(backwards ? 'desc' : 'asc')} limit ${walk.size + 1}`);
  const known = rows.map((row): WorkerMonth => ({ ...row, projectCode: code, month }));
  return pageOf(known, walk, () =>
    totalOf(context.session, sql`with ${months(context, code, month)} select 1 from m`),
  );
}

/** One worker's month; null where the worker neither came nor is on a sheet. */
export async function workerMonth(
  key: { readonly projectCode: string; readonly workerId: string; readonly month: string },
  context: SubgraphContext,
): Promise<WorkerMonth | null> {
  const { projectCode, month } = key;
  const found = await context
    .loader<string, WorkerMonth | null>(`worker months ${projectCode} ${month}`, async (ids) => {
      const rows = await context.session.rows<Known>(sql`
        with ${months(context, projectCode, month as YearMonth)}
        select m.*, ${isRegistered(context)} as "isRegistered" from m where m.id = any(${ids as string[]}::uuid[])`);
      const byId = new Map(rows.map((row) => [row.id, { ...row, projectCode, month }]));
      return ids.map((id) => byId.get(id) ?? null);
    })
    .load(key.workerId);
  return found;
}

export async function monthTotals(
  { code, month }: ProjectMonth,
  context: SubgraphContext,
): Promise<MonthTotals> {
  const [totals] = await context.session.rows<Readonly<Record<keyof MonthTotals, string | bigint>>>(sql`
    with ${months(context, code, month)}
    select count(*) filter (where m."presentDays" > 0) as "presentWorkers", coalesce(sum(m."presentDays"), 0) as "presentDays",
           count(*) filter (where m."isOnSheet") as "sheetWorkers",
           coalesce(sum(m."payableFen"), 0)::bigint as "payableFen", coalesce(sum(m."actualFen"), 0)::bigint as "actualFen"
      from m`);
  const { presentWorkers, presentDays, sheetWorkers, payableFen, actualFen } = totals!;
  return {
    presentWorkers: Number(presentWorkers),
    presentDays: Number(presentDays),
    sheetWorkers: Number(sheetWorkers),
    payableFen: BigInt(payableFen),
    actualFen: BigInt(actualFen),
  };
}

type Known = Omit<WorkerMonth, 'projectCode' | 'month'>;

const LISTED: Listed = {
  fact: { name: 'WorkerMonth' },
  column: (property) => ({ property, name: property, type: 'uuid', sealed: false }),
};

/**
 * The common table `m`: days with an entry, in which a night shift counts to the day of entry, beside what the sheets state.
 * Back pay belongs to the month that it makes up for, and repeats no days.
 */
function months(context: SubgraphContext, code: string, month: YearMonth): RawBuilder<unknown> {
  const { asOf } = context.session;
  const punches = versionsAt(context.store.table(AttendanceRecord), asOf);
  const lines = versionsAt(context.store.table(PayrollEntry), asOf);
  return sql`
    present as (
      select t.worker_id, count(distinct (t.occurred_at at time zone 'Asia/Shanghai')::date)::integer as days
        from ${punches}
       where t.project_code = ${code} and ${inMonth(month)} and t.direction = 'IN' and not t.withdrawn
       group by 1),
    sheet as (
      select t.worker_id, (sum(t.days) filter (where not t.is_back_pay))::integer as days,
             sum(t.payable_fen)::bigint as payable_fen, sum(t.actual_fen)::bigint as actual_fen
        from ${lines}
       where t.project_code = ${code} and not t.withdrawn
         and ((t.back_pay_month is null and t.pay_month = ${month}) or t.back_pay_month = ${month})
       group by 1),
    m as (
      select coalesce(p.worker_id, s.worker_id) as id, ${code}::text as project_code, coalesce(p.days, 0) as "presentDays",
             s.worker_id is not null as "isOnSheet", s.days as "sheetDays",
             coalesce(s.payable_fen, 0) as "payableFen", coalesce(s.actual_fen, 0) as "actualFen"
        from present p full join sheet s on s.worker_id = p.worker_id)`;
}

function isRegistered({ store, session }: SubgraphContext): RawBuilder<unknown> {
  const has = (fact: typeof Engagement | typeof RealNameRegistration) => sql`
    exists (select 1 from ${versionsAt(store.table(fact), session.asOf)}
             where t.worker_id = m.id and t.project_code = m.project_code and not t.withdrawn)`;
  return sql`(${has(RealNameRegistration)} or ${has(Engagement)})`;
}
