import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Dataset, Reference } from '../../../ledger/submission/dataset.ts';
import { type AtPlace, byKey, joined, keyRows } from '../references/key-parts.ts';

interface Application {
  readonly projectCode: string | null;
  readonly applicationNo: string | null;
}

export interface DecidedApplication extends AtPlace {
  readonly fromStatus: string;
  readonly toStatus: string;
  readonly reason: string;
  readonly proofs: string;
  readonly appliedOn: string;
  readonly applicantCode: string;
}

/** The application as it was decided on (已审批的申请), where it was; taken back since or not. */
export const decided: Reference<Application, DecidedApplication> = {
  name: 'decided-application',
  path: 'applicationNo',
  missing: null,
  asks: 'database',
  key: ({ projectCode, applicationNo }) => joined(projectCode, applicationNo),
  async find(keys, _scene, db) {
    const asked = keyRows(keys, 'project_code', 'application_no');
    // Locked first: an application is corrected before it is decided, or no more.
    const lock = sql`
      select from ${asked}
        join provincial.status_change_application a
          on a.project_code = k.project_code and a.application_no = k.application_no
       order by a.project_code, a.application_no for update of a`;
    const read = sql`
      select k.place, a.from_status as "fromStatus", a.to_status as "toStatus", a.reason, a.proofs,
             a.applied_on as "appliedOn", a.applicant_code as "applicantCode"
        from ${asked}
        join provincial.status_change_decision d
          on d.project_code = k.project_code and d.application_no = k.application_no
        join provincial.status_change_application a
          on a.project_code = k.project_code and a.application_no = k.application_no`;
    const [, rows] = await Promise.all([db!.rows(lock), db!.rows<DecidedApplication>(read)]);
    return byKey(keys, rows);
  },
};

/** Applications that were decided (已审批的申请): what the department decided on stays. Their rows are locked by whoever takes them back. */
export const decidedOnes: NonNullable<Dataset['heldFast']> = async (rows, db) => {
  if (rows.length === 0) return new Map();
  const found = await db.rows<{ readonly id: string }>(sql`
    select a.id::text as id from provincial.status_change_application a
      join provincial.status_change_decision d
        on d.project_code = a.project_code and d.application_no = a.application_no
     where a.id = any(${arrayLiteral(rows.map(({ id }) => id))}::uuid[]) and not d.withdrawn`);
  return new Map(found.map(({ id }) => [id, 'APPLICATION_DECIDED' as const]));
};

/** The status in which a project stands (当前施工状态). */
export const standingStatus: Reference<
  { readonly projectCode: string | null },
  { readonly code: string; readonly status: string }
> = {
  name: 'standing-status',
  path: 'fromStatus',
  missing: null,
  asks: 'database',
  key: ({ projectCode }) => projectCode,
  async find(codes, _scene, db) {
    const rows = await db!.rows<{ readonly code: string; readonly status: string }>(sql`
      select p.project_code as code, p.construction_status as status from provincial.project p
       where p.project_code = any(${arrayLiteral(codes)}::text[]) and not p.withdrawn`);
    return new Map(rows.map((row) => [row.code, row]));
  },
};
