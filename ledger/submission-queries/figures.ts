import { type RawBuilder, sql } from 'kysely';
import { type BusinessDate, dayEdges, daysBetween } from '../../kernel/calendar.ts';
import { BadInput } from '../../kernel/refusals.ts';
import type { Querier } from '../query.ts';
import { ref } from '../table.ts';

export type SubmissionDimension = 'DAY' | 'DATASET' | 'OUTCOME' | 'CODE' | 'DEVICE';

/** How many records met one combination (提交统计数); a dimension that was not asked for is left out. */
export interface SubmissionFigure {
  readonly day?: string;
  readonly dataset?: string;
  readonly outcome?: string;
  readonly code?: string;
  readonly device?: string | null;
  readonly count: number;
}

export interface FiguresRequest {
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly by: readonly SubmissionDimension[];
}

const MOST_DAYS = 92;
const MOST_FIGURES = 10_000;

/**
 * Counts a client's records by verdict, from the tallies and without opening a verdict.
 * @throws BadInput `PERIOD_TOO_LONG` above 92 days, `FIGURES_TOO_MANY` above 10,000 of them
 */
export async function submissionFigures(
  db: Querier,
  room: { readonly schema: string },
  client: string,
  { from, to, by }: FiguresRequest,
): Promise<SubmissionFigure[]> {
  refuseLongPeriod(from, to);
  const asked = [...new Set(by)].map((name) => DIMENSIONS[name]);
  const columns = asked.map(({ name, value }) => sql`, ${value} as ${sql.ref(name)}`);
  const places = asked.map((_, at) => sql.lit(at + 2));
  const order = asked.length > 0 ? sql`group by ${sql.join(places)} order by ${sql.join(places)}` : sql``;
  const rows = await db.rows<SubmissionFigure>(sql`
    select coalesce(sum((tallied.one ->> 3)::integer), 0)::integer as count ${sql.join(columns, sql``)}
      from ${ref(room.schema, 'submission')} s cross join lateral jsonb_array_elements(s.tally) as tallied (one)
     where s.client = ${client} and s.received_at >= ${dayEdges(from).from} and s.received_at < ${dayEdges(to).to}
     ${order} limit ${MOST_FIGURES + 1}`);
  if (rows.length > MOST_FIGURES) throw tooMany();
  return rows;
}

const DIMENSIONS: Readonly<
  Record<SubmissionDimension, { readonly name: string; readonly value: RawBuilder<unknown> }>
> = {
  DAY: { name: 'day', value: sql`to_char(s.received_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD')` },
  DATASET: { name: 'dataset', value: sql`s.dataset` },
  OUTCOME: { name: 'outcome', value: sql`tallied.one ->> 0` },
  CODE: { name: 'code', value: sql`tallied.one ->> 1` },
  DEVICE: { name: 'device', value: sql`tallied.one ->> 2` },
};

function refuseLongPeriod(from: BusinessDate, to: BusinessDate): void {
  const days = daysBetween(from, to) + 1;
  if (days >= 1 && days <= MOST_DAYS) return;
  throw new BadInput('PERIOD_TOO_LONG', days < 1 ? '"to" is before "from"' : `the period has ${days} days`, {
    path: ['to'],
    expected: `1 to ${MOST_DAYS} days`,
    came: String(days),
    remedy: 'ask for a shorter period',
  });
}

const tooMany = () =>
  new BadInput('FIGURES_TOO_MANY', 'there are too many figures for one answer', {
    path: ['by'],
    expected: `at most ${MOST_FIGURES}`,
    remedy: 'ask by fewer dimensions, or for a shorter period',
  });
