import { type RawBuilder, sql } from 'kysely';
import type { BusinessDate } from '../kernel/calendar.ts';
import type { Caller } from '../kernel/caller.ts';
import { divisionSpan, EVERYWHERE } from '../kernel/identifiers/division-code.ts';
import { BadInput } from '../kernel/refusals.ts';
import { wide } from '../ledger/query.ts';
import { isPending } from '../ledger/tallies/tally.ts';
import type { SubgraphContext } from './context.ts';

/** Whose figures, and on which day: a division with everything below it; `000000` is the caller's whole reach. */
export interface FiguresKey {
  readonly division: string;
  readonly on: BusinessDate;
}

/** From the rows of projects to the divisions that are asked for, within the caller's reach. */
export interface Reach {
  /** A relation `t` of a project's rows with the division `d.division` to which each counts; read by its index on projects. */
  from(rows: RawBuilder<unknown>): RawBuilder<unknown>;
  /** The same of a relation that is read once and whole, since most of its projects are asked for. */
  fromAll(rows: RawBuilder<unknown>): RawBuilder<unknown>;
  /** A question: the sums of such a relation's columns by division. */
  sums(columns: readonly string[], rows: RawBuilder<unknown>): RawBuilder<unknown>;
  /** A question: how many different values such a relation's column has, as `counted` by division. */
  distinct(column: string, rows: RawBuilder<unknown>): RawBuilder<unknown>;
}

/** One statement that counts for many divisions at once. */
export interface FiguresQuestion<Row extends { readonly division: string }> {
  /** What tells it from another on the same day, since SQL fragments cannot be compared. */
  readonly name: string;
  /** A question grouped by division, over the facts as they stand. */
  ask(on: BusinessDate, reach: Reach): RawBuilder<unknown>;
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
  /** A question: about how many `facts` are read where it is counted directly for all projects; left out where never too many. */
  readonly factsToCount?: (on: BusinessDate) => RawBuilder<unknown>;
  ask(on: BusinessDate, reach: Reach): Promise<RawBuilder<unknown>>;
}

/** The figures of one division, asked together with its siblings'; each only within the caller's row scope. */
export function figuresOf<Row extends { readonly division: string }>(
  { division, on }: FiguresKey,
  question: FiguresQuestion<Row>,
  context: SubgraphContext,
): Promise<Omit<Row, 'division'>> {
  return context
    .loader<string, Omit<Row, 'division'>>(`figures ${question.name} ${on}`, async (divisions) => {
      const { kept } = question;
      const isKept = kept !== undefined && (await isAnsweredBy(kept, on, context));
      const refused =
        isKept || !kept ? NONE_REFUSED : await tooMuch(kept, { division: divisions, on }, context);
      const counted = divisions.filter((one) => !refused.has(one));
      const [whole, placed] = seesBeyondProjects(context.caller)
        ? [counted.includes(EVERYWHERE), counted.filter((one) => one !== EVERYWHERE)]
        : [false, counted];
      const parts: Reach[] = [
        ...(whole ? [wholeReach] : []),
        ...(placed.length > 0 ? [within(context.store.databaseSchema, placed)] : []),
      ];
      const answers: Row[] = [];
      for (const reach of parts)
        answers.push(
          ...(await context.session.rows<Row>(
            isKept ? await kept.ask(on, reach) : ofItsTime(question.ask(on, reach), context),
          )),
        );
      const byDivision = new Map(answers.map((row) => [row.division, row]));
      return divisions.map((one) => refused.get(one) ?? byDivision.get(one) ?? question.none);
    })
    .load(division);
}

/**
 * The past is the union of what stands and of what stood, of which the server keeps no figures: it takes the projects of a scope for one, and
 * would read the month anew for each of them.
 */
const ofItsTime = (query: RawBuilder<unknown>, { session }: SubgraphContext): RawBuilder<unknown> =>
  session.asOf === null ? query : wide(query);

const NONE_REFUSED: ReadonlyMap<string, BadInput> = new Map();

/** Tallies know the present, and projects: the past, and a worker's own rows, are counted as they stand. */
async function isAnsweredBy(
  { tally, part }: KeptFigures,
  on: BusinessDate,
  { caller, session, store }: SubgraphContext,
): Promise<boolean> {
  if (session.asOf !== null || caller.worker !== undefined) return false;
  return !(await isPending(session, store.databaseSchema, tally, part(on)));
}

/** As many facts as are counted directly: a city's month of 1.4 million punches takes some three seconds, and a fetch has ten. */
const MOST_COUNTED = 1_500_000;

/**
 * The divisions whose facts cannot be counted in time together with those before them, each with what its asker is told. Each
 * takes its projects' part of the whole; one inside another is counted twice, as the statement does.
 */
async function tooMuch(
  { factsToCount }: KeptFigures,
  { division: asked, on }: { readonly division: readonly string[]; readonly on: BusinessDate },
  { session, store }: SubgraphContext,
): Promise<ReadonlyMap<string, BadInput>> {
  const refused = new Map<string, BadInput>();
  if (factsToCount === undefined) return refused;
  const [all] = await session.rows<{ readonly facts: number }>(factsToCount(on));
  if (session.asOf !== null) {
    // Of the past the whole month is read, whatever is asked for: a county's 145,000 of 20 million took more than ten seconds.
    const isTooMuch = all!.facts > MOST_COUNTED;
    return new Map(isTooMuch ? asked.map((one) => [one, pastRefused(all!.facts)]) : []);
  }
  if (all!.facts * asked.length <= MOST_COUNTED) return refused;
  const spans = asked.map(divisionSpan);
  const scope = sql.ref(`${store.databaseSchema}.project_scope`);
  const parts = await session.rows<{ readonly part: number }>(sql`
    with s as materialized (select s.division_code, count(*) as projects from ${scope} s group by 1)
    select coalesce(sum(s.projects), 0)::float8 / greatest(1, all_of.seen, all_of.known)::float8 as part
      from (select (select sum(projects) from s) as seen,
                   (select c.reltuples::numeric from pg_class c where c.oid = ${`${store.databaseSchema}.project_scope`}::regclass) as known) all_of
      cross join unnest(${spans.map(({ lo }) => lo)}::text[], ${spans.map(({ hi }) => hi)}::text[]) with ordinality as d(lo, hi, place)
      left join s on s.division_code >= d.lo and s.division_code < d.hi
     group by d.place, all_of.seen, all_of.known order by d.place`);
  // The caller may see only some of the projects: how many there are is as the server last counted them.
  let taken = 0;
  for (const [place, { part }] of parts.entries()) {
    const facts = Math.round(all!.facts * part);
    if (taken + facts <= MOST_COUNTED) taken += facts;
    else refused.set(asked[place]!, presentRefused(facts));
  }
  return refused;
}

// In groups of three: a long number is taken for somebody's, and hidden.
const inGroups = (count: number): string => count.toLocaleString('en');

const tooMuchRefused = (expected: string, came: string, remedy: string): BadInput =>
  new BadInput('TOO_MUCH_TO_COUNT', 'these figures are not kept, and cannot be counted in time', {
    ...{ expected, came, remedy },
  });

const pastRefused = (facts: number): BadInput =>
  tooMuchRefused(
    `a month of at most ${inGroups(MOST_COUNTED)} records`,
    `a month of about ${inGroups(facts)}`,
    'ask without asOf',
  );

const presentRefused = (facts: number): BadInput =>
  tooMuchRefused(
    `at most ${inGroups(MOST_COUNTED)} records in all divisions that are asked for at once`,
    `about ${inGroups(facts)} in this one`,
    'ask for fewer or smaller divisions at once, or again in some minutes: the month is being brought along',
  );

/** Days of the month up to the day asked for (本月): from its first day. */
export const firstOfMonth = (on: BusinessDate): BusinessDate => `${on.slice(0, 8)}01` as BusinessDate;

/** A bank and a worker see rows of their own in projects that they do not see, and the hub whatever there is. */
const seesBeyondProjects = ({ kind, bank, worker }: Caller): boolean =>
  kind === 'HUB' || bank !== undefined || worker !== undefined;

const WHOLE = sql`(select ${EVERYWHERE}::text as division) d`;

// Row-level security alone bounds it. Whoever sees projects alone is asked by them, since this reads everybody's month.
const wholeReach: Reach = {
  from: (rows) => sql`${WHOLE} cross join ${rows}`,
  fromAll: (rows) => sql`${WHOLE} cross join ${rows}`,
  sums: (columns, rows) =>
    sql`select d.division, ${sumsOf(columns, 't')} from ${WHOLE} cross join ${rows} group by 1`,
  distinct: (column, rows) =>
    sql`select d.division, ${distinctOf(column, 't')} from ${WHOLE} cross join ${rows} group by 1`,
};

/** From the projects of the divisions to their rows, so that a county's figures do not read the province's month. */
function within(schema: string, divisions: readonly string[]): Reach {
  const spans = divisions.map(divisionSpan);
  const lows = spans.map(({ lo }) => lo);
  const highs = spans.map(({ hi }) => hi);
  const asked = sql`unnest(${divisions as string[]}::text[], ${lows}::text[], ${highs}::text[]) as d(division, lo, hi)`;
  const scope = sql.ref(`${schema}.project_scope`);
  const narrow: Reach = {
    from: (rows) => sql`
      ${asked}
        join ${scope} s on s.division_code >= d.lo and s.division_code < d.hi
        join ${rows} on t.project_code = s.project_code`,
    fromAll: (rows) => narrow.from(rows),
    sums: (columns, rows) =>
      sql`select d.division, ${sumsOf(columns, 't')} from ${narrow.from(rows)} group by 1`,
    distinct: (column, rows) =>
      sql`select d.division, ${distinctOf(column, 't')} from ${narrow.from(rows)} group by 1`,
  };
  if (lows.every((lo) => lo.length > OF_PROVINCE)) return narrow;
  // The planner cannot know how many projects a scope has, and would look each up by itself.
  const whole = (rows: RawBuilder<unknown>) => sql`
    t as materialized (select t.* from ${rows}),
    s as materialized (select s.project_code, s.division_code from ${scope} s)`;
  return {
    from: narrow.from,
    fromAll: (rows) => sql`(
      with ${whole(rows)},
      p as materialized (
        select d.division, c.division_code
          from (select distinct division_code from s) c join ${asked} on c.division_code >= d.lo and c.division_code < d.hi)
      select p.division as in_division, t.* from t join s on s.project_code = t.project_code join p on p.division_code = s.division_code
    ) as t cross join lateral (select t.in_division as division) d`,
    sums: (columns, rows) => sql`
      with ${whole(rows)},
      c as materialized (
        select s.division_code, ${sumsOf(columns, 't')} from t join s on s.project_code = t.project_code group by 1)
      select d.division, ${sumsOf(columns, 'c')} from c join ${asked} on c.division_code >= d.lo and c.division_code < d.hi group by 1`,
    distinct: (column, rows) => sql`
      with ${whole(rows)},
      c as materialized (
        select distinct s.division_code, ${sql.ref(`t.${column}`)} from t join s on s.project_code = t.project_code)
      select d.division, ${distinctOf(column, 'c')} from c join ${asked} on c.division_code >= d.lo and c.division_code < d.hi group by 1`,
  };
}

/** Digits of a province's code that say which it is. */
const OF_PROVINCE = 2;

const sumsOf = (columns: readonly string[], of: string): RawBuilder<unknown> =>
  sql.join(columns.map((name) => sql`sum(${sql.ref(`${of}.${name}`)}) as ${sql.ref(name)}`));

const distinctOf = (column: string, of: string): RawBuilder<unknown> =>
  sql`count(distinct ${sql.ref(`${of}.${column}`)}) as counted`;
