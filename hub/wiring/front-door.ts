import { type Gateway, type GatewayParts, startGateway } from '../../gateway/gateway.ts';
import { openTracing } from '../../gateway/tracing/open-tracing.ts';
import { type Background, backgroundChecks } from './background.ts';
import { doorsOf } from './doors.ts';
import { examples } from './examples.ts';
import type { Parts } from './over-parts.ts';
import { publishedOperations } from './published-operations.ts';
import type { Prepared } from './surroundings.ts';

/** The gateway over the parts with every door, and behind it background work, unless others do it. */
export async function openFrontDoor(
  prepared: Prepared,
  parts: Parts,
  { issuer, checks }: Pick<GatewayParts, 'issuer' | 'checks'>,
): Promise<Gateway> {
  const { config, log } = prepared;
  const tracing =
    config.tracesUrl === undefined
      ? undefined
      : await openTracing({ url: config.tracesUrl, ratio: config.tracesRatio, service: 'guixin-hub' }, log);
  if (tracing) parts.atEnd(() => tracing.stop());
  let background: Background | undefined;
  const gateway = await startGateway({
    ...parts.graphParts,
    tracing,
    issuer,
    checks,
    watched: parts.isWorking ? backgroundChecks(() => background) : {},
    examples,
    operations: publishedOperations({ ...config, dataDir: prepared.dataDir }),
    doors: (graph) => {
      parts.ask(graph);
      return doorsOf(prepared, parts.exchange.doors, graph);
    },
  });
  parts.atEnd(() => gateway.stop());
  if (parts.isWorking) background = parts.work();
  return gateway;
}
