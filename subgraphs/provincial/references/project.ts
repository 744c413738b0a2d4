import { type RawBuilder, sql } from 'kysely';
import type { Caller } from '../../../kernel/caller.ts';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Reference } from '../../../ledger/submission/dataset.ts';
import { withinReach } from '../../../ledger/submission/reach.ts';
import { DECIDED_STATUS } from '../projects/settled-by-hub.ts';

export interface OfProject {
  readonly projectCode: string | null;
}

/** The project a record is about (项目), within the reach of who states it; absent and out of reach look the same. */
export const project: Reference<OfProject, string> = {
  name: 'project',
  path: 'projectCode',
  missing: 'PROJECT_UNKNOWN',
  asks: 'database',
  key: ({ projectCode }) => projectCode,
  async find(codes, { caller }, db) {
    const rows = await db!.rows<{ readonly code: string }>(sql`
      select p.project_code as code from provincial.project p
       where p.project_code = any(${arrayLiteral(codes)}::text[]) and not p.withdrawn and ${mayState(caller)}`);
    return new Map(rows.map(({ code }) => [code, code]));
  },
};

/** The day work started on the project (实际开工日期), where one is on record. */
export const workStart: Reference<OfProject, string> = {
  name: 'work-start',
  path: 'projectCode',
  missing: null,
  asks: 'database',
  key: ({ projectCode }) => projectCode,
  async find(codes, _scene, db) {
    const rows = await db!.rows<{ readonly code: string; readonly day: string }>(sql`
      select p.project_code as code, p.started_on as day from provincial.project p
       where p.project_code = any(${arrayLiteral(codes)}::text[]) and p.started_on is not null`);
    return new Map(rows.map(({ code, day }) => [code, day]));
  },
};

/** What was filed under a project's code before. */
export interface Filed {
  readonly code: string;
  readonly filedOn: string | null;
  readonly isUnderKeySupervision: boolean;
  readonly constructionStatus: string;
  /** The status that the sector's department approved last; null where it never did. */
  readonly decidedStatus: string | null;
  readonly completedOn: string | null;
  readonly sector: string;
  readonly divisionCode: string;
  readonly isWithinReach: boolean;
}

/** The project as it was filed before, by whomever: a filing corrects it, or has no right to. */
export const filed: Reference<OfProject, Filed> = {
  name: 'filed-project',
  path: 'projectCode',
  missing: null,
  asks: 'database',
  key: ({ projectCode }) => projectCode,
  async find(codes, { caller }, db) {
    const asked = sql`any(${arrayLiteral(codes)}::text[])`;
    // Locked first, in the order in which they are written: what a department decides meanwhile is decided before, or after.
    const lock = sql`select from provincial.project p where p.project_code = ${asked} order by p.project_code for update`;
    const read = sql`
      select p.project_code as code, p.filed_on as "filedOn", p.is_under_key_supervision as "isUnderKeySupervision",
             p.construction_status as "constructionStatus",
             ${DECIDED_STATUS} as "decidedStatus", p.completed_on as "completedOn",
             p.sector, p.division_code as "divisionCode",
             ${mayState(caller)} as "isWithinReach"
        from provincial.project p where p.project_code = ${asked}`;
    const [, rows] = await Promise.all([db!.rows(lock), db!.rows<Filed>(read)]);
    return new Map(rows.map((row) => [row.code, row]));
  },
};

/** Whether the caller may state facts of the project `p`; an enterprise may of those that name it, before anybody else has joined. */
function mayState(caller: Caller): RawBuilder<boolean> {
  const within = withinReach(caller, 'p');
  if (caller.kind !== 'ENTERPRISE' || caller.enterprise === undefined) return within;
  return sql<boolean>`(${within} or coalesce(${caller.enterprise} in (p.owner_code, p.general_contractor_code), false))`;
}
