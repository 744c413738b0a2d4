import { sql } from 'kysely';
import type { Found, Reference } from '../../../ledger/submission/dataset.ts';
import type { IdentityValues } from '../../../ledger/submission/fields/index.ts';
import type { Theme } from '../fields/theme.ts';
import { type AtPlace, byKey, joined, keyRows } from './key-parts.ts';
import { worker } from './worker.ts';

interface InProject extends IdentityValues {
  readonly projectCode: string | null;
}

interface InCrew extends InProject {
  readonly crewNo: string | null;
}

/** What a roster or a period says of a worker's work. */
export interface Work {
  readonly workType: string | null;
  readonly workRole: string | null;
  readonly isCrewLeader: boolean;
}

/** The worker's real-name registration in the crew (实名登记), where there is one. */
export const registration: Reference<InCrew, AtPlace & Work> = {
  name: 'registration',
  path: 'crewNo',
  missing: null,
  asks: 'database',
  key: ({ projectCode, crewNo }, found) => joined(projectCode, crewNo, found(worker)),
  async find(keys, _scene, db) {
    const rows = await db!.rows<AtPlace & Work>(sql`
      select k.place, r.work_type as "workType", r.work_role as "workRole", r.is_crew_leader as "isCrewLeader"
        from ${keyRows(keys, 'project_code', 'crew_no', 'worker_id')}
        join provincial.real_name_registration r
          on r.project_code = k.project_code and r.crew_no = k.crew_no and r.worker_id = k.worker_id
       where not r.withdrawn`);
    return byKey(keys, rows);
  },
};

interface Leaving extends InCrew {
  readonly enteredOn: string | null;
  readonly exitedOn: string | null;
}

export interface Entry extends AtPlace, Work {
  readonly enteredOn: string;
  readonly sourceVersion: bigint;
  readonly papers: Theme | null;
}

/**
 * The period that an exit ends (进场记录), where the exit does not say when it began: the one of that worker in that crew
 * that is open. One that ended on that very day is the same exit, stated again.
 */
export const entry: Reference<Leaving, Entry> = {
  name: 'entry',
  path: 'enteredOn',
  missing: 'ENTRY_UNKNOWN',
  asks: 'database',
  key: ({ projectCode, crewNo, enteredOn, exitedOn }, found) =>
    enteredOn === null ? joined(projectCode, crewNo, found(worker), exitedOn) : null,
  // What it waits for is an entry, on whatever day the exit is.
  blind: (key) => key.slice(0, key.lastIndexOf(' ')),
  async find(keys, _scene, db) {
    const rows = await db!.rows<Entry>(sql`
      select k.place, e.entered_on as "enteredOn", e.source_version as "sourceVersion",
             e.work_type as "workType", e.work_role as "workRole", e.is_crew_leader as "isCrewLeader", e.papers
        from ${keyRows(keys, 'project_code', 'crew_no', 'worker_id', 'exited_on')}
        join provincial.engagement e
          on e.project_code = k.project_code and e.crew_no = k.crew_no and e.worker_id = k.worker_id
       where not e.withdrawn and (e.exited_on is null or e.exited_on = k.exited_on)
       order by k.place, e.exited_on nulls last, e.entered_on desc`);
    return byKey(keys, rows);
  },
};

interface Exit extends AtPlace {
  readonly exitedOn: string;
  readonly papers: Theme | null;
}

/** The exit that is on record of a period (退场记录), for an entry that is stated again and says nothing of it. */
export const exit: Reference<Leaving, Exit> = {
  name: 'exit',
  path: 'exitedOn',
  missing: null,
  asks: 'database',
  key: ({ projectCode, crewNo, enteredOn, exitedOn }, found) =>
    exitedOn === null ? joined(projectCode, crewNo, found(worker), enteredOn) : null,
  async find(keys, _scene, db) {
    const rows = await db!.rows<Exit>(sql`
      select k.place, e.exited_on as "exitedOn", e.papers
        from ${keyRows(keys, 'project_code', 'crew_no', 'worker_id', 'entered_on')}
        join provincial.engagement e
          on e.project_code = k.project_code and e.crew_no = k.crew_no and e.worker_id = k.worker_id
         and e.entered_on = k.entered_on
       where not e.withdrawn and e.exited_on is not null`);
    return byKey(keys, rows);
  },
};

export interface Period {
  readonly crewNo: string;
  readonly enteredOn: string;
  readonly exitedOn: string | null;
}

/**
 * The worker's periods in the project (进退场), in whatever crew. Asked with every punch: by `not withdrawn` the planner
 * would take the index of the exclusion constraint, which costs forty times that of worker and project.
 */
export const periods: Reference<InProject, readonly Period[]> = {
  name: 'periods',
  path: 'projectCode',
  missing: null,
  asks: 'database',
  key: ({ projectCode }, found: Found) => joined(projectCode, found(worker)),
  async find(keys, _scene, db) {
    const rows = await db!.rows<AtPlace & Period>(sql`
      select k.place, e.crew_no as "crewNo", e.entered_on as "enteredOn", e.exited_on as "exitedOn"
        from ${keyRows(keys, 'project_code', 'worker_id')}
        join provincial.engagement e on e.worker_id = k.worker_id and e.project_code = k.project_code
       where e.withdrawn is not true`);
    const byWorker = new Map<string, Period[]>();
    for (const row of rows) {
      const key = keys[Number(row.place) - 1]!;
      const known = byWorker.get(key);
      if (known) known.push(row);
      else byWorker.set(key, [row]);
    }
    return byWorker;
  },
};
