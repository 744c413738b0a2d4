import { type RawBuilder, sql } from 'kysely';
import type { BusinessDate } from '../kernel/calendar.ts';
import type { Caller } from '../kernel/caller.ts';
import { divisionSpan, EVERYWHERE } from '../kernel/identifiers/division-code.ts';
import type { SubgraphContext } from './context.ts';

/** Whose figures, and on which day: a division with everything below it; `000000` is the caller's whole reach. */
export interface FiguresKey {
  readonly division: string;
  readonly on: BusinessDate;
}

/** One statement that counts for many divisions at once. */
export interface FiguresQuestion<Row extends { readonly division: string }> {
  /** What tells it from another on the same day, since SQL fragments cannot be compared. */
  readonly name: string;
  /** A question grouped by `d.division`; `from` says of a relation `t` of a project's rows to which division they count. */
  ask(on: BusinessDate, from: (rows: RawBuilder<unknown>) => RawBuilder<unknown>): RawBuilder<unknown>;
  /** What is answered for a division without any row. */
  readonly none: Omit<Row, 'division'>;
}

/** The figures of one division, asked together with its siblings'; each only within the caller's row scope. */
export function figuresOf<Row extends { readonly division: string }>(
  { division, on }: FiguresKey,
  question: FiguresQuestion<Row>,
  context: SubgraphContext,
): Promise<Omit<Row, 'division'>> {
  return context
    .loader<string, Omit<Row, 'division'>>(`figures ${question.name} ${on}`, async (divisions) => {
      const [whole, placed] = seesBeyondProjects(context.caller)
        ? [divisions.includes(EVERYWHERE), divisions.filter((one) => one !== EVERYWHERE)]
        : [false, divisions];
      const parts = [
        ...(whole ? [wholeReach] : []),
        ...(placed.length > 0 ? [within(context.store.databaseSchema, placed)] : []),
      ];
      const answers = await Promise.all(
        parts.map((from) => context.session.rows<Row>(question.ask(on, from))),
      );
      const byDivision = new Map(answers.flat().map((row) => [row.division, row]));
      return divisions.map((one) => byDivision.get(one) ?? question.none);
    })
    .load(division);
}

/** Days of the month up to the day asked for (本月): from its first day. */
export const firstOfMonth = (on: BusinessDate): string => `${on.slice(0, 8)}01`;

/** A bank and a worker see rows of their own in projects that they do not see, and the hub whatever there is. */
const seesBeyondProjects = ({ kind, bank, worker }: Caller): boolean =>
  kind === 'HUB' || bank !== undefined || worker !== undefined;

// Row-level security alone bounds it. Whoever sees projects alone is asked by them, since this reads everybody's month.
const wholeReach = (rows: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`(select ${EVERYWHERE}::text as division) d cross join ${rows}`;

/** From the projects of the divisions to their rows, so that a county's figures do not read the province's month. */
function within(schema: string, divisions: readonly string[]) {
  const spans = divisions.map(divisionSpan);
  const lows = spans.map(({ lo }) => lo);
  const highs = spans.map(({ hi }) => hi);
  return (rows: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    unnest(${divisions as string[]}::text[], ${lows}::text[], ${highs}::text[]) as d(division, lo, hi)
      join ${sql.ref(`${schema}.project_scope`)} s on s.division_code >= d.lo and s.division_code < d.hi
      join ${rows} on t.project_code = s.project_code`;
}
