import { readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { type Gateway, startGateway } from '../../gateway/gateway.ts';
import { httpTransport } from '../../gateway/transports/http.ts';
import { departments } from './departments.ts';
import { openFrontDoor } from './front-door.ts';
import { issuerOf } from './issuer.ts';
import { overParts } from './over-parts.ts';
import { stopAll } from './stopping.ts';
import { committedSupergraph } from './supergraph.ts';
import type { Prepared } from './surroundings.ts';

export interface GatewayAlone {
  readonly gateway: Gateway;
  stop(): Promise<void>;
}

/** The gateway as a process of its own, over this hub's departments elsewhere or over any supergraph file. */
export function startGatewayAlone(
  prepared: Prepared,
  supergraphFile: string | undefined,
): Promise<GatewayAlone> {
  return supergraphFile === undefined
    ? overDepartments(prepared)
    : overForeign(prepared, readFileSync(supergraphFile, 'utf8'));
}

/** The departments by their addresses, the exchange in this process (architecture §2), and background work unless it is off. */
function overDepartments(prepared: Prepared): Promise<GatewayAlone> {
  const { config } = prepared;
  const addresses = { ...addressesIn(committedSupergraph()), ...config.subgraphUrls };
  const elsewhere = Object.fromEntries(departments.map(({ name }) => [name, addresses[name]!]));
  return overParts({ prepared, elsewhere, isWorking: config.background === 'on' }, async (parts) => ({
    gateway: await openFrontDoor(prepared, parts, { issuer: issuerOf(prepared), checks: {} }),
  }));
}

async function overForeign(prepared: Prepared, supergraphSdl: string): Promise<GatewayAlone> {
  const { config, keyring, clock, log } = prepared;
  const addresses = { ...addressesIn(supergraphSdl), ...config.subgraphUrls };
  const transports = Object.fromEntries(
    Object.entries(addresses).map(([name, url]) => [
      name,
      httpTransport({ name, url, timeoutMs: config.subgraphTimeoutMs }),
    ]),
  );
  const gateway = await startGateway({
    config,
    supergraphSdl,
    transports,
    assertionKey: (name) => keyring.secret(`assertion/${name}`),
    issuer: issuerOf(prepared),
    clock,
    log,
    checks: {},
    examples: [],
  });
  const close = () => Promise.all(Object.values(transports).map((transport) => transport.close()));
  return { gateway, stop: () => stopAll(log, [() => gateway.stop(), close]) };
}

/** Names and addresses of the subgraphs, as composition wrote them into the supergraph. */
function addressesIn(supergraphSdl: string): Record<string, string> {
  const addresses: Record<string, string> = {};
  for (const definition of parse(supergraphSdl, { noLocation: true }).definitions) {
    if (definition.kind !== 'EnumTypeDefinition' || definition.name.value !== 'join__Graph') continue;
    for (const value of definition.values ?? []) {
      const graph = value.directives?.find((one) => one.name.value === 'join__graph');
      const text = (name: string) => {
        const found = graph?.arguments?.find((one) => one.name.value === name)?.value;
        return found?.kind === 'StringValue' ? found.value : undefined;
      };
      const [name, url] = [text('name'), text('url')];
      if (name !== undefined && url !== undefined) addresses[name] = url;
    }
  }
  return addresses;
}
