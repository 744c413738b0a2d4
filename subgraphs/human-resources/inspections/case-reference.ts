import { sql } from 'kysely';
import type { Reference } from '../../../ledger/submission/dataset.ts';
import { pairKey, pairsOf } from '../pairs.ts';

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
    projectCode === null || caseNo === null ? null : pairKey(projectCode, caseNo),
  async find(keys, _scene, db) {
    const rows = await db!.rows<{ key: string; accepted_on: string }>(sql`
      select c.project_code || ' ' || c.case_no as key, c.accepted_on from human_resources.inspection_case c
       where not c.withdrawn and (c.project_code, c.case_no) in ${pairsOf(keys)}`);
    return new Map(rows.map(({ key, accepted_on }) => [key, { acceptedOn: accepted_on }]));
  },
};
