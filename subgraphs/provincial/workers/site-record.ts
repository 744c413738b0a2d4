import { sql } from 'kysely';
import { addMonths, monthEdges, type YearMonth, yearMonthOf } from '../../../kernel/calendar.ts';
import { BadInput } from '../../../kernel/refusals.ts';
import type { RowOf, ShownOf } from '../../../ledger/fact.ts';
import { kept } from '../../../ledger/query.ts';
import { versionsAt } from '../../../ledger/table.ts';
import type { SubgraphContext } from '../../context.ts';
import { refuseArchived } from '../attendance/archived.ts';
import { AttendanceRecord, Engagement, PayrollEntry, RealNameRegistration } from '../facts.ts';

/** The months that a record is asked for (起止月份), both ends included. */
export interface Months {
  readonly from?: string | null;
  readonly to?: string | null;
}

/** What is known of a worker at one site in one month (月度履历). */
export interface SiteMonth {
  readonly projectCode: string;
  readonly month: string;
  readonly days: number;
  readonly records: number;
  readonly payable: bigint;
  readonly actual: bigint;
}

/** Datasets by which a worker belongs to a site; either of them is enough. */
export const ROSTERS: readonly string[] = ['REAL_NAME_REGISTRATION', 'ENGAGEMENT'];

const PERIOD = ['projectCode', 'enteredOn', 'exitedOn'] as const;
type Period = ShownOf<typeof Engagement> & Pick<RowOf<typeof Engagement>, (typeof PERIOD)[number]>;

/** What is known of a worker at one site (工地履历). */
export interface SiteRecord {
  readonly workerId: string;
  readonly projectCode: string;
  readonly engagements: readonly Period[];
  readonly months: readonly SiteMonth[];
}

/**
 * A worker's record across sites (跨工地履历): every site where the worker was on a roster, in a crew, at the gate or on a sheet,
 * the latest first, with the months asked for. Three questions for all workers of a request together.
 */
export async function siteRecords(
  workerId: string,
  asked: Months,
  context: SubgraphContext,
): Promise<SiteRecord[]> {
  const { from, to } = monthsOf(asked, context);
  const mayAskAttendance = context.caller.scopes.includes('attendance:read');
  const [registrations, engagements, months] = await Promise.all([
    context.partOfMany(RealNameRegistration, 'workerId', workerId, ['projectCode'], BY_PROJECT),
    context.showMany(Engagement, 'workerId', workerId, LATEST_ENTERED, PERIOD),
    siteMonths(context, from, to).load(workerId),
    mayAskAttendance ? refuseArchived(context, from, to) : undefined,
  ]);
  const sites = [...engagements, ...months, ...registrations].map(({ projectCode }) => projectCode);
  return [...new Set(sites)].map((projectCode) => ({
    workerId,
    projectCode,
    engagements: engagements.filter((one) => one.projectCode === projectCode),
    months: months.filter((one) => one.projectCode === projectCode),
  }));
}

const BY_PROJECT = [{ property: 'projectCode' }];
const LATEST_ENTERED = [{ property: 'enteredOn', descending: true }];

/** The last day of the last period; null while any is open, and for whoever never entered (末次退场日期). */
export const lastExitOf = (engagements: SiteRecord['engagements']): string | null =>
  engagements.some(({ exitedOn }) => exitedOn == null)
    ? null
    : engagements.reduce<string | null>(
        (last, { exitedOn }) => (exitedOn! > (last ?? '') ? exitedOn! : last),
        null,
      );

/** As many months as one question covers; a year when it does not say. */
const MOST_MONTHS = 36;
const MONTHS = 12;

function monthsOf({ from, to }: Months, context: SubgraphContext): { from: YearMonth; to: YearMonth } {
  const last = (to ?? yearMonthOf(context.now)) as YearMonth;
  const first = (from ?? addMonths(last, 1 - MONTHS)) as YearMonth;
  if (first <= last && addMonths(first, MOST_MONTHS) > last) return { from: first, to: last };
  throw new BadInput('PERIOD_TOO_LONG', 'the months asked for are none, or too many', {
    path: ['from'],
    expected: `1 to ${MOST_MONTHS} months, the first not after the last`,
    came: `${first} to ${last}`,
    remedy: 'ask for fewer months',
  });
}

/** The month that a line of a sheet pays for: back pay belongs to the one that it makes up for (补发月份), as in a project's month. */
const MONTH_OF_LINE = sql`coalesce(t.back_pay_month, t.pay_month)`;

const siteMonths = (context: SubgraphContext, from: YearMonth, to: YearMonth) =>
  context.loader<string, SiteMonth[]>(`site months ${from} ${to}`, async (ids) => {
    const { store, session, caller } = context;
    // Which months there are is knowledge, too: of what the caller may not read none is told.
    const may = (scope: string) => sql`${caller.scopes.includes(scope)}::boolean`;
    const workers = sql`${ids as string[]}::uuid[]`;
    const rows = await session.rows<Counted>(
      kept(sql`
      select worker_id, project_code, month, sum(days) as days, sum(records) as records,
             sum(payable) as payable, sum(actual) as actual
        from (select d.worker_id, d.project_code, to_char(d.day, 'YYYY-MM') as month,
                     count(*) filter (where d.came_in) as days, sum(d.records) as records, 0 as payable, 0 as actual
                from (select t.worker_id, t.project_code, (t.occurred_at at time zone 'Asia/Shanghai')::date as day,
                             bool_or(t.direction = 'IN') as came_in, count(*) as records
                        from ${versionsAt(store.table(AttendanceRecord), session.asOf)}
                       where t.worker_id = any(${workers}) and t.occurred_at >= ${monthEdges(from).from}
                         and t.occurred_at < ${monthEdges(to).to} and not t.withdrawn and ${may('attendance:read')}
                       group by 1, 2, 3) d
               group by 1, 2, 3
              union all
              select t.worker_id, t.project_code, ${MONTH_OF_LINE}, 0, 0, sum(t.payable_fen), sum(t.actual_fen)
                from ${versionsAt(store.table(PayrollEntry), session.asOf)}
               where t.worker_id = any(${workers}) and ${MONTH_OF_LINE} between ${from} and ${to} and not t.withdrawn and ${may('payroll:read')}
               group by 1, 2, 3) both_sides
       group by 1, 2, 3
       order by 3 desc, 2`),
    );
    const byWorker = Map.groupBy(rows, (row) => row.worker_id);
    return ids.map((id) => (byWorker.get(id) ?? []).map(ofSite));
  });

interface Counted {
  readonly worker_id: string;
  readonly project_code: string;
  readonly month: string;
  readonly days: string;
  readonly records: string;
  readonly payable: string;
  readonly actual: string;
}

const ofSite = (row: Counted): SiteMonth => ({
  projectCode: row.project_code,
  month: row.month,
  days: Number(row.days),
  records: Number(row.records),
  payable: BigInt(row.payable),
  actual: BigInt(row.actual),
});
