import { sql } from 'kysely';
import type { YearMonth } from '../../../kernel/calendar.ts';
import { type Listed, type Page, type PageRequest, pageOf, walkOf } from '../../../ledger/page.ts';
import { kept } from '../../../ledger/query.ts';
import { versionsAt } from '../../../ledger/table.ts';
import type { SubgraphContext } from '../../context.ts';
import { daysWithAnEntry, inMonth } from '../attendance/month-attendance.ts';
import { AttendanceRecord, Engagement, PayrollEntry, Project, RealNameRegistration } from '../facts.ts';
import type { SiteMonth } from './rules/site-match.ts';

/** One worker's month in one project, as the provincial hub knows it (人月). */
export interface WorkerMonth extends Omit<SiteMonth, 'isRegistered'> {
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

/**
 * The workers of a project's month, who came or who are on a sheet, by their ids. The month is read once for the list, its total
 * and its figures: counting the entries is what takes time, and a project has some thousand workers at most.
 */
export async function workerMonths(
  of: ProjectMonth,
  page: Omit<PageRequest, 'orderBy' | 'where'>,
  context: SubgraphContext,
): Promise<Page<WorkerMonth>> {
  const walk = walkOf(LISTED, { ...page, orderBy: [] });
  const all = await wholeMonth(of, context);
  const rows = walk.backwards ? all.toReversed() : all;
  const from = walk.from?.[0] as string | undefined;
  const isBeyond = ({ id }: WorkerMonth) => (walk.backwards ? id < from! : id > from!);
  const start = from === undefined ? 0 : rows.findIndex(isBeyond);
  const shown = start < 0 ? [] : rows.slice(start, start + walk.size + 1);
  return pageOf(shown, walk, async () => ({ count: all.length, isEstimate: false }));
}

/**
 * One worker's month; of a worker who neither came nor is on a sheet nothing but that, as of one whom banks paid all the same; null where
 * the project is out of reach.
 */
export function workerMonth(
  { projectCode, workerId, month }: { projectCode: string; workerId: string; month: string },
  context: SubgraphContext,
): Promise<WorkerMonth | null> {
  return context
    .loader<string, WorkerMonth | null>(`worker months ${projectCode} ${month}`, async (ids) => {
      const rows = await monthsOf({ code: projectCode, month: month as YearMonth }, context, ids);
      const byId = new Map(rows.map((row) => [row.id, row]));
      if (ids.every((id) => byId.has(id))) return ids.map((id) => byId.get(id)!);
      const isInReach = (await context.one(Project, 'projectCode', projectCode)) !== null;
      const nothing = { ...NOTHING, projectCode, month };
      return ids.map((id) => byId.get(id) ?? (isInReach ? { ...nothing, id } : null));
    })
    .load(workerId);
}

const NOTHING = { presentDays: 0, isOnSheet: false, sheetDays: null, payableFen: 0n, actualFen: 0n };

export async function monthTotals(of: ProjectMonth, context: SubgraphContext): Promise<MonthTotals> {
  const all = await wholeMonth(of, context);
  const sumOf = (fen: (row: WorkerMonth) => bigint) => all.reduce((sum, row) => sum + fen(row), 0n);
  return {
    presentWorkers: all.filter(({ presentDays }) => presentDays > 0).length,
    presentDays: all.reduce((sum, { presentDays }) => sum + presentDays, 0),
    sheetWorkers: all.filter(({ isOnSheet }) => isOnSheet).length,
    payableFen: sumOf(({ payableFen }) => payableFen),
    actualFen: sumOf(({ actualFen }) => actualFen),
  };
}

const wholeMonth = (of: ProjectMonth, context: SubgraphContext): Promise<readonly WorkerMonth[]> =>
  context
    .loader<string, readonly WorkerMonth[]>(`project month ${of.month}`, (codes) =>
      Promise.all(codes.map((code) => monthsOf({ code, month: of.month }, context))),
    )
    .load(of.code);

/** Has the month read beside what is asked of the project itself, whose answer it does not depend on; who wants it waits for it. */
export function beginMonth(of: ProjectMonth, context: SubgraphContext): void {
  wholeMonth(of, context).catch(() => undefined);
}

const LISTED: Listed = {
  fact: { name: 'WorkerMonth' },
  column: (property) => ({ property, name: property, type: 'uuid', sealed: false }),
};

/**
 * Days with an entry, in which a night shift counts to the day of entry, beside what the sheets state; by the workers' ids. Back pay
 * belongs to the month that it makes up for, and repeats no days.
 * @param ids of these workers only
 */
async function monthsOf(
  { code, month }: ProjectMonth,
  { session, store }: SubgraphContext,
  ids?: readonly string[],
): Promise<WorkerMonth[]> {
  const punches = versionsAt(store.table(AttendanceRecord), session.asOf);
  const lines = versionsAt(store.table(PayrollEntry), session.asOf);
  const ofThem = ids ? sql`and t.worker_id = any(${ids as string[]}::uuid[])` : sql``;
  return session.rows<WorkerMonth>(
    kept(sql`
    with present as (
      select t.worker_id, ${daysWithAnEntry}::integer as days
        from ${punches}
       where t.project_code = ${code} and ${inMonth(month)} and t.direction = 'IN' and not t.withdrawn ${ofThem}
       group by 1),
    sheet as (
      select t.worker_id, (sum(t.days) filter (where not t.is_back_pay))::integer as days,
             sum(t.payable_fen)::bigint as payable_fen, sum(t.actual_fen)::bigint as actual_fen
        from ${lines}
       where t.project_code = ${code} and not t.withdrawn ${ofThem}
         and ((t.back_pay_month is null and t.pay_month = ${month}) or t.back_pay_month = ${month})
       group by 1)
    select coalesce(p.worker_id, s.worker_id) as id, ${code}::text as "projectCode", ${month}::text as month,
           coalesce(p.days, 0) as "presentDays", s.worker_id is not null as "isOnSheet", s.days as "sheetDays",
           coalesce(s.payable_fen, 0) as "payableFen", coalesce(s.actual_fen, 0) as "actualFen"
      from present p full join sheet s on s.worker_id = p.worker_id
     order by 1`),
  );
}

/** Whether the worker is on a roster of the project or was engaged in it, asked together with the others. */
export function isRegistered({ projectCode, id }: WorkerMonth, context: SubgraphContext): Promise<boolean> {
  const { session, store } = context;
  return context
    .loader<string, boolean>(`registered ${projectCode}`, async (ids) => {
      const onRoster = (fact: typeof Engagement | typeof RealNameRegistration) => sql`
        select t.worker_id as id from ${versionsAt(store.table(fact), session.asOf)}
         where t.project_code = ${projectCode} and t.worker_id = any(${ids as string[]}::uuid[]) and not t.withdrawn`;
      const rows = await session.rows<{ readonly id: string }>(
        kept(sql`${onRoster(RealNameRegistration)} union ${onRoster(Engagement)}`),
      );
      const registered = new Set(rows.map((row) => row.id));
      return ids.map((one) => registered.has(one));
    })
    .load(id);
}
