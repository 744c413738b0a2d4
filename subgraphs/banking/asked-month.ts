import { type RawBuilder, sql } from 'kysely';
import { businessDateOf, monthEdges, type YearMonth, yearMonthOf } from '../../kernel/calendar.ts';
import type { SubgraphContext } from '../context.ts';

/** The month asked for, otherwise the current one in Asia/Shanghai. */
export const askedMonth = (month: YearMonth | null | undefined, context: SubgraphContext): YearMonth =>
  month ?? yearMonthOf(businessDateOf(context.now));

/** Booked in one month, by the edges of Asia/Shanghai. */
export function bookedIn(month: YearMonth): RawBuilder<unknown> {
  const { from, to } = monthEdges(month);
  return sql`t.occurred_at >= ${from} and t.occurred_at < ${to}`;
}
