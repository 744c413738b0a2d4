import { type RawBuilder, sql } from 'kysely';
import { projectsWithin } from '../project-scope.ts';

/** What the filters of banking's lists have in common. */
export interface OfProjects {
  readonly projectCode?: string | null;
  readonly division?: string | null;
}

/** Of one project, or of the projects of a division. */
export function ofProjects({ projectCode, division }: OfProjects): RawBuilder<unknown>[] {
  const where: RawBuilder<unknown>[] = [];
  if (projectCode != null) where.push(sql`t.project_code = ${projectCode}`);
  if (division != null) where.push(projectsWithin('banking', division));
  return where;
}

/** A value is one of those asked for; no list asks for nothing. */
export const among = (column: string, values: readonly string[] | null | undefined): RawBuilder<unknown>[] =>
  values ? [sql`t.${sql.ref(column)} = any(${values as string[]})`] : [];

/** A day of the row lies between two days, both counted; one left out is no bound. */
export const between = (
  column: string,
  from: string | null | undefined,
  to: string | null | undefined,
): RawBuilder<unknown>[] => [
  ...(from ? [sql`t.${sql.ref(column)} >= ${from}::date`] : []),
  ...(to ? [sql`t.${sql.ref(column)} <= ${to}::date`] : []),
];
