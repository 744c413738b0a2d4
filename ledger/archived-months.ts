import { sql } from 'kysely';
import { addMonths, type YearMonth } from '../kernel/calendar.ts';
import type { Fact } from './fact.ts';
import { kept, type Querier } from './query.ts';

/**
 * The latest month that is ever archived, counted from the running one. What is asked and sent most, the running month and
 * the one before, needs no look at what is archived.
 */
export const LATEST_ARCHIVED = -2;

export const mayBeArchived = (month: string, running: YearMonth): boolean =>
  month <= addMonths(running, LATEST_ARCHIVED);

/** The months of a fact that are archived (归档月份), or are just being archived: closed to questions and submissions. */
export async function archivedMonths(db: Querier, fact: Fact): Promise<ReadonlySet<string>> {
  const rows = await db.rows<{ month: string }>(
    kept(sql`
    select to_char(month, 'YYYY-MM') as month from hub.archived_month where room = ${fact.schema} and tab = ${fact.table}`),
  );
  return new Set(rows.map(({ month }) => month));
}

/**
 * Those of the ids that may be of archived records: ids grow with the time of recording, and each archive knows its first
 * and its last. Whoever looks for such an id and finds nothing cannot be told that there is nothing.
 */
export async function perhapsArchived(
  db: Querier,
  fact: Fact,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (!fact.monthly || ids.length === 0) return new Set();
  const rows = await db.rows<{ id: string }>(sql`
    select id::text from unnest(${ids as string[]}::uuid[]) as asked (id)
     where exists (select from hub.archived_month a
                    where a.room = ${fact.schema} and a.tab = ${fact.table} and asked.id between a.first_id and a.last_id)`);
  return new Set(rows.map(({ id }) => id));
}
