import { sql } from 'kysely';
import { arrayLiteral } from '../ledger/array-literals.ts';
import type { Fact } from '../ledger/fact.ts';
import type { Reference } from '../ledger/submission/dataset.ts';
import { ref } from '../ledger/table.ts';

/** The project of a permit, as far as it is known. */
interface Standing {
  project: string | null;
}

/**
 * The project for which the permit of that number stands on record (已登记许可证的项目, YD-15). What a call states is noted as it is
 * checked, in its order: its records are told what they would be in calls of their own.
 */
export const standingPermit = (permit: Fact): Reference<{ readonly permitNo: string }, Standing> => ({
  name: 'standing-permit',
  path: 'permitNo',
  missing: null,
  asks: 'database',
  key: ({ permitNo }) => permitNo,
  async find(numbers, _scene, db) {
    const rows = await db!.rows<{ readonly no: string; readonly code: string }>(sql`
      select p.permit_no as no, p.project_code as code from ${ref(permit.schema, permit.table)} p
       where p.permit_no = any(${arrayLiteral(numbers)}::text[]) and not p.withdrawn`);
    const codes = new Map(rows.map(({ no, code }) => [no, code]));
    return new Map(numbers.map((no): [string, Standing] => [no, { project: codes.get(no) ?? null }]));
  },
});
