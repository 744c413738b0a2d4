import { readFileSync } from 'node:fs';
import type { NextSupergraph } from '../../../gateway/gateway.ts';
import { httpTransport } from '../../../gateway/transports/http.ts';
import { type Handling, type Observe, resilience } from '../../../gateway/transports/resilience.ts';
import { faults } from '../../../kernel/faults.ts';
import type { SubgraphTransport } from '../../../kernel/transport.ts';
import { addressesIn } from './addresses.ts';
import type { StandAloneSettings, Treatment } from './settings.ts';

/**
 * The ways to the subgraphs of a supergraph, each treated as the settings say. A foreign subgraph has no address for
 * its health that we know of: it counts as well while its circuit breaker trusts it.
 * @throws Fault `CONFIGURATION_INVALID` with every subgraph that cannot be reached as stated
 */
export function subgraphWays(
  supergraphSdl: string,
  settings: StandAloneSettings,
  isFirst: boolean,
  observe?: Observe,
): Omit<NextSupergraph, 'supergraphSdl'> {
  const addresses = addressesIn(supergraphSdl);
  const problems: string[] = [];
  // A later supergraph may well have lost a subgraph; at the start a name without one is a mistake.
  for (const name of isFirst ? Object.keys(settings.subgraphs) : [])
    if (!Object.hasOwn(addresses, name))
      problems.push(
        `subgraphs.${name}: the supergraph has no such subgraph; it has ${Object.keys(addresses).join(', ')}`,
      );
  const transports: Record<string, SubgraphTransport> = {};
  const handling: Record<string, Handling> = {};
  for (const [name, stated] of Object.entries(addresses)) {
    const { url = stated, ...own } = settings.subgraphs[name] ?? {};
    const treatment: Treatment = { ...settings.defaults, ...own };
    const way = wayTo(name, url, treatment, observe);
    if (typeof way === 'string') problems.push(way);
    else [transports[name], handling[name]] = way;
  }
  if (problems.length > 0) throw faults.CONFIGURATION_INVALID(problems.join('\n'));
  const close = () => Promise.all(Object.values(transports).map((transport) => transport.close()));
  return { transports, handling, close };
}

function wayTo(
  name: string,
  url: string,
  { timeoutMs, connections, responseBytes, caFile, ...rest }: Treatment,
  observe: Observe | undefined,
): [SubgraphTransport, Handling] | string {
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
    return `subgraphs.${name}.url: the supergraph names no usable address (${JSON.stringify(url)}); state one`;
  const ca = caFile === undefined ? undefined : certificates(caFile);
  if (ca === null) return `subgraphs.${name}.caFile: ${caFile} cannot be read`;
  const transport = httpTransport({
    name,
    url,
    timeoutMs,
    connections,
    mostBytes: responseBytes,
    ...(ca !== undefined && { ca }),
  });
  const guard = resilience(name, rest, observe);
  return [
    { ...transport, healthy: async () => guard.isTrusted() },
    { timeoutMs, resilience: guard },
  ];
}

function certificates(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
