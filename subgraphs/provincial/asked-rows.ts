import { type RawBuilder, sql } from 'kysely';
import type { Fact } from '../../ledger/fact.ts';
import { keyIn } from '../../ledger/fits.ts';
import { versionsAt } from '../../ledger/table.ts';
import type { SubgraphContext } from '../context.ts';
import { inReachWithin, projectsWithin } from '../project-scope.ts';

// What the filters of lists of projects, crews and people have in common, as conditions on their tables `t`.

export interface OfProjects {
  readonly projectCode?: string | null;
  readonly division?: string | null;
}

/**
 * Of one project, or of the projects of a division, and of what the caller reaches of them.
 * @param few what else is asked for leaves few rows, which row scope alone looks at: the codes of a city's projects beside it would be
 *   gone through for each
 */
export const ofProjects = async (
  { projectCode, division }: OfProjects,
  context: SubgraphContext,
  { few, ...arms }: { readonly worker?: boolean; readonly few?: boolean } = {},
): Promise<RawBuilder<unknown>[]> =>
  few || projectCode != null
    ? [...equal('project_code', projectCode), ...(division ? [projectsWithin('provincial', division)] : [])]
    : inReachWithin(context, division, arms);

export const equal = (column: string, value: string | boolean | null | undefined): RawBuilder<unknown>[] =>
  value == null ? [] : [sql`t.${sql.ref(column)} = ${value}`];

/** Of one worker; an id of another form is nobody's. */
export function ofWorker(id: string | null | undefined): RawBuilder<unknown>[] {
  if (id == null) return [];
  const worker = keyIn('uuid', id);
  return [worker === null ? sql`false` : sql`t.worker_id = ${worker}::uuid`];
}

/** A value is one of those asked for; a list of none leaves nothing. */
export const among = (column: string, values: readonly string[] | null | undefined): RawBuilder<unknown>[] =>
  values ? [sql`t.${sql.ref(column)} = any(${values as string[]}::text[])`] : [];

/** There on a day (当日在场): who has not left by then, and has entered, where a day of entry is stated. */
export const onSite = (day: string | null | undefined): RawBuilder<unknown>[] =>
  day
    ? [
        sql`(t.entered_on is null or t.entered_on <= ${day}::date) and (t.exited_on is null or t.exited_on >= ${day}::date)`,
      ]
    : [];

/** Of workers engaged in a project (进退场), ended periods included. */
export const engagedIn = (
  projectCode: string | null | undefined,
  engagements: Fact,
  context: SubgraphContext,
): RawBuilder<unknown>[] =>
  projectCode == null
    ? []
    : [
        sql`t.worker_id in (
          select e.worker_id from ${rowsOf(engagements, 'e', context)} where e.project_code = ${projectCode} and not e.withdrawn)`,
      ];

/** In a crew of a unit (所属单位): records of workers name the crew alone. */
export const inCrewOf = (
  unitCode: string | null | undefined,
  crews: Fact,
  context: SubgraphContext,
): RawBuilder<unknown>[] =>
  unitCode == null
    ? []
    : [
        sql`(t.project_code, t.crew_no) in (
          select c.project_code, c.crew_no from ${rowsOf(crews, 'c', context)} where c.unit_code = ${unitCode} and not c.withdrawn)`,
      ];

/** A fact's rows as they were at the instant asked about, under another name than the list's own `t`. */
export const rowsOf = (
  fact: Fact,
  name: string,
  { store, session }: Pick<SubgraphContext, 'store' | 'session'>,
): RawBuilder<unknown> =>
  sql`(select * from ${versionsAt(store.table(fact), session.asOf)}) as ${sql.ref(name)}`;
