import { runCall } from '../../adapters/national-real-name/run-call.ts';
import type { Check } from '../../gateway/health.ts';
import { addDays, businessDateOf } from '../../kernel/calendar.ts';
import type { Graph } from '../../kernel/graph.ts';
import { awaitedElsewhere } from '../../ledger/order/follow-awaited.ts';
import { followProjects, type ProjectOwner } from '../../ledger/order/follow-projects.ts';
import type { ReachStated } from '../../ledger/order/follow-reach.ts';
import { projectsOnRecord } from '../../ledger/submission/references/project.ts';
import { resubmit } from '../../ledger/submission/resubmit.ts';
import type { LedgerRoom } from '../../ledger/submission/room.ts';
import type { DoorStores } from '../../subgraphs/exchange/doors.ts';
import { REAL_NAME_QUEUE } from '../../subgraphs/exchange/real-name/calls-in-hand.ts';
import { detectYd01 } from '../../subgraphs/provincial/doubtful-data/detect-one-person-two-sites.ts';
import type { Store } from '../../subgraphs/store.ts';
import { type Loop, loop } from '../background/loop.ts';
import { keepTallies } from '../background/keep-tallies.ts';
import { openMonthsAhead } from '../background/months-ahead.ts';
import { raiseHeld } from '../background/raise-held.ts';
import { PROJECTS_MS, type RoomLoops, roomLoops } from '../background/room-loops.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import type { JobWorker } from '../jobs/job-worker.ts';
import { realNamePorts } from './doors.ts';
import type { Prepared } from './surroundings.ts';

export interface BackgroundParts {
  readonly prepared: Prepared;
  /** The stores of all departments. */
  readonly stores: readonly Store[];
  readonly doors: DoorStores;
  readonly jobs: JobQueue;
  readonly graph: Graph;
}

/** What goes on besides answering (后台工作): order, followers, expiry, pruning, detectors, jobs. */
export interface Background {
  /** After a submission to this subgraph was stored. */
  nudge(subgraph: string, dataset: string): void;
  readonly checks: Readonly<Record<'order' | 'jobs', Check>>;
  stop(): Promise<void>;
}

const CALLS_AT_ONCE = 64;
const NONCES_A_STEP = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** An order that is longer behind waits for a transaction that somebody forgot. */
const LAG_MS = 5 * MINUTE_MS;

export function startBackground({ prepared, stores, doors, jobs, graph }: BackgroundParts): Background {
  const { log, clock } = prepared;
  const raise = raiseHeld(graph, log);
  const followed = followedDatasets(stores);
  const looksUntil = new Map([...followed.keys()].map((name) => [name, performance.now() + LOOKS_FOR_MS]));
  const taking = stores.filter(({ datasets }) => datasets.length > 0);
  const rooms: RoomLoops[] = taking.map((store) => {
    const isOwner = store.name === PROJECT_OWNER;
    return roomLoops({
      room: store.ledger,
      log,
      raise,
      projects: isOwner ? undefined : projectsOf(store.ledger),
      reach: REACH,
      projections: store.projections,
      onOrder: () => {
        if (performance.now() > (looksUntil.get(store.name) ?? 0)) return;
        for (const room of rooms) room.moved(store.name);
        if (isOwner) for (const scope of scopes) scope.nudge();
      },
    });
  });
  // Departments that take no submissions yet follow the projects all the same: their row scope is made of them.
  const scopes: Loop[] = stores
    .filter((store) => !taking.includes(store))
    .map(({ ledger }) =>
      loop({
        name: `${ledger.name} project scope`,
        log,
        everyMs: PROJECTS_MS,
        round: async () => (await followProjects(ledger, projectsOf(ledger), resubmit)) > 0,
      }),
    );
  const calls: JobWorker = jobs.work(REAL_NAME_QUEUE, CALLS_AT_ONCE, ({ data, isLast }) =>
    runCall({ ports: realNamePorts(doors), graph }, String(data.serial), isLast),
  );
  const loops: Loop[] = [
    loop({
      name: 'nonces',
      log,
      everyMs: MINUTE_MS,
      round: async () => (await doors.pruneNonces(NONCES_A_STEP)) === NONCES_A_STEP,
    }),
  ];
  for (const { ledger } of taking)
    loops.push(
      loop({
        name: `${ledger.name} months ahead`,
        log,
        everyMs: HOUR_MS,
        round: async () => {
          await openMonthsAhead(ledger);
          return false;
        },
      }),
    );
  for (const { ledger, tallies } of stores) loops.push(...keepTallies({ room: ledger, tallies, log }));
  const owner = stores.find(({ name }) => name === PROJECT_OWNER);
  if (owner)
    loops.push(
      loop({
        name: 'detector YD-01',
        log,
        everyMs: HOUR_MS,
        // A hub that is just starting has more urgent things to do.
        firstAfterMs: MINUTE_MS,
        round: async () => {
          // Punches of yesterday still arrive today.
          const today = businessDateOf(clock.now());
          for (const day of [addDays(today, -1), today]) await detectYd01(owner, day);
          return false;
        },
      }),
    );
  return {
    nudge(subgraph, dataset) {
      if (followed.get(subgraph)?.has(dataset)) looksUntil.set(subgraph, performance.now() + LOOKS_FOR_MS);
      rooms.find(({ name }) => name === subgraph)?.nudge();
    },
    checks: {
      order: async () => {
        const lags = await Promise.all(rooms.map((room) => room.lag()));
        return rooms.every((room) => room.isWell()) && lags.every(({ oldestMs }) => (oldestMs ?? 0) < LAG_MS);
      },
      jobs: async () => (await jobs.backlog()).ready >= 0,
    },
    async stop() {
      await Promise.all([
        calls.stop(),
        ...[...loops, ...scopes].map((one) => one.stop()),
        ...rooms.map((room) => room.stop()),
      ]);
    },
  };
}

/** The checks of background work that is started after the front door. */
export const backgroundChecks = (running: () => Background | undefined): Record<'order' | 'jobs', Check> => ({
  order: async () => (await running()?.checks.order()) ?? true,
  jobs: async () => (await running()?.checks.jobs()) ?? true,
});

/** Whose projects the other departments keep in their projections. */
const PROJECT_OWNER = 'provincial';
const PROJECTS = 'PROJECT';
/** With what their department comes to know who takes part in them. */
const REACH: ReachStated = {
  ledger: PROJECT_OWNER,
  units: 'PARTICIPATING_UNIT',
  enterprises: 'ENTERPRISE',
  awaited: 'project',
};
/** After what others follow was stated here they look for it; what others' processes take is found by the next round. */
const LOOKS_FOR_MS = 2_000;

/** By department the datasets of its that others follow. */
function followedDatasets(stores: readonly Store[]): ReadonlyMap<string, ReadonlySet<string>> {
  const followed = stores.flatMap(({ ledger, projections }) => [
    ...awaitedElsewhere(ledger),
    ...projections.flatMap(({ ledger: of, datasets }) =>
      datasets.map((dataset) => ({ ledger: of, dataset })),
    ),
  ]);
  const ofProjects = [PROJECTS, REACH.units, REACH.enterprises].map((dataset) => ({
    ledger: PROJECT_OWNER,
    dataset,
  }));
  const all = [...ofProjects, ...followed];
  return new Map(
    [...Map.groupBy(all, ({ ledger }) => ledger)].map(([ledger, some]) => [
      ledger,
      new Set(some.map(({ dataset }) => dataset)),
    ]),
  );
}

const projectsOf = (room: LedgerRoom): ProjectOwner => ({
  ledger: PROJECT_OWNER,
  dataset: PROJECTS,
  awaited: 'project',
  lookUp: (codes) => projectsOnRecord(room, codes),
});
