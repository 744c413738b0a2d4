import { type RawBuilder, sql } from 'kysely';
import type { Caller } from '../../kernel/caller.ts';
import { divisionSpan } from '../../kernel/identifiers/division-code.ts';

/** The whole country. */
const EVERYWHERE = '000000';

/**
 * Which projects a caller may state facts of (报送范围), as a condition on `project_scope`. Reading is row-level
 * security's; a vendor that reads nothing may still submit for the projects of its divisions and sectors. A caller
 * that names its projects is held to these.
 * @param alias of the `project_scope` row in the statement
 */
export function withinReach(caller: Caller, alias: string): RawBuilder<boolean> {
  if (caller.projects !== undefined)
    return sql<boolean>`${sql.ref(`${alias}.project_code`)} = any(${caller.projects as string[]}::text[])`;
  if (caller.kind === 'ENTERPRISE' || caller.kind === 'WORKER_APP') return sql<boolean>`false`;
  return sql<boolean>`(${inDivisions(caller, `${alias}.division_code`)} and ${inSectors(caller, `${alias}.sector`)})`;
}

/** Whether a place and a sector are within what a caller may state facts of, before there is a project. */
export function reaches(caller: Caller, divisionCode: string, sector: string): boolean {
  if (!(caller.sectors as readonly string[]).includes(sector)) return false;
  return caller.divisions.some((code) => {
    if (code === EVERYWHERE) return true;
    const { lo, hi } = divisionSpan(code);
    return divisionCode >= lo && divisionCode < hi;
  });
}

function inDivisions({ divisions }: Caller, column: string): RawBuilder<boolean> {
  if (divisions.includes(EVERYWHERE)) return sql<boolean>`true`;
  const spans = divisions.map((code) => {
    const { lo, hi } = divisionSpan(code);
    return sql`(${sql.ref(column)} >= ${lo} and ${sql.ref(column)} < ${hi})`;
  });
  return spans.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(spans, sql` or `)})`;
}

const inSectors = ({ sectors }: Caller, column: string): RawBuilder<boolean> =>
  sql<boolean>`${sql.ref(column)} = any(${sectors as string[]}::text[])`;
