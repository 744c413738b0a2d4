import { sql } from 'kysely';
import type { Caller } from '../../../kernel/caller.ts';
import type { Reference } from '../../../ledger/submission/dataset.ts';
import type { IdentityValues } from '../../../ledger/submission/fields/index.ts';
import type { Report } from '../../../ledger/submission/report.ts';
import { AttendanceRecord } from '../attendance/facts.ts';
import { type AtPlace, byKey, joined, keyRows } from '../references/key-parts.ts';
import { type OfProject, project } from '../references/project.ts';

interface Stated extends IdentityValues {
  readonly acceptedOn: string | null;
  readonly closedOn: string | null;
  readonly outcome: string | null;
}

/** Whether a worker's app speaks, for its own worker (农民工应用代本人). */
export const isLodged = ({ kind }: Caller): boolean => kind === 'WORKER_APP';

/** What a worker's app may state: its own worker's complaint, by the hub's id, and nothing of what the body does with it. */
export function checkLodged(values: Stated, report: Report, caller: Caller): void {
  if (!isLodged(caller)) return;
  if (values.documentNumber !== null) report.reject('WORKER_OF_ANOTHER', { path: 'documentNumber' });
  if (caller.worker === undefined || values.workerId !== caller.worker)
    report.reject('WORKER_OF_ANOTHER', { path: 'workerId' });
  for (const name of ['acceptedOn', 'closedOn', 'outcome'] as const)
    if (values[name] !== null) report.reject('RECEIVING_BODY_ONLY', { path: name });
}

interface Numbered {
  readonly receivingBody: string;
  readonly complaintNo: string;
}

export interface Before {
  readonly workerId: string | null;
  readonly lodging: string | null;
  readonly withdrawn: boolean;
}

/** Whether the complaint is its worker's still: lodged, and taken up by nobody (待接办). */
export const isLodging = (before: Before | null): boolean =>
  before !== null && !before.withdrawn && before.lodging === 'LODGED';

/** The complaint under this number as it was stated before, and by whom it is stated now (此前的同号投诉). */
export const statedBefore: Reference<
  Numbered,
  { readonly byWorker: boolean; readonly before: Before | null }
> = {
  name: 'stated-complaint',
  path: 'complaintNo',
  missing: null,
  asks: 'database',
  key: ({ receivingBody, complaintNo }) => joined(receivingBody, complaintNo),
  async find(keys, { caller }, db) {
    const rows = await db!.rows<AtPlace & Before>(sql`
      select k.place, c.worker_id as "workerId", c.lodging, c.withdrawn
        from ${keyRows(keys, 'receiving_body', 'complaint_no')}
        join provincial.arrears_complaint c
          on c.receiving_body = k.receiving_body and c.complaint_no = k.complaint_no`);
    const found = byKey(keys, rows);
    return new Map(keys.map((key) => [key, { byWorker: isLodged(caller), before: found.get(key) ?? null }]));
  },
};

/**
 * The project a complaint is about (被投诉项目). To a worker's app those are known where the worker is on record: on a roster, in a
 * crew, at the gate or on a sheet; every other looks as if there were none. What was at the gate in a month that is archived is not in
 * the database: while there may be something of the worker's, nobody can say that there is none (decision 0031).
 */
export const complainedOf: Reference<OfProject, string> = {
  ...project,
  async find(codes, scene, db) {
    const { caller } = scene;
    if (!isLodged(caller)) return project.find(codes, scene, db);
    const rows = await db!.rows<{ readonly code: string }>(sql`
      select p.project_code as code
        from ${keyRows(codes, 'project_code')} join provincial.project p on p.project_code = k.project_code
        cross join (select ${caller.worker ?? null}::uuid as id) w
       where not p.withdrawn and (
         exists (select from provincial.engagement e
                  where e.project_code = p.project_code and e.worker_id = w.id and not e.withdrawn)
         or exists (select from provincial.real_name_registration r
                  where r.project_code = p.project_code and r.worker_id = w.id and not r.withdrawn)
         or exists (select from provincial.payroll_entry l
                  where l.project_code = p.project_code and l.worker_id = w.id and not l.withdrawn)
         -- By the worker: of a project's punches all the others' would be read where there are none.
         or exists (select from provincial.attendance_record a
                  where a.project_code || '' = p.project_code and a.worker_id = w.id and not a.withdrawn))`);
    return new Map(rows.map(({ code }) => [code, code]));
  },
  async missingNow({ caller }, db) {
    if (!isLodged(caller) || caller.worker === undefined) return null;
    const [asked] = await db!.rows<{ readonly may: boolean }>(sql`
      select exists (select from hub.archived_month a
                      where a.room = ${AttendanceRecord.schema} and a.tab = ${AttendanceRecord.table}
                        -- Ids grow with the time of recording: who was registered after the last record of a month has none in it.
                        and (a.last_id is null or exists (
                          select from provincial.worker_identity i
                           where i.worker_id = ${caller.worker}::uuid and i.id <= a.last_id))) as may`);
    return asked!.may ? 'PRESENCE_UNKNOWN' : null;
  },
};
