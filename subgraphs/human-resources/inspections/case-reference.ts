import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Reference } from '../../../ledger/submission/dataset.ts';

/** A case as what follows from it has to know it. */
export interface CaseOnRecord {
  readonly acceptedOn: string;
}

interface OfCase {
  readonly projectCode: string | null;
  readonly caseNo: string | null;
}

/** The case an interview or an order follows from (关联案件), by its number in its project; held until it comes. */
export const inspectionCase: Reference<OfCase, CaseOnRecord> = {
  name: 'inspection-case',
  path: 'caseNo',
  missing: 'INSPECTION_CASE_UNKNOWN',
  asks: 'database',
  key: ({ projectCode, caseNo }) =>
    projectCode === null || caseNo === null ? null : caseKey(projectCode, caseNo),
  async find(keys, _scene, db) {
    const rows = await db!.rows<{ key: string; accepted_on: string }>(sql`
      select c.project_code || ' ' || c.case_no as key, c.accepted_on from human_resources.inspection_case c
       where not c.withdrawn and (c.project_code, c.case_no) in (select * from unnest(
         ${arrayLiteral(keys.map((key) => key.slice(0, key.indexOf(' '))))}::text[],
         ${arrayLiteral(keys.map((key) => key.slice(key.indexOf(' ') + 1)))}::text[]))`);
    return new Map(rows.map(({ key, accepted_on }) => [key, { acceptedOn: accepted_on }]));
  },
};

/** A project's code has no blank in it. */
export const caseKey = (projectCode: string, caseNo: string): string => `${projectCode} ${caseNo}`;
