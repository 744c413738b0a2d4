import type {
  RealNameClient,
  RealNamePorts,
  RealNameSettings,
} from '../../adapters/national-real-name/ports.ts';
import { hubCaller } from '../../kernel/caller.ts';
import type { Door } from '../../kernel/door.ts';
import type { Graph } from '../../kernel/graph.ts';
import type { Jobs } from '../../kernel/jobs.ts';
import { type DoorStores, doorStores } from '../../subgraphs/exchange/doors.ts';
import type { Store } from '../../subgraphs/store.ts';

/** Calls of the 603号 interface that may wait before more are told to come back. */
const MOST_WAITING = 5_000;

export interface DoorParts {
  /** The store of the exchange. */
  readonly store: Store;
  readonly jobs: Jobs;
  readonly graph: () => Graph;
}

/** What the doors keep, wired to the graph and the job queue. */
export function openDoorStores({ store, jobs, graph }: DoorParts): DoorStores {
  return doorStores(store, {
    jobs,
    mostWaiting: MOST_WAITING,
    isProjectCodeTaken: (code) => isTaken(graph(), code),
  });
}

/** The ports of the national real-name interface (603号), over what the doors keep. */
export const realNamePorts = ({
  clients,
  calls,
  teamNumbers,
  projectCodes,
  images,
}: DoorStores): RealNamePorts => ({
  clients: { find: async (appid) => realNameClient(await clients.find('REAL_NAME', appid)) },
  calls,
  teamNumbers,
  projectCodes,
  images,
});

function realNameClient(
  found: Awaited<ReturnType<DoorStores['clients']['find']>>,
): RealNameClient | undefined {
  if (found?.secret === undefined) return undefined;
  const { name, secret, caller, sourceSystem, settings } = found;
  // What may stand there is checked when a client is registered.
  return { appid: name, secret, caller, sourceSystem, settings: settings as RealNameSettings };
}

async function isTaken(graph: Graph, code: string): Promise<boolean> {
  const document = 'query TakenCode($code: String!) { project(code: $code) { code } }';
  const { data, errors } = await graph.execute(document, { code }, hubCaller('project-codes'));
  if (errors?.length) throw new Error('the graph does not tell whether a project code is taken');
  return data?.project !== null && data?.project !== undefined;
}

/** The doors beside `/graphql`, in the order in which they are registered. */
export function doorsOf(_stores: DoorStores, _graph: () => Graph): readonly Door[] {
  return [];
}
