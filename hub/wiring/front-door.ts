import { type Gateway, type GatewayParts, startGateway } from '../../gateway/gateway.ts';
import {
  type Handling,
  type Observe,
  type ResilienceSettings,
  resilience,
  USUAL,
} from '../../gateway/transports/resilience.ts';
import { countUsage } from './count-usage.ts';
import { type Background, backgroundChecks } from './background.ts';
import { doorsOf } from './doors.ts';
import { examples } from './examples.ts';
import type { Parts } from './over-parts.ts';
import { publishedOperations } from './published-operations.ts';
import type { Prepared } from './surroundings.ts';
import { openWatching } from './watching.ts';

export interface FrontDoor {
  readonly gateway: Gateway;
  /** Where its metrics are served, if they are. */
  readonly metricsUrl?: string;
}

/** The gateway over the parts with every door, and behind it background work, unless others do it. */
export async function openFrontDoor(
  prepared: Prepared,
  parts: Parts,
  { issuer, checks }: Pick<GatewayParts, 'issuer' | 'checks'>,
): Promise<FrontDoor> {
  const { metricsUrl, ...watching } = await openWatching(prepared, parts);
  const { metrics } = watching;
  if (metrics) parts.onStored(metrics.stored);
  const usage = countUsage(prepared, parts);
  let background: Background | undefined;
  const gateway = await startGateway({
    ...parts.graphParts,
    ...watching,
    usage,
    ...(metrics && { handling: observed(parts.graphParts.transports, metrics.fetched) }),
    issuer,
    checks,
    watched: parts.isWorking ? backgroundChecks(() => background) : {},
    examples,
    operations: publishedOperations({ ...prepared.config, dataDir: prepared.dataDir }),
    doors: (graph) => {
      parts.ask(graph);
      return doorsOf(prepared, parts.exchange.doors, graph);
    },
  });
  parts.atEnd(() => gateway.stop());
  if (parts.isWorking) background = parts.work();
  return { gateway, ...(metricsUrl !== undefined && { metricsUrl }) };
}

/** As subgraphs are treated without anybody looking: one in this process fails with it, and is spared nothing. */
const UNTREATED: ResilienceSettings = {
  retries: 0,
  concurrency: Number.POSITIVE_INFINITY,
  breaker: { failures: 0, openMs: 0 },
};

function observed(transports: GatewayParts['transports'], observe: Observe): Record<string, Handling> {
  const all = Object.entries(transports).map(([name, { kind }]) => {
    const settings = kind === 'http' ? USUAL : UNTREATED;
    return [name, { resilience: resilience(name, settings, observe) }] as const;
  });
  return Object.fromEntries(all);
}
