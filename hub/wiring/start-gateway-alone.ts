import type { Gateway } from '../../gateway/gateway.ts';
import { departments } from './departments.ts';
import { openFrontDoor } from './front-door.ts';
import { issuerOf } from './issuer.ts';
import { overParts } from './over-parts.ts';
import { addressesIn } from './stand-alone/addresses.ts';
import { committedSupergraph } from './supergraph.ts';
import type { Prepared } from './surroundings.ts';

export interface GatewayAlone {
  readonly gateway: Gateway;
  /** Where its metrics are served, if they are. */
  readonly metricsUrl?: string;
  stop(): Promise<void>;
}

/**
 * The gateway as a process of its own over this hub's departments: they by their addresses, the exchange in this process
 * (architecture §2), and background work unless it is off.
 */
export function startGatewayAlone(prepared: Prepared): Promise<GatewayAlone> {
  const { config } = prepared;
  const addresses = { ...addressesIn(committedSupergraph()), ...config.subgraphUrls };
  const elsewhere = Object.fromEntries(departments.map(({ name }) => [name, addresses[name]!]));
  return overParts({ prepared, elsewhere, isWorking: config.background === 'on' }, (parts) =>
    openFrontDoor(prepared, parts, { issuer: issuerOf(prepared), checks: {} }),
  );
}
