import { type RawBuilder, sql } from 'kysely';
import {
  divisionSpan,
  EVERYWHERE,
  isOfAProvince,
  parseDivisionCode,
} from '../kernel/identifiers/division-code.ts';
import { BadInput } from '../kernel/refusals.ts';
import type { SubgraphContext } from './context.ts';
import { anew } from '../ledger/query.ts';
import { mayReachAll } from './settings.ts';

/**
 * The stretch of codes of a division that is asked about. One of no province is refused as in a submission, since nothing found there
 * would look like nothing done; of counties and what lies below them any code is taken, as projects may stand there.
 * @throws BadInput `DIVISION_UNKNOWN`
 */
export function askedDivision(division: string): { lo: string; hi: string } {
  const parsed = parseDivisionCode(division);
  if (parsed.ok && (parsed.value === EVERYWHERE || isOfAProvince(parsed.value)))
    return divisionSpan(division);
  throw new BadInput('DIVISION_UNKNOWN', 'the division is of no province that there is', {
    expected: 'a division code of 6, 9 or 12 digits, such as "450103"; 000000 for everywhere',
    came: division,
    remedy: 'ask for a division by its code; `provinces` lists them',
  });
}

/**
 * The condition that a fact's project stands in a division or below it, asked of the department's own `project_scope`
 * (architecture §8.3); the fact's table is `t`. A range, which an index can answer under row-level security.
 */
export function projectsWithin(schema: string, division: string): RawBuilder<unknown> {
  const { lo, hi } = askedDivision(division);
  return sql`t.project_code in (
    select s.project_code from ${sql.ref(`${schema}.project_scope`)} s
     where s.division_code >= ${lo} and s.division_code < ${hi})`;
}

/**
 * The same for a list of what is open, of which there is little whatever its division: whoever sees every project has each row
 * looked for in the set of the division's projects. Whoever does not would be asked for the row scope of each row that is open,
 * and begins with the projects instead.
 */
export async function openWithin(context: SubgraphContext, division: string): Promise<RawBuilder<unknown>> {
  const { databaseSchema } = context.store;
  if (!(await seesEveryProject(context))) return projectsWithin(databaseSchema, division);
  const { lo, hi } = askedDivision(division);
  // What is said to be true is not made a join of, which would begin with the projects.
  return sql`exists (
    select from ${sql.ref(`${databaseSchema}.project_scope`)} s
     where s.project_code = t.project_code and s.division_code >= ${lo} and s.division_code < ${hi}) is true`;
}

/** Whether row scope shows the caller everything (全量范围, decision 0034), as the database says it; in a request asked once. */
export async function seesEveryProject(context: SubgraphContext): Promise<boolean> {
  if (!mayReachAll(context.caller)) return false;
  return context.once('sees every project', async () => {
    const [answer] = await context.session.rows<{ all: boolean }>(
      sql`select ${sql.ref(`${context.store.databaseSchema}.sees_every_project`)}() as all`,
    );
    return answer!.all;
  });
}

/** Callers who reach more projects than these are asked for by what they reach, not by the codes of it. */
const MOST_NAMED = 5_000;

/**
 * What row scope leaves of a fact of projects anyway, as a condition that an index and the planner's statistics can use: row
 * scope itself is told by a sub-select, of which the planner knows neither. For lists of millions of rows; no condition for
 * who reaches much of them.
 * @param arms by what else the fact's row scope shows it to banks and workers
 */
export async function inReach(
  context: SubgraphContext,
  arms: { readonly bank?: boolean; readonly worker?: boolean } = {},
): Promise<RawBuilder<unknown>[]> {
  const { kind, bank, worker } = context.caller;
  if (kind === 'HUB') return [];
  if (kind === 'BANK' && arms.bank) return bank ? [sql`t.bank_code = ${bank}`] : [];
  if (kind === 'WORKER_APP' && arms.worker) return worker ? [sql`t.worker_id = ${worker}::uuid`] : [];
  const codes = await projectsInReach(context);
  return codes ? [anew(sql`t.project_code = any(${codes}::text[])`)] : [];
}

/**
 * The same for a list that may be cut down to a division: what the caller reaches there is named at once. Both conditions beside each
 * other, the codes of all that is reached would be looked through again for each project of the division.
 */
export async function inReachWithin(
  context: SubgraphContext,
  division: string | null | undefined,
  arms: Parameters<typeof inReach>[1] = {},
): Promise<RawBuilder<unknown>[]> {
  const reach = await inReach(context, arms);
  if (!division) return reach;
  const { kind } = context.caller;
  const within = projectsWithin(context.store.databaseSchema, division);
  // Who has an arm of their own sees rows by it whose projects they do not reach.
  if ((kind === 'BANK' && arms.bank) || (kind === 'WORKER_APP' && arms.worker)) return [...reach, within];
  const codes = await projectsInReach(context, division);
  return codes ? [anew(sql`t.project_code = any(${codes}::text[])`)] : [...reach, within];
}

/**
 * The codes of the projects that the caller reaches, all of them or a division's, in a request once; null where they are too many to be
 * named.
 */
export async function projectsInReach(
  context: SubgraphContext,
  division: string = EVERYWHERE,
): Promise<readonly string[] | null> {
  const scope = sql.ref(`${context.store.databaseSchema}.project_scope`);
  return context
    .loader<string, readonly string[] | null>('projects in reach', async (divisions) =>
      Promise.all(
        divisions.map(async (one) => {
          const { lo, hi } = divisionSpan(one);
          const within =
            one === EVERYWHERE ? sql`true` : sql`s.division_code >= ${lo} and s.division_code < ${hi}`;
          const rows = await context.session.rows<{ code: string }>(sql`
            select s.project_code as code from ${scope} s where ${within} limit ${sql.raw(String(MOST_NAMED + 1))}`);
          return rows.length > MOST_NAMED ? null : rows.map(({ code }) => code);
        }),
      ),
    )
    .load(division);
}
