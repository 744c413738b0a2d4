import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
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
  readonly unitCode: string;
  readonly enteredOn: string;
  readonly exitedOn: string | null;
}

/** The periods of one person as a project manager, each under what it is known by. */
export type Managed = Map<string, Period>;

/**
 * Where the person is on record as a project manager (担任项目经理的期间). What a call states is noted as it is checked, in its order:
 * its records are told what they would be in calls of their own.
 */
export const managed: Reference<{ readonly post: string }, Managed> = {
  name: 'managed',
  path: 'projectCode',
  missing: null,
  asks: 'database',
  key: ({ post }, found) => (post === PROJECT_MANAGER ? (found(identity)?.workerId ?? null) : null),
  async find(workers, _scene, db) {
    const rows = await db!.rows<Period & { workerId: string }>(sql`
      select m.worker_id as "workerId", m.project_code as "projectCode", m.unit_code as "unitCode", m.entered_on as "enteredOn",
             m.exited_on as "exitedOn"
        from provincial.site_manager m
       where m.worker_id = any(${arrayLiteral(workers)}::uuid[]) and m.post = ${PROJECT_MANAGER} and not m.withdrawn`);
    const known = new Map(workers.map((worker): [string, Managed] => [worker, new Map()]));
    for (const { workerId, ...period } of rows) known.get(workerId)!.set(nameOf(period), period);
    return known;
  },
};

/** Notes a period. @returns whether the person manages another project at the same time (同时担任其他项目的项目经理) */
export function managesElsewhere(period: Period, known: Managed): boolean {
  known.set(nameOf(period), period);
  return [...known.values()].some(
    (other) => other.projectCode !== period.projectCode && overlap(other, period),
  );
}

const nameOf = ({ projectCode, unitCode, enteredOn }: Period): string =>
  `${projectCode} ${unitCode} ${enteredOn}`;

const overlap = (one: Period, other: Period): boolean =>
  (one.exitedOn === null || other.enteredOn <= one.exitedOn) &&
  (other.exitedOn === null || one.enteredOn <= other.exitedOn);
