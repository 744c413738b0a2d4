import { type RawBuilder, sql } from 'kysely';
import type { BusinessDate } from '../kernel/calendar.ts';
import type { Caller } from '../kernel/caller.ts';
import { divisionSpan, EVERYWHERE } from '../kernel/identifiers/division-code.ts';
import { isPending } from '../ledger/tallies/tally.ts';
import type { SubgraphContext } from './context.ts';

/** Whose figures, and on which day: a division with everything below it; `000000` is the caller's whole reach. */
export interface FiguresKey {
  readonly division: string;
  readonly on: BusinessDate;
}

/** Says of a relation `t` of a project's rows to which division they count. */
export type FromRows = (rows: RawBuilder<unknown>) => RawBuilder<unknown>;

/** One statement that counts for many divisions at once. */
export interface FiguresQuestion<Row extends { readonly division: string }> {
  /** What tells it from another on the same day, since SQL fragments cannot be compared. */
  readonly name: string;
  /** A question grouped by `d.division`, over the facts as they stand. */
  ask(on: BusinessDate, from: FromRows): RawBuilder<unknown>;
  /** The same over what is kept of them. */
  readonly kept?: KeptFigures;
  /** What is answered for a division without any row. */
  readonly none: Omit<Row, 'division'>;
}

/** Figures that a tally keeps (累计). */
export interface KeptFigures {
  readonly tally: string;
  /** The part that has to be brought along before it can be asked; '' of a tally that has no parts. */
  part(on: BusinessDate): string;
  ask(on: BusinessDate, from: FromRows): Promise<RawBuilder<unknown>>;
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
      const parts: FromRows[] = [
        ...(whole ? [wholeReach] : []),
        ...(placed.length > 0 ? [within(context.store.databaseSchema, placed)] : []),
      ];
      const { kept } = question;
      const isKept = kept !== undefined && (await isAnsweredBy(kept, on, context));
      const answers: Row[] = [];
      for (const from of parts)
        answers.push(
          ...(await context.session.rows<Row>(isKept ? await kept.ask(on, from) : question.ask(on, from))),
        );
      const byDivision = new Map(answers.map((row) => [row.division, row]));
      return divisions.map((one) => byDivision.get(one) ?? question.none);
    })
    .load(division);
}

/** Tallies know the present, and projects: the past, and a worker's own rows, are counted as they stand. */
async function isAnsweredBy(
  { tally, part }: KeptFigures,
  on: BusinessDate,
  { caller, session, store }: SubgraphContext,
): Promise<boolean> {
  if (session.asOf !== null || caller.worker !== undefined) return false;
  return !(await isPending(session, store.databaseSchema, tally, part(on)));
}

/** Days of the month up to the day asked for (本月): from its first day. */
export const firstOfMonth = (on: BusinessDate): BusinessDate => `${on.slice(0, 8)}01` as BusinessDate;

/** A bank and a worker see rows of their own in projects that they do not see, and the hub whatever there is. */
const seesBeyondProjects = ({ kind, bank, worker }: Caller): boolean =>
  kind === 'HUB' || bank !== undefined || worker !== undefined;

// Row-level security alone bounds it. Whoever sees projects alone is asked by them, since this reads everybody's month.
const wholeReach: FromRows = (rows) => sql`(select ${EVERYWHERE}::text as division) d cross join ${rows}`;

/** From the projects of the divisions to their rows, so that a county's figures do not read the province's month. */
function within(schema: string, divisions: readonly string[]): FromRows {
  const spans = divisions.map(divisionSpan);
  const lows = spans.map(({ lo }) => lo);
  const highs = spans.map(({ hi }) => hi);
  return (rows) => sql`
    unnest(${divisions as string[]}::text[], ${lows}::text[], ${highs}::text[]) as d(division, lo, hi)
      join ${sql.ref(`${schema}.project_scope`)} s on s.division_code >= d.lo and s.division_code < d.hi
      join ${rows} on t.project_code = s.project_code`;
}
