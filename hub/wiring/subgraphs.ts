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
}

/** A subgraph with its database and keys, not yet reachable. */
export function runSubgraph(subgraph: Subgraph, { prepared, appUrl, graph }: RunOptions): Running {
  const { keyring, clock, log } = prepared;
  const store = new Store(subgraph, { url: appUrl, keyring, clock, ...(graph && { graph }) });
  return running(subgraph, store, keyring, log.child({ subgraph: subgraph.name }), composedClassification());
}

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
