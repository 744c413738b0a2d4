import { readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { type Gateway, startGateway } from '../../gateway/gateway.ts';
import { httpTransport } from '../../gateway/transports/http.ts';
import type { Graph } from '../../kernel/graph.ts';
import type { SubgraphTransport } from '../../kernel/transport.ts';
import { subgraphs } from '../../subgraphs/registry.ts';
import { openDatabase } from '../database/open-database.ts';
import { type Background, backgroundChecks, startBackground } from './background.ts';
import { departments } from './departments.ts';
import { doorsOf } from './doors.ts';
import { examples } from './examples.ts';
import { type Exchange, openExchange, departmentStores } from './exchange.ts';
import { issuerOf } from './issuer.ts';
import { stopAll } from './stopping.ts';
import { waysTo } from './subgraphs.ts';
import { committedSupergraph } from './supergraph.ts';
import type { Prepared } from './surroundings.ts';

export interface GatewayAlone {
  readonly gateway: Gateway;
  stop(): Promise<void>;
}

/** The gateway as a process of its own, over this hub's departments elsewhere or over any supergraph file. */
export async function startGatewayAlone(
  prepared: Prepared,
  supergraphFile: string | undefined,
): Promise<GatewayAlone> {
  const { config, keyring, clock, log } = prepared;
  const supergraphSdl =
    supergraphFile === undefined ? committedSupergraph() : readFileSync(supergraphFile, 'utf8');
  const elsewhere = { ...addressesIn(supergraphSdl), ...config.subgraphUrls };
  let graph: Graph | undefined;
  const ways: Ways =
    supergraphFile === undefined
      ? await ownWays(prepared, elsewhere, () => graph!)
      : { transports: foreignWays(elsewhere, config.subgraphTimeoutMs), close: async () => undefined };
  let background: Background | undefined;
  const gateway = await startGateway({
    config,
    supergraphSdl,
    transports: ways.transports,
    assertionKey: (name) => keyring.secret(`assertion/${name}`),
    issuer: issuerOf(prepared),
    clock,
    log,
    checks: {},
    watched: ways.work ? backgroundChecks(() => background) : {},
    examples: supergraphFile === undefined ? examples : [],
    doors: (inner) => {
      graph = inner;
      return ways.exchange ? doorsOf(prepared, ways.exchange.doors, inner) : [];
    },
  });
  background = ways.work?.(gateway.graph);
  const rest = async () => background?.stop();
  const close = () => Promise.all(Object.values(ways.transports).map((transport) => transport.close()));
  return { gateway, stop: () => stopAll(log, [rest, () => gateway.stop(), close, ways.close]) };
}

interface Ways {
  readonly transports: Record<string, SubgraphTransport>;
  /** Of this hub; over a foreign supergraph there is none. */
  readonly exchange?: Exchange;
  /** Starts background work in this process; left out where others do it. */
  readonly work?: (graph: Graph) => Background;
  close(): Promise<void>;
}

/** The departments by their addresses, the exchange in this process (architecture §2), and background work unless it is off. */
async function ownWays(
  prepared: Prepared,
  elsewhere: Readonly<Record<string, string>>,
  graph: () => Graph,
): Promise<Ways> {
  const database = await openDatabase({ ...prepared.config, ...prepared });
  const urls = Object.fromEntries(departments.map(({ name }) => [name, elsewhere[name]!]));
  const isWorking = prepared.config.background === 'on';
  const options = { prepared, appUrl: database.appUrl, graph };
  const { transports, here } = waysTo(subgraphs, urls, options);
  const exchange = await openExchange(here, options, isWorking).catch(async (error: unknown) => {
    await Promise.all(here.map(({ store }) => store.close()));
    await database.stop();
    throw error;
  });
  const stores = isWorking ? departmentStores(here, options) : undefined;
  return {
    transports,
    exchange,
    ...(stores && {
      work: (inner: Graph) => startBackground({ prepared, ...stores, ...exchange, graph: inner }),
    }),
    close: async () => {
      await stores?.close();
      await exchange.jobs.stop();
      await database.stop();
    },
  };
}

const foreignWays = (
  urls: Readonly<Record<string, string>>,
  timeoutMs: number,
): Record<string, SubgraphTransport> =>
  Object.fromEntries(
    Object.entries(urls).map(([name, url]) => [name, httpTransport({ name, url, timeoutMs })]),
  );

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
