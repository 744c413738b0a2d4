import { startInnerGraph } from '../../gateway/inner-graph.ts';
import type { Background } from './background.ts';
import { overParts } from './over-parts.ts';
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
export function startWorker(prepared: Prepared): Promise<Worker> {
  const elsewhere = prepared.config.subgraphUrls;
  return overParts({ prepared, elsewhere, isWorking: true }, async ({ graphParts, ask, work, atEnd }) => {
    const inner = await startInnerGraph(graphParts);
    atEnd(() => inner.stop());
    ask(inner.graph);
    return { checks: work().checks };
  });
}
