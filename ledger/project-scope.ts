import { sql } from 'kysely';
import type { Querier } from './query.ts';
import { arrayLiteral } from './array-literals.ts';
import { ref } from './table.ts';

/** What a department keeps of a project of the provincial hub (architecture §8.3). */
export interface ScopedProject {
  readonly projectCode: string;
  readonly kind: string;
  readonly sector: string;
  readonly divisionCode: string;
  /** The version of the project that this was taken from. */
  readonly version: number;
}

/**
 * Writes projects into a department's projection (项目范围), in one statement. An older version than the one that
 * stands changes nothing, so that the order of arrival does not matter.
 * @param databaseSchema the department's schema, such as `banking`
 */
export async function writeProjectScope(
  db: Querier,
  databaseSchema: string,
  projects: readonly ScopedProject[],
): Promise<void> {
  // In the order of their codes, so that two batches cannot wait for each other.
  const sorted = [...latest(projects).values()].sort((a, b) => (a.projectCode < b.projectCode ? -1 : 1));
  await db.rows(sql`
    insert into ${ref(databaseSchema, 'project_scope')} as s (project_code, kind, sector, division_code, version)
    select * from unnest(
      ${arrayLiteral(sorted.map((one) => one.projectCode))}::text[], ${arrayLiteral(sorted.map((one) => one.kind))}::text[],
      ${arrayLiteral(sorted.map((one) => one.sector))}::text[], ${arrayLiteral(sorted.map((one) => one.divisionCode))}::text[],
      ${arrayLiteral(sorted.map((one) => one.version))}::integer[])
    on conflict (project_code) do update
      set kind = excluded.kind, sector = excluded.sector, division_code = excluded.division_code, version = excluded.version
      where s.version < excluded.version`);
}

/** One statement may touch a row once: of a project named twice the higher version counts. */
function latest(projects: readonly ScopedProject[]): Map<string, ScopedProject> {
  const byCode = new Map<string, ScopedProject>();
  for (const one of projects) {
    const known = byCode.get(one.projectCode);
    if (!known || known.version < one.version) byCode.set(one.projectCode, one);
  }
  return byCode;
}
