import { type BusinessDate, businessDateOf, monthEdges, parseBusinessDate } from '../kernel/calendar.ts';
import { hubCaller } from '../kernel/caller.ts';
import { stepDone, stepsDone } from '../ledger/installation-step.ts';
import { ensureMonths } from '../ledger/months.ts';
import { writeProjectScope } from '../ledger/project-scope.ts';
import { AttendanceRecord } from '../subgraphs/provincial/facts.ts';
import { Session } from '../subgraphs/session.ts';
import type { Store } from '../subgraphs/store.ts';
import { attendanceSteps, correctedPunches } from './attendance-steps.ts';
import { tellBankProjects } from './bank-projects.ts';
import { SILENT, stateCompleteness } from './completeness.ts';
import { departmentSteps } from './departments.ts';
import { knownWorkersSteps } from './known-workers.ts';
import { inOrder, type Progress, sharedQueue } from './lanes.ts';
import { ownSourcesStep } from './own-sources.ts';
import { registerPeople } from './registry.ts';
import { at } from './span.ts';
import { type Step, WORK, writeStep } from './write.ts';
import { tellWorkerProjects } from './worker-projects.ts';
import { namedPeople, peopleOf, type World, worldOf } from './world.ts';

export interface SeedOptions {
  /** The stores of the departments by name; `provincial` must be among them, the others may be. */
  readonly stores: Readonly<Record<string, Store>>;
  /** The instant it is told at; nothing in it is later (业务时刻). */
  readonly now: Date;
  readonly progress: (done: number, total: number, label: string) => void;
}

/** What a seed did. */
export interface SeedSummary {
  /** The day the demo is told for (`demoDayOf`); of a demo begun earlier, that day's. */
  readonly businessDate: BusinessDate;
  readonly records: number;
  /** Nothing was left to do. */
  readonly wasThere: boolean;
}

/**
 * Fills the departments with the fictional demo (演示数据) of `STORIES.md`, through the ledger's record writer. The same
 * day gives the same records. A seed that was killed goes on with the steps it had not finished, for the day that it had begun
 * with; a finished one is left alone.
 * @throws Error when the hub has records at scale
 */
export async function seedDemo({ stores, now, progress }: SeedOptions): Promise<SeedSummary> {
  const provincial = stores.provincial;
  if (!provincial) throw new Error('the demo needs the store of provincial');
  const session = new Session(provincial.pool, hubCaller('seed'), null);
  const [done, atScale] = await session.write((db) =>
    Promise.all([stepsDone(db, WORK), stepsDone(db, 'scale')]),
  );
  if (atScale.size > 0)
    throw new Error(
      'this hub has records at scale, and the demo needs one without: start it with HUB_SEED=none, or use another HUB_DATA_DIR',
    );
  const begun = done.get(BEGUN);
  const day = begun === undefined ? demoDayOf(now) : parseBusinessDate(begun);
  if (done.has(FINISHED)) return { businessDate: day, records: 0, wasThere: true };
  const begin = at(day, '06:00:00');
  if (begun === undefined) await session.write((db) => stepDone(db, WORK, BEGUN, day, begin));
  const world = await makeWorld(provincial, day);
  await makeMonths(provincial, world);
  const records = await writeAll(stores, world, done, progress);
  for (const store of Object.values(stores))
    if (store.datasets.length > 0) await stateCompleteness(store, day, SILENT);
  await session.write((db) => stepDone(db, WORK, FINISHED, String(records), begin));
  return { businessDate: day, records, wasThere: false };
}

/**
 * The day the demo is told for at an instant (演示日期): what it has of a day is there at half past seven in the morning, when its devices
 * and banks have spoken; before that the day before is its last.
 */
export const demoDayOf = (now: Date): BusinessDate => businessDateOf(new Date(now.getTime() - THERE_MS));

const THERE_MS = 7.5 * 3_600_000;

const BEGUN = 'begun';
const FINISHED = 'finished';

async function makeWorld(provincial: Store, day: BusinessDate): Promise<World> {
  const persons = peopleOf(day);
  const ids = await new Session(provincial.pool, hubCaller('seed'), null).write((db) =>
    registerPeople(provincial, db, persons, namedPeople(), day),
  );
  return worldOf(day, persons, ids);
}

/** Partitions come first and in a transaction of their own. */
async function makeMonths(provincial: Store, { span }: World): Promise<void> {
  const starts = span.months.map((month) => monthEdges(month).from);
  await new Session(provincial.pool, hubCaller('seed'), null).write((db) =>
    ensureMonths(db, AttendanceRecord, starts),
  );
}

async function writeAll(
  stores: Readonly<Record<string, Store>>,
  world: World,
  done: ReadonlyMap<string, string>,
  tell: SeedOptions['progress'],
): Promise<number> {
  const left = (steps: readonly Step[]) => steps.filter(({ name }) => !done.has(name));
  const provincial = stores.provincial!;
  const scopes = left(scopeSteps(stores, world));
  const begin = at(world.span.to, '06:00:00');
  const sources = left(
    Object.entries(stores)
      .filter(([, { datasets }]) => datasets.length > 0)
      .map(([name, store]) => ownSourcesStep(name, store, begin)),
  );
  const workers = left(knownWorkersSteps(stores, world, begin));
  const chains = departmentSteps(stores, world).map(left);
  const days = left(attendanceSteps(provincial, world));
  const corrections = left(correctedPunches(provincial, world));
  const projections = left(projectionSteps(stores, world));
  const progress: Progress = {
    done: 0,
    isStopped: false,
    total: [sources, scopes, workers, ...chains, days, corrections, projections].flat().length,
    tell,
  };
  let records = await inOrder([...sources, ...scopes, ...workers], writeStep, progress);
  const attendance = sharedQueue(days, writeStep, progress);
  const lanes = await Promise.allSettled(
    chains.map(async (chain, place) => {
      const own = await inOrder(chain, writeStep, progress);
      if (place > 0) return own;
      // Punches point to projects, crews and workers, so they come after them; a store has two connections.
      const [one, other] = await Promise.all([attendance(), attendance()]);
      return own + one + other;
    }),
  );
  for (const lane of lanes) {
    if (lane.status === 'rejected') throw lane.reason;
    records += lane.value;
  }
  return records + (await inOrder([...corrections, ...projections], writeStep, progress));
}

function scopeSteps(stores: Readonly<Record<string, Store>>, { sites, span }: World): Step[] {
  const projects = sites.map(({ code, project }) => ({
    projectCode: code,
    kind: project.kind,
    sector: project.sector,
    divisionCode: project.divisionCode,
    version: 1,
  }));
  return Object.entries(stores).map(([name, store]) => ({
    name: `scope ${name}`,
    store,
    recordedAt: at(span.to, '06:00:00'),
    batches: () => [],
    alongside: (db) => writeProjectScope(db, schemaOf(name), projects),
  }));
}

/** What departments keep of each other's facts, after their own steps. */
function projectionSteps({ provincial, banking }: Readonly<Record<string, Store>>, { span }: World): Step[] {
  if (!provincial || !banking) return [];
  return [
    {
      name: 'bank projects',
      store: provincial,
      recordedAt: at(span.to, '06:00:00'),
      batches: () => [],
      alongside: (db) => tellBankProjects(banking, db),
    },
    {
      name: 'worker projects',
      store: banking,
      recordedAt: at(span.to, '06:00:00'),
      batches: () => [],
      alongside: (db) => tellWorkerProjects(provincial, db),
    },
  ];
}

const schemaOf = (name: string): string => name.replaceAll('-', '_');
