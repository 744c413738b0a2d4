import { startGateway } from '../../gateway/gateway.ts';
import type { Graph } from '../../kernel/graph.ts';
import { subgraphs } from '../../subgraphs/registry.ts';
import { migrate } from '../database/migrate.ts';
import { openDatabase } from '../database/open-database.ts';
import { rooms } from '../rooms.ts';
import { type Background, backgroundChecks, startBackground } from './background.ts';
import { writeDemoCredentials } from './demo-credentials.ts';
import { doorsOf } from './doors.ts';
import { examples } from './examples.ts';
import { openExchange, departmentStores } from './exchange.ts';
import { issuerOf } from './issuer.ts';
import { type Progress, seedOnce } from './seeding.ts';
import { stopAll } from './stopping.ts';
import { type RunOptions, waysTo } from './subgraphs.ts';
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
    let background: Background | undefined;
    const options: RunOptions = {
      prepared,
      appUrl: database.appUrl,
      graph: () => graph!,
      nudge: (subgraph, dataset) => background?.nudge(subgraph, dataset),
    };
    const ways = waysTo(subgraphs, config.subgraphUrls, options);
    opened.push(() => Promise.all(Object.values(ways.transports).map((transport) => transport.close())));
    if (config.seed === 'demo') await seedOnce(prepared, database, progress);

    const isWorking = config.background === 'on';
    const exchange = await openExchange(ways.here, options, isWorking);
    opened.push(() => exchange.jobs.stop());
    // Its data folder is locked, so whoever held these is dead; on a server of others the leases have to run out.
    if (database.embedded) {
      await exchange.jobs.takeBack();
      await exchange.doors.calls.releaseAll();
    }
    const departments = isWorking ? departmentStores(ways.here, options) : undefined;
    opened.push(async () => departments?.close());

    const issuer = issuerOf(prepared);
    const gateway = await startGateway({
      config,
      supergraphSdl: committedSupergraph(),
      transports: ways.transports,
      assertionKey: (name) => keyring.secret(`assertion/${name}`),
      issuer,
      clock,
      log,
      checks: {
        database: () => ways.here[0]?.store.healthy() ?? Promise.resolve(true),
      },
      watched: isWorking ? backgroundChecks(() => background) : {},
      examples,
      doors: (inner) => {
        graph = inner;
        return doorsOf(prepared, exchange.doors, inner);
      },
    });
    opened.push(() => gateway.stop());
    if (departments) {
      background = startBackground({ prepared, ...departments, ...exchange, graph: gateway.graph });
      opened.push(() => background!.stop());
    }
    const credentials = issuer.issue
      ? await writeDemoCredentials(dataDir, gateway.url, issuer, keyring)
      : null;
    return { url: gateway.url, graph: gateway.graph, credentials, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
