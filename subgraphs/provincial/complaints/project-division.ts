import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Found, Reference } from '../../../ledger/submission/dataset.ts';
import { numberOn } from '../../../schema/province-profiles.ts';
import type { OfProject } from '../references/project.ts';

/** Where a project stands (项目所在区划), whose province's rules hold; there, where the project is. */
export const projectDivision: Reference<OfProject, string> = {
  name: 'project-division',
  path: 'projectCode',
  missing: 'PROJECT_UNKNOWN',
  asks: 'database',
  key: ({ projectCode }) => projectCode,
  async find(codes, _scene, db) {
    const rows = await db!.rows<{ readonly code: string; readonly division: string }>(sql`
      select p.project_code as code, p.division_code as division from provincial.project p
       where p.project_code = any(${arrayLiteral(codes)}::text[])`);
    return new Map(rows.map(({ code, division }) => [code, division]));
  },
};

/** Days within which a complaint is to be answered, or repeats another, by what held on the day from which they are counted. */
export function daysOf(
  name: 'COMPLAINT_ANSWER_WORKING_DAYS' | 'COMPLAINT_REPEATED_WITHIN_DAYS',
  on: string,
  found: Found,
): number {
  const division = found(projectDivision);
  const days = division === null ? null : numberOn(division, name, on);
  if (days === null) throw new Error(`schema/provinces has no ${name} for ${division} on ${on}`);
  return days;
}
