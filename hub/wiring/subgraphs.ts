import type { Logger } from 'pino';
import type { Graph } from '../../kernel/graph.ts';
import type { SubgraphTransport } from '../../kernel/transport.ts';
import { httpTransport } from '../../gateway/transports/http.ts';
import { inProcess } from '../../subgraphs/in-process.ts';
import { type Running, running } from '../../subgraphs/receive.ts';
import { Store } from '../../subgraphs/store.ts';
import type { Subgraph } from '../../subgraphs/subgraph.ts';
import { composedClassification } from './supergraph.ts';
import type { Prepared } from './surroundings.ts';

export interface RunOptions {
  readonly prepared: Prepared;
  readonly appUrl: string;
  readonly graph?: () => Graph;
  /** Told the subgraph's name after each submission that was stored there. */
  readonly nudge?: (subgraph: string, dataset: string) => void;
}

/** A subgraph with its database and keys, not yet reachable. */
export function runSubgraph(subgraph: Subgraph, options: RunOptions): Running {
  const { prepared } = options;
  const { keyring, log } = prepared;
  return running(
    subgraph,
    storeOf(subgraph, options),
    keyring,
    log.child({ subgraph: subgraph.name }),
    composedClassification(),
  );
}

/** A subgraph's database and keys alone, for work that is done beside its answers. */
export function storeOf(subgraph: Subgraph, { prepared, appUrl, graph, nudge }: RunOptions): Store {
  const { keyring, clock, config, log, rhythms } = prepared;
  return new Store(subgraph, {
    url: appUrl,
    keyring,
    clock,
    ...(rhythms && { rhythms }),
    limits: {
      heldPerClient: config.maxHeld,
      heldDays: config.heldDays,
      earliestMonth: config.earliestMonth,
      zoneRequiredOf: config.zoneRequiredOf,
    },
    ...(graph && { graph }),
    ...(nudge && { nudge: (dataset: string) => nudge(subgraph.name, dataset) }),
    report: reporting(log.child({ subgraph: subgraph.name })),
  });
}

/** Says once what is passed over again with every round. */
function reporting(log: Logger): (error: unknown, what: string) => void {
  const told = new Set<string>();
  return (error, what) => {
    if (told.has(what)) return;
    // A process that has told so much may repeat itself.
    if (told.size === MOST_TOLD) told.clear();
    told.add(what);
    log.error({ err: error, what }, 'background work passes something over');
  };
}

const MOST_TOLD = 10_000;

/** The way to each subgraph: in process, unless HUB_SUBGRAPH_URLS or the supergraph says that it runs elsewhere. */
export function waysTo(
  subgraphs: readonly Subgraph[],
  elsewhere: Readonly<Record<string, string>>,
  options: RunOptions,
): { transports: Record<string, SubgraphTransport>; here: Running[] } {
  const transports: Record<string, SubgraphTransport> = {};
  const here: Running[] = [];
  const timeoutMs = options.prepared.config.subgraphTimeoutMs;
  for (const subgraph of subgraphs) {
    const url = elsewhere[subgraph.name];
    if (url !== undefined) transports[subgraph.name] = httpTransport({ name: subgraph.name, url, timeoutMs });
    else {
      const one = runSubgraph(subgraph, options);
      here.push(one);
      transports[subgraph.name] = inProcess(one);
    }
  }
  return { transports, here };
}
