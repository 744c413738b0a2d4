import { type RawBuilder, sql } from 'kysely';
import { plannedAs, type Querier } from './query.ts';

/** How many items a list has for its caller (总数): counted up to `EXACT_UP_TO`, beyond it estimated. */
export interface Total {
  readonly count: number;
  readonly isEstimate: boolean;
}

/** Totals are exact up to here; counting on would read every row of lists of millions. */
export const EXACT_UP_TO = 10_000;

/** As many rows as have to be seen to know that a total is beyond what is counted. */
export const COUNTED_AT_MOST = sql.raw(String(EXACT_UP_TO + 1));

/**
 * How many rows a statement finds. What is beyond the limit is told by the planner for the same statement under the same
 * row scope, from the statistics of the tables: it touches no row, and is never below what was counted.
 * @param listed the whole list as a statement without an order
 */
export async function totalOf(querier: Querier, listed: RawBuilder<unknown>): Promise<Total> {
  const [counted] = await querier.rows<{ count: number }>(
    plannedAs(
      [listed],
      sql`select count(*)::integer as count from (${listed} limit ${COUNTED_AT_MOST}) counted`,
    ),
  );
  return exactOr(counted!.count, () => plannedRows(querier, listed));
}

/** A count that stopped at the limit is replaced by an estimate. */
export async function exactOr(counted: number, estimate: () => Promise<number>): Promise<Total> {
  if (counted <= EXACT_UP_TO) return { count: counted, isEstimate: false };
  return { count: Math.min(Math.max(await estimate(), counted), LARGEST), isEstimate: true };
}

/** What an `Int` of the graph can say. */
const LARGEST = 2 ** 31 - 1;

/** How many rows the planner expects of a statement. */
export async function plannedRows(querier: Querier, listed: RawBuilder<unknown>): Promise<number> {
  const [answer] = await querier.rows<{ readonly 'QUERY PLAN': readonly [Planned] }>(
    plannedAs([listed], sql`explain (format json) ${listed}`),
  );
  return Math.round(answer!['QUERY PLAN'][0].Plan['Plan Rows']);
}

interface Planned {
  readonly Plan: { readonly 'Plan Rows': number };
}
