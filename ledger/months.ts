import { sql } from 'kysely';
import { firstDayOf, yearMonthOf } from '../kernel/calendar.ts';
import type { Fact } from './fact.ts';
import type { Querier } from './query.ts';

/**
 * Opens the months (月分区) of a batch's instants for a fact that is partitioned by month; months are Asia/Shanghai's.
 * It runs in a transaction of its own, which ends before the data's begins (`hub.make_month`). Which months may be
 * opened at all the caller knows: for an instant it leaves out, the record is refused with `MONTH_NOT_OPEN`. What is
 * archived stays so (`archived-months.ts`).
 */
export async function ensureMonths(db: Querier, fact: Fact, instants: Iterable<Date>): Promise<void> {
  if (!fact.monthly) return;
  const days = new Set<string>();
  for (const at of instants) if (isOfCalendar(at)) days.add(firstDayOf(yearMonthOf(at)));
  if (days.size === 0) return;
  // What is open already is not asked for, since asking waits for whoever is opening the same month; nor is what is archived.
  await db.rows(sql`
    select hub.make_month(${fact.schema}, ${fact.table}, day) from unnest(${[...days].sort()}::date[]) as day
     where to_regclass(format('%I.%I', ${fact.schema}::text, ${fact.table}::text || to_char(day, '_YYYYMM'))) is null
       and not exists (select from hub.archived_month a where a.room = ${fact.schema} and a.tab = ${fact.table} and a.month = day)
     order by day`);
}

// An instant that is none, or that no month with four digits of year holds, is the record writer's to refuse.
const isOfCalendar = (at: Date): boolean => at.getUTCFullYear() > 0 && at.getUTCFullYear() < 9_999;
