import { sql } from 'kysely';
import { arrayLiteral } from '../../array-literals.ts';
import type { ScopedProject } from '../../project-scope.ts';
import { ref } from '../../table.ts';
import type { Reference } from '../dataset.ts';
import { withinReach } from '../reach.ts';

export interface OfProject {
  readonly projectCode: string | null;
}

/** The project a record is about (项目), within the reach of who states it; absent and out of reach look the same. */
export const project: Reference<OfProject, ScopedProject> = {
  name: 'project',
  path: 'projectCode',
  missing: 'PROJECT_UNKNOWN',
  asks: 'database',
  key: ({ projectCode }) => projectCode,
  async find(codes, { room, caller }, db) {
    const rows = await db!.rows<ScopedProject>(sql`
      select s.project_code as "projectCode", s.kind, s.sector, s.division_code as "divisionCode", s.version
        from ${ref(room.schema, 'project_scope')} s
       where s.project_code = any(${arrayLiteral(codes)}::text[]) and ${withinReach(caller, 's')}`);
    return new Map(rows.map((row) => [row.projectCode, row]));
  },
};
