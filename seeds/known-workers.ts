import { frozenClock } from '../kernel/clock.ts';
import { knownWorker, rememberWorkers } from '../ledger/submission/references/known-worker.ts';
import type { Store } from '../subgraphs/store.ts';
import type { World } from './world.ts';
import type { Step } from './write.ts';

/**
 * Tells the departments whose records name workers of another department who these are, as its identity registry would
 * (已知农民工): the demo is written without a graph that they could ask.
 */
export const knownWorkersSteps = (
  stores: Readonly<Record<string, Store>>,
  { hands }: World,
  recordedAt: Date,
): Step[] =>
  Object.entries(stores)
    .filter(([, { datasets }]) => datasets.some(({ references }) => references.some(isKnownWorker)))
    .map(([name, store]) => ({
      name: `workers ${name}`,
      store,
      recordedAt,
      batches: () => [],
      alongside: (db) =>
        rememberWorkers(
          db,
          { schema: store.databaseSchema, sealer: store.sealer, clock: frozenClock(recordedAt) },
          hands.map(({ workerId, person }) => ({ type: '01', number: person.number, workerId })),
        ),
    }));

const isKnownWorker = (reference: object): boolean => reference === knownWorker;
