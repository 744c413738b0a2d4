import { sql } from 'kysely';
import type { Dataset, Reference } from '../../../ledger/submission/dataset.ts';
import { pairKey, pairsOf } from '../pairs.ts';

/** Interviews and orders that name a case (关联案件), with their days. */
const OF_CASES = sql`(
  select i.project_code, i.case_no, i.held_on as day from human_resources.interview i where not i.withdrawn
  union all
  select r.project_code, r.case_no, r.issued_on from human_resources.rectification_order r where not r.withdrawn)`;

interface OfCase {
  readonly projectCode: string | null;
  readonly caseNo: string | null;
}

/** The first day of what follows from a case (约谈、责令改正): a case that is corrected does not begin after it. */
export const firstOfCase: Reference<OfCase, string> = {
  name: 'first-of-case',
  path: 'acceptedOn',
  missing: null,
  asks: 'database',
  key: ({ projectCode, caseNo }) =>
    projectCode === null || caseNo === null ? null : pairKey(projectCode, caseNo),
  async find(keys, _scene, db) {
    const rows = await db!.rows<{ key: string; day: string }>(sql`
      select f.project_code || ' ' || f.case_no as key, min(f.day) as day from ${OF_CASES} f
       where (f.project_code, f.case_no) in ${pairsOf(keys)} group by 1`);
    return new Map(rows.map(({ key, day }) => [key, day]));
  },
};

/** Cases that interviews or orders still name. */
export const casesStillNamed: NonNullable<Dataset['stillNamed']> = async (rows, _scene, db) => {
  const cases = rows.map(({ projectCode, caseNo }) => pairKey(projectCode as string, caseNo as string));
  const found = await db.rows<{ readonly id: string }>(sql`
    select c.id::text as id from human_resources.inspection_case c
     where (c.project_code, c.case_no) in ${pairsOf(cases)}
       and (c.project_code, c.case_no) in (select f.project_code, f.case_no from ${OF_CASES} f
                                            where (f.project_code, f.case_no) in ${pairsOf(cases)})`);
  return new Map(found.map(({ id }) => [id, 'STILL_NAMED' as const]));
};
