import { sql } from 'kysely';
import type { Reference } from '../../../ledger/submission/dataset.ts';
import { type AtPlace, byKey, joined, keyRows } from '../references/key-parts.ts';
import { identity } from '../references/worker.ts';

interface OfUnit {
  readonly projectCode: string;
  readonly unitCode: string;
  readonly role: string;
}

/** The unit in the role that a record gives it (参建单位及其类型); owner and general contractor are so by the filing. */
export const unitInRole: Reference<OfUnit, AtPlace> = {
  name: 'unit',
  path: 'unitCode',
  missing: 'UNIT_UNKNOWN',
  asks: 'database',
  key: ({ projectCode, unitCode, role }) => joined(projectCode, unitCode, role),
  // What it waits for is the unit, in whatever role.
  blind: (key) => key.slice(0, key.lastIndexOf(' ')),
  async find(keys, _scene, db) {
    const rows = await db!.rows<AtPlace>(sql`
      select k.place from ${keyRows(keys, 'project_code', 'unit_code', 'role')}
       where exists (select from provincial.participating_unit u
                      where u.project_code = k.project_code and u.enterprise_code = k.unit_code
                        and u.role = k.role and not u.withdrawn)
          or exists (select from provincial.project p
                      where p.project_code = k.project_code and not p.withdrawn
                        and ((k.role = 'OWNER' and p.owner_code = k.unit_code)
                             or (k.role = 'GENERAL_CONTRACTOR' and p.general_contractor_code = k.unit_code)))`);
    return byKey(keys, rows);
  },
};

/** Dictionary management-posts: project manager (项目经理). */
export const PROJECT_MANAGER = '03';

interface Period {
  readonly projectCode: string;
  readonly enteredOn: string;
  readonly exitedOn: string | null;
}

/** Whether the person manages another project at the same time (同时担任其他项目的项目经理). */
export const managesElsewhere: Reference<Period, AtPlace> = {
  name: 'manages-elsewhere',
  path: 'projectCode',
  missing: null,
  asks: 'database',
  key: ({ projectCode, enteredOn, exitedOn }, found) =>
    joined(projectCode, found(identity)?.workerId ?? null, enteredOn, exitedOn ?? 'infinity'),
  async find(keys, _scene, db) {
    const rows = await db!.rows<AtPlace>(sql`
      select k.place from ${keyRows(keys, 'project_code', 'worker_id', 'entered_on', 'exited_on')}
       where exists (select from provincial.site_manager m
                      where m.worker_id = k.worker_id and m.post = ${PROJECT_MANAGER} and not m.withdrawn
                        and m.project_code <> k.project_code and m.entered_on <= k.exited_on
                        and (m.exited_on is null or m.exited_on >= k.entered_on))`);
    return byKey(keys, rows);
  },
};
