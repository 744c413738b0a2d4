import { type RawBuilder, sql } from 'kysely';
import { divisionSpan } from '../kernel/identifiers/division-code.ts';

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
