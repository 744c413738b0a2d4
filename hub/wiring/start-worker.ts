import { startInnerGraph } from '../../gateway/inner-graph.ts';
import type { Graph } from '../../kernel/graph.ts';
import { subgraphs } from '../../subgraphs/registry.ts';
import { openDatabase } from '../database/open-database.ts';
import { type Background, startBackground } from './background.ts';
import { openExchange, departmentStores } from './exchange.ts';
import { stopAll } from './stopping.ts';
import { type RunOptions, waysTo } from './subgraphs.ts';
import { committedSupergraph } from './supergraph.ts';
import type { Prepared } from './surroundings.ts';

export interface Worker {
  readonly checks: Background['checks'];
  stop(): Promise<void>;
}

/**
 * Background work and jobs without a front door. It asks the graph through a gate and an engine of its own: the hub's own
 * caller never comes over HTTP, where only tokens speak. Subgraphs run in process, on the same database, unless
 * HUB_SUBGRAPH_URLS says that they run elsewhere. Any number of workers may run beside each other and beside `hub start`.
 * @throws Fault of whatever cannot start
 */
export async function startWorker(prepared: Prepared): Promise<Worker> {
  const { config, dataDir, keyring, clock, log } = prepared;
  const opened: (() => Promise<unknown>)[] = [];
  const stop = () => stopAll(log, [...opened].reverse());
  try {
    const database = await openDatabase({ ...config, dataDir, keyring, log });
    opened.push(() => database.stop());
    let graph: Graph | undefined;
    let background: Background | undefined;
    const options: RunOptions = {
      prepared,
      appUrl: database.appUrl,
      graph: () => graph!,
      nudge: (subgraph, dataset) => background?.nudge(subgraph, dataset),
    };
    const ways = waysTo(subgraphs, config.subgraphUrls, options);
    opened.push(() => Promise.all(Object.values(ways.transports).map((transport) => transport.close())));
    const exchange = await openExchange(ways.here, options, true);
    opened.push(() => exchange.jobs.stop());
    const departments = departmentStores(ways.here, options);
    opened.push(() => departments.close());
    const inner = await startInnerGraph({
      config,
      supergraphSdl: committedSupergraph(),
      transports: ways.transports,
      assertionKey: (name) => keyring.secret(`assertion/${name}`),
      clock,
      log,
    });
    opened.push(() => inner.stop());
    graph = inner.graph;
    background = startBackground({ prepared, ...departments, ...exchange, graph });
    opened.push(() => background!.stop());
    return { checks: background.checks, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
