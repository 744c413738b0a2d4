import { type RawBuilder, sql } from 'kysely';
import { divisionSpan } from '../kernel/identifiers/division-code.ts';
import type { SubgraphContext } from './context.ts';

/**
 * The condition that a fact's project stands in a division or below it, asked of the department's own `project_scope`
 * (architecture §8.3); the fact's table is `t`. A range, which an index can answer under row-level security.
 */
export function projectsWithin(schema: string, division: string): RawBuilder<unknown> {
  const { lo, hi } = divisionSpan(division);
  return sql`t.project_code in (
    select s.project_code from ${sql.ref(`${schema}.project_scope`)} s
     where s.division_code >= ${lo} and s.division_code < ${hi})`;
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
  if (kind === 'BANK') return arms.bank && bank ? [sql`t.bank_code = ${bank}`] : [];
  if (kind === 'WORKER_APP') return arms.worker && worker ? [sql`t.worker_id = ${worker}::uuid`] : [];
  const codes = await projectsInReach(context);
  return codes ? [sql`t.project_code = any(${codes}::text[])`] : [];
}

/** The codes of the projects that the caller reaches, in a request once; null where they are too many to be named. */
export async function projectsInReach(context: SubgraphContext): Promise<readonly string[] | null> {
  const { databaseSchema } = context.store;
  return context
    .loader<string, readonly string[] | null>('projects in reach', async (schemas) =>
      Promise.all(
        schemas.map(async (schema) => {
          const rows = await context.session.rows<{ code: string }>(sql`
            select s.project_code as code from ${sql.ref(`${schema}.project_scope`)} s limit ${sql.raw(String(MOST_NAMED + 1))}`);
          return rows.length > MOST_NAMED ? null : rows.map(({ code }) => code);
        }),
      ),
    )
    .load(databaseSchema);
}
