import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import { type ScopedProject, writeProjectScope } from '../../../ledger/project-scope.ts';
import type { Querier } from '../../../ledger/query.ts';

/** Writes what stands of these projects into the department's own projection (项目范围), in the transaction of their filing. */
export async function bringIntoScope(projectCodes: readonly string[], db: Querier): Promise<void> {
  const projects = await db.rows<ScopedProject>(sql`
    select p.project_code as "projectCode", p.kind, p.sector, p.division_code as "divisionCode", p.version
      from provincial.project p where p.project_code = any(${arrayLiteral(projectCodes)}::text[])`);
  await writeProjectScope(db, 'provincial', projects);
}
