import { startGateway } from '../../gateway/gateway.ts';
import type { Graph } from '../../kernel/graph.ts';
import { subgraphs } from '../../subgraphs/registry.ts';
import { migrate } from '../database/migrate.ts';
import { openDatabase } from '../database/open-database.ts';
import { rooms } from '../rooms.ts';
import { writeDemoCredentials } from './demo-credentials.ts';
import { examples } from './examples.ts';
import { issuerOf } from './issuer.ts';
import { type Progress, seedOnce } from './seeding.ts';
import { stopAll } from './stopping.ts';
import { waysTo } from './subgraphs.ts';
import { committedSupergraph } from './supergraph.ts';
import type { Prepared } from './surroundings.ts';

export interface Hub {
  readonly url: string;
  readonly graph: Graph;
  /** Where the demo's tokens are; null in production. */
  readonly credentials: string | null;
  stop(): Promise<void>;
}

/** Everything in one process: database, migrations, demo, subgraphs, gateway. @throws Fault of whatever cannot start */
export async function startHub(
  prepared: Prepared,
  say: (line: string) => void,
  progress: Progress,
): Promise<Hub> {
  const { config, dataDir, keyring, clock, log } = prepared;
  const opened: (() => Promise<unknown>)[] = [];
  const stop = () => stopAll(log, [...opened].reverse());
  try {
    const database = await openDatabase({ ...config, dataDir, keyring, log });
    opened.push(() => database.stop());
    await migrate(database.ownerUrl, rooms(), { say });

    let graph: Graph | undefined;
    const ways = waysTo(subgraphs, config.subgraphUrls, {
      prepared,
      appUrl: database.appUrl,
      graph: () => graph!,
    });
    opened.push(() => Promise.all(Object.values(ways.transports).map((transport) => transport.close())));
    if (config.seed === 'demo') await seedOnce(prepared, database, progress);

    const issuer = issuerOf(prepared);
    const gateway = await startGateway({
      config,
      supergraphSdl: committedSupergraph(),
      transports: ways.transports,
      assertionKey: (name) => keyring.secret(`assertion/${name}`),
      issuer,
      clock,
      log,
      checks: { database: () => ways.here[0]?.store.healthy() ?? Promise.resolve(true) },
      examples,
    });
    opened.push(() => gateway.stop());
    graph = gateway.graph;
    const credentials = issuer.issue
      ? await writeDemoCredentials(dataDir, gateway.url, issuer, keyring)
      : null;
    return { url: gateway.url, graph, credentials, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
