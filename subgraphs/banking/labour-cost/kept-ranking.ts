import { type RawBuilder, sql } from 'kysely';
import type { BusinessDate, YearMonth } from '../../../kernel/calendar.ts';
import type { SubgraphContext } from '../../context.ts';
import { countedAccounts, countedLabourCost, divisionOfMarks, labourCostTally } from './labour-cost-tally.ts';

/** What is kept of the labour cost of a month (人工费到账累计), as far as it may be asked. */
export interface KeptLabourCost {
  /** Divisions of which something has changed: these are counted directly. */
  readonly marked: readonly string[];
}

/**
 * Whether the tally can answer its caller: it knows the present, and what is seen by divisions and sectors. Single projects,
 * a bank's own rows, the past, and everything until what was there before is brought along, are counted directly.
 */
export async function keptLabourCost(
  month: YearMonth,
  { session }: SubgraphContext,
): Promise<KeptLabourCost | null> {
  if (session.asOf !== null) return null;
  const [found] = await session.rows<KeptLabourCost & { readonly isKept: boolean }>(sql`
    select hub.is_department() and hub.projects() is null and not exists (
             select from banking.tally_backfill where tally = ${labourCostTally.name} and not is_done) as "isKept",
           array(select distinct division from (${divisionOfMarks(sql`banking.labour_cost_mark as m`)}) d
                  where division is not null and (for_month is null or for_month = ${month})) as marked`);
  return found!.isKept && found!.marked.length <= MOST_MARKED ? found! : null;
}

/** Of more divisions than these everything is counted at once instead: their projects would be looked up one by one. */
const MOST_MARKED = 30;

/**
 * By division and sector, with the columns `division_code`, `projects`, `without`, `late`, `received` and `received_late`.
 * @param due the day after which labour cost is late; null where none is set
 */
export function keptByDivision(
  month: YearMonth,
  due: BusinessDate | null,
  { marked }: KeptLabourCost,
): RawBuilder<unknown> {
  const stands = (table: string) => sql`
    select * from ${sql.ref(`banking.${table}`)} t
     where ${marked.length === 0 ? sql`true` : sql`t.division_code <> all(${marked as string[]}::text[])`}`;
  const and = (counted: RawBuilder<unknown>) => (marked.length === 0 ? sql`` : sql`union all (${counted})`);
  const upToDue = (steps: string) =>
    sql`coalesce(${sql.ref(steps)}[width_bucket(coalesce(${due}::date, 'infinity'), days)], 0)`;
  const last = (steps: string) => sql`coalesce(${sql.ref(steps)}[cardinality(days)], 0)`;
  return sql`
    select division_code, projects, projects as without, 0 as late, 0 as received, 0 as received_late
      from (select division_code, projects from (${stands('account_tally')}) k
            ${and(sql`select division_code, projects from (${countedAccounts(marked)}) c`)}) a
     union all
    select division_code, ${last('complete')} - with_account, -with_account, ${last('complete')} - ${upToDue('complete')},
           ${last('received')}, ${last('received')} - ${upToDue('received')}
      from (select division_code, with_account, days, received, complete from (${stands('labour_cost_tally')} and t.for_month = ${month}) k
            ${and(sql`select division_code, with_account, days, received, complete from (${countedLabourCost(marked, month)}) c`)}) l`;
}
