import { earlyWarningDoor } from '../../adapters/national-early-warning/door.ts';
import type { EarlyWarningClient } from '../../adapters/national-early-warning/ports.ts';
import { realNameDoor } from '../../adapters/national-real-name/door.ts';
import type {
  RealNameClient,
  RealNamePorts,
  RealNameSettings,
} from '../../adapters/national-real-name/ports.ts';
import { GATEWAY, innerDoor } from '../../gateway/inner-door.ts';
import { hubCaller } from '../../kernel/caller.ts';
import type { Door } from '../../kernel/door.ts';
import type { Graph } from '../../kernel/graph.ts';
import type { Jobs } from '../../kernel/jobs.ts';
import type { RegisteredClient } from '../../subgraphs/exchange/clients.ts';
import { type DoorStores, doorStores } from '../../subgraphs/exchange/doors.ts';
import { attestorOf } from '../../subgraphs/provincial/doubtful-data/attestor.ts';
import type { Store } from '../../subgraphs/store.ts';
import type { Prepared } from './surroundings.ts';

/** Calls of the 603号 interface that may wait before more are told to come back. */
const MOST_WAITING = 5_000;

/** What the doors keep, wired to the graph and the job queue. @param store of the exchange */
export const openDoorStores = (store: Store, jobs: Jobs, graph: () => Graph): DoorStores =>
  doorStores(store, {
    jobs,
    mostWaiting: MOST_WAITING,
    isProjectCodeTaken: (code) => isTaken(graph(), code),
    isCrewNumberTaken: (crewNo) => isCrew(graph(), crewNo),
  });

/** The doors beside `/graphql` (接口), in the order in which they are registered. */
export function doorsOf(
  { clock, log, keyring }: Prepared,
  stores: DoorStores,
  graph: Graph,
): readonly Door[] {
  const report = (error: unknown, requestId: string) =>
    log.error({ err: error, requestId }, 'a call of a door failed');
  return [
    realNameDoor({ ports: realNamePorts(stores), graph, clock, report }),
    earlyWarningDoor({
      graph,
      clock,
      report,
      systemCode: OWN_SYSTEM_CODE,
      signer: attestorOf(keyring, 'attest/exchange'),
      batches: stores.batches,
      clients: { find: async (code) => asNational(await stores.clients.find('NATIONAL', code)) },
    }),
    innerDoor({ graph, key: keyring.secret(`assertion/${GATEWAY}`) }),
  ];
}

/** How the hub names itself in the early-warning exchange: the province's division code (modelled). */
const OWN_SYSTEM_CODE = '450000';

function asNational(found: RegisteredClient | undefined): EarlyWarningClient | undefined {
  if (found?.publicKey === undefined) return undefined;
  const { name, publicKey, caller, sourceSystem, settings } = found;
  const tolerance = settings.toleranceSeconds;
  return {
    systemCode: name,
    publicKey,
    caller,
    source: sourceSystem,
    ...(typeof tolerance === 'number' && { toleranceSeconds: tolerance }),
  };
}

/** The ports of the national real-name interface (603号), over what the doors keep. */
export const realNamePorts = (stores: DoorStores): RealNamePorts => {
  const { clients, calls, teamNumbers, projectCodes, images } = stores;
  const find = async (appid: string) => asRealName(await clients.find('REAL_NAME', appid));
  return { clients: { find }, calls, teamNumbers, projectCodes, images };
};

function asRealName(found: RegisteredClient | undefined): RealNameClient | undefined {
  if (found?.secret === undefined) return undefined;
  const { name, secret, caller, sourceSystem, settings } = found;
  // What may stand there is checked when a client is registered.
  return { appid: name, secret, caller, sourceSystem, settings: settings as RealNameSettings };
}

async function isTaken(graph: Graph, code: string): Promise<boolean> {
  const document = 'query TakenCode($code: ID!) { project(code: $code) { code } }';
  const { data, errors } = await graph.execute(document, { code }, hubCaller('project-codes'));
  if (errors?.length) throw new Error('the graph does not tell whether a project code is taken');
  return data?.project !== null && data?.project !== undefined;
}

async function isCrew(graph: Graph, crewNo: string): Promise<boolean> {
  const document =
    'query TakenCrewNo($crewNo: String!) { crews(filter: { crewNo: $crewNo }, first: 1) { nodes { id } } }';
  const { data, errors } = await graph.execute(document, { crewNo }, hubCaller('crew-numbers'));
  if (errors?.length || !data?.crews)
    throw new Error('the graph does not tell whether a crew number is taken');
  return (data.crews as { nodes: readonly unknown[] }).nodes.length > 0;
}
