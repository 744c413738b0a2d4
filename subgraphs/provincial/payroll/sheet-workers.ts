import { sql } from 'kysely';
import type { Querier } from '../../../ledger/query.ts';
import type { LedgerRoom } from '../../../ledger/submission/room.ts';
import type { Reference } from '../../../ledger/submission/dataset.ts';
import type { IdentityValues } from '../../../ledger/submission/fields/index.ts';
import { type AtPlace, keyRows } from '../references/key-parts.ts';
import { blindPersonKey, personKey, registry, workersOf } from '../references/worker.ts';
import { onePersonEach } from '../../../ledger/submission/references/one-person.ts';

/** Whom the lines of a sheet name. */
export interface SheetWorkers {
  /** By line; null where nobody is on record. */
  readonly workerIds: readonly (string | null)[];
  /** The first person who is not, as the record names them. */
  readonly firstMissing: string | null;
  /** The first line whose worker is on no roster of the project and was never engaged in it; -1 where everybody is, or was. */
  readonly firstElsewhere: number;
  /** A digest under the department's key, since the lines of one person could be guessed from a bare one. */
  digest(text: string): Buffer;
}

interface Sheet {
  readonly projectCode: string | null;
  readonly entries: readonly IdentityValues[];
}

/** All persons of all sheets of a call (工资表人员), in one question each for who they are and whether they are here. */
export const sheetWorkers: Reference<Sheet, SheetWorkers> = {
  name: 'sheet-workers',
  path: 'entries',
  missing: null,
  asks: 'database',
  key: ({ projectCode, entries }) => [projectCode, ...entries.map(personKey)].join('\n'),
  find: (keys, { room }, db) => workersOfSheets(keys, room, db!),
  findGone: (keys, { room }, db) => workersOfSheets(keys, room, db, true),
};

async function workersOfSheets(
  keys: readonly string[],
  room: LedgerRoom,
  db: Querier,
  isGoneToo = false,
): Promise<Map<string, SheetWorkers>> {
  const sheets = keys.map((key) => key.split('\n'));
  const persons = [...new Set(sheets.flatMap(([, ...named]) => named))];
  const workers = await workersOf(persons, room, db, isGoneToo);
  const here = await thoseHere(sheets, workers, db);
  return new Map(
    sheets.map(([projectCode, ...named], at) => {
      const workerIds = named.map((person) => workers.get(person) ?? null);
      return [
        keys[at]!,
        {
          workerIds,
          firstMissing: named.find((person) => !workers.has(person)) ?? null,
          firstElsewhere: workerIds.findIndex((id) => !here.has(`${projectCode} ${id}`)),
          digest: (text) => room.sealer.index(text, 'lines of a payroll sheet'),
        },
      ];
    }),
  );
}

/** Id and document of every line are one person's (人员编号与证件一致). */
export const samePersons = onePersonEach(registry, 'entries');

/** A sheet waits for the first of its persons who is not on record, and then for the next. */
export const missingWorker: Reference<Sheet, never> = {
  name: 'worker',
  path: 'entries',
  missing: 'WORKER_UNKNOWN',
  asks: 'database',
  pathIn: (_values, found) => `entries.${found(sheetWorkers)?.workerIds.indexOf(null)}`,
  key: (_values, found) => found(sheetWorkers)?.firstMissing ?? null,
  blind: blindPersonKey,
  find: async () => new Map<string, never>(),
};

interface Rostered extends Sheet {
  readonly mustBeOnRoster: boolean | null;
}

/** A sheet that asks for it waits for the first of its persons who is on no roster of the project, and then for the next. */
export const missingOnRoster: Reference<Rostered, never> = {
  name: 'on-roster',
  path: 'entries',
  missing: 'REGISTRATION_UNKNOWN',
  asks: 'database',
  pathIn: (_values, found) => `entries.${found(sheetWorkers)?.firstElsewhere}`,
  key({ projectCode, mustBeOnRoster }, found) {
    const { workerIds, firstElsewhere } = found(sheetWorkers)!;
    return mustBeOnRoster && projectCode !== null && firstElsewhere >= 0
      ? onRosterKey(projectCode, workerIds[firstElsewhere]!)
      : null;
  },
  find: async () => new Map<string, never>(),
};

/** What such a sheet waits for: this worker on a roster of this project, or engaged in it. */
export const onRosterKey = (projectCode: string, workerId: string): string => `${projectCode} ${workerId}`;

async function thoseHere(
  sheets: readonly (readonly string[])[],
  workers: ReadonlyMap<string, string>,
  db: Querier,
): Promise<ReadonlySet<string>> {
  const pairs = new Set<string>();
  for (const [projectCode, ...named] of sheets)
    for (const person of named) {
      const id = workers.get(person);
      if (id) pairs.add(`${projectCode} ${id}`);
    }
  const keys = [...pairs];
  const rows = await db.rows<AtPlace>(sql`
    select k.place from ${keyRows(keys, 'project_code', 'worker_id')}
     where exists (select from provincial.real_name_registration r
                    where r.worker_id = k.worker_id and r.project_code = k.project_code and not r.withdrawn)
        or exists (select from provincial.engagement e
                    where e.worker_id = k.worker_id and e.project_code = k.project_code and not e.withdrawn)`);
  return new Set(rows.map(({ place }) => keys[Number(place) - 1]!));
}
