import type { Graph } from '../../kernel/graph.ts';
import { migrate } from '../database/migrate.ts';
import type { OpenDatabase } from '../database/open-database.ts';
import { rooms } from '../rooms.ts';
import { writeDemoCredentials } from './demo-credentials.ts';
import { openFrontDoor } from './front-door.ts';
import { issuerOf } from './issuer.ts';
import { overParts } from './over-parts.ts';
import { type Progress, seedOnce } from './seeding.ts';
import type { Prepared } from './surroundings.ts';

export interface Hub {
  readonly url: string;
  readonly graph: Graph;
  /** Where the demo's tokens are; null in production. */
  readonly credentials: string | null;
  /** Where its metrics are served, if they are. */
  readonly metricsUrl?: string;
  stop(): Promise<void>;
}

/** Everything in one process: database, migrations, demo, subgraphs, gateway. @throws Fault of whatever cannot start */
export function startHub(prepared: Prepared, say: (line: string) => void, progress: Progress): Promise<Hub> {
  const { config, dataDir, keyring } = prepared;
  const ready = async (database: OpenDatabase) => {
    await migrate(database.ownerUrl, rooms(), { say });
    if (config.seed === 'demo') await seedOnce(prepared, database, progress);
  };
  const isWorking = config.background === 'on';
  return overParts({ prepared, elsewhere: config.subgraphUrls, isWorking, ready }, async (parts) => {
    const { database, here, exchange } = parts;
    // Its data folder is locked, so whoever held these is dead; on a server of others the leases have to run out.
    if (database.embedded) {
      await exchange.jobs.takeBack();
      await exchange.doors.calls.releaseAll();
    }
    const issuer = issuerOf(prepared);
    const checks = { database: () => here[0]?.store.healthy() ?? Promise.resolve(true) };
    const { gateway, ...served } = await openFrontDoor(prepared, parts, { issuer, checks });
    const { url, graph } = gateway;
    const credentials = issuer.issue ? await writeDemoCredentials(dataDir, url, issuer, keyring) : null;
    return { url, graph, credentials, ...served };
  });
}
