import type { DoorStores } from '../../subgraphs/exchange/doors.ts';
import type { Running } from '../../subgraphs/receive.ts';
import { subgraphs } from '../../subgraphs/registry.ts';
import type { Store } from '../../subgraphs/store.ts';
import { type JobQueue, openJobQueue } from '../jobs/job-queue.ts';
import { readyClients } from './clients.ts';
import { demoClients } from './demo-credentials.ts';
import { openDoorStores } from './doors.ts';
import { type RunOptions, storeOf } from './subgraphs.ts';

export interface Exchange {
  readonly jobs: JobQueue;
  readonly doors: DoorStores;
}

/**
 * The exchange of this process: job queue, what the doors keep, and its clients made ready.
 * @param here the subgraphs of this process; the exchange is always among them
 * @throws Fault `CONFIGURATION_INVALID`
 */
export async function openExchange(
  here: readonly Running[],
  { prepared, appUrl, graph }: RunOptions,
  works: boolean,
): Promise<Exchange> {
  const { config, dataDir, keyring, log } = prepared;
  const store = here.find(({ subgraph }) => subgraph.name === 'exchange')?.store;
  if (store === undefined || graph === undefined)
    throw new Error('the exchange runs in the gateway’s process');
  const jobs = await openJobQueue({ appUrl, log, works });
  try {
    const doors = openDoorStores(store, jobs, graph);
    const isProduction = config.env === 'production';
    await readyClients(doors.clients, isProduction ? null : await demoClients(dataDir, keyring));
    return { jobs, doors };
  } catch (error) {
    await jobs.stop();
    throw error;
  }
}

/** The stores of all departments; those that run elsewhere get one here, for background work. */
export function departmentStores(
  here: readonly Running[],
  options: RunOptions,
): { stores: readonly Store[]; close(): Promise<void> } {
  const own: Store[] = [];
  const stores = subgraphs
    .filter(({ facts }) => facts.length > 0)
    .map((subgraph) => {
      const running = here.find((one) => one.subgraph.name === subgraph.name);
      if (running) return running.store;
      const store = storeOf(subgraph, options);
      own.push(store);
      return store;
    });
  return {
    stores,
    close: async () => {
      await Promise.all(own.map((store) => store.close()));
    },
  };
}
