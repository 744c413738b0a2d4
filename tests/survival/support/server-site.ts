import { setTimeout as pause } from 'node:timers/promises';
import { withClient } from '../../../hub/database/connection.ts';
import { type EmbeddedServer, startEmbeddedServer } from '../../../hub/database/embedded/embedded-server.ts';
import { temporaryFolder } from '../../hub/support/hub-process.ts';
import { freePorts } from '../../support/free-ports.ts';
import { DatabaseProxy } from './database-proxy.ts';
import {
  credentialsIn,
  demoRealNameClient,
  type GroupedHub,
  killServer,
  type Site,
  startGrouped,
} from './site.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const DATABASE = 'survival';

/** A site of which one hub can be killed and started alone, and whose talk with the database can be cut at will. */
export interface ServerSite extends Site {
  readonly proxy: DatabaseProxy;
  /** Settings under which commands work on the same database and keys, through the proxy as the hubs do. */
  readonly env: Readonly<Record<string, string>>;
  killHub(which: number): Promise<void>;
  startHub(which: number): Promise<void>;
  isHubAlive(which: number): boolean;
}

/**
 * Hubs on an operator's PostgreSQL (HUB_DATABASE_URL): killed hubs leave the server running with their transactions open,
 * and a killed server leaves the hubs running, which must find it again by themselves.
 * @param settings of the server besides an operator's own: `FORGETFUL` where it is never killed
 */
export async function serverSite(
  hubs = 1,
  settings: Readonly<Record<string, string>> = {},
): Promise<ServerSite> {
  const [serverFolder, hubFolder] = await Promise.all([temporaryFolder(), temporaryFolder()]);
  const startServer = () =>
    startEmbeddedServer({
      dataDir: serverFolder.path,
      superuserPassword: 'of-one-suite',
      log: quiet,
      settings,
      onLost: () => undefined,
    });
  let server: EmbeddedServer | undefined = await startServer();
  const proxy = await DatabaseProxy.open();
  proxy.target = server.port;
  await withClient(server.urlOf('postgres'), (client) => client.query(`create database ${DATABASE}`));
  const url = new URL(server.urlOf(DATABASE));
  url.port = String(proxy.port);
  // Past the server's socket, where nobody could cut in.
  url.searchParams.delete('host');
  const ports = await freePorts(hubs);
  const envOf = (which: number) => ({
    HUB_DATA_DIR: hubFolder.path,
    HUB_DATABASE_URL: url.href,
    HUB_PORT: String(ports[which]),
  });
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  const running: (GroupedHub | undefined)[] = [];
  const alive = () => running.flatMap((hub, which) => (hub ? [which] : []));
  const site: ServerSite = {
    name: "an operator's server",
    urls,
    proxy,
    env: envOf(0),
    victims: ['hub', 'database'],
    tokens: () => credentialsIn(hubFolder.path).tokens,
    realNameClient: () => demoRealNameClient(hubFolder.path),
    isHubAlive: (which) =>
      running[which]?.child.exitCode === null && running[which].child.signalCode === null,
    async killHub(which) {
      const hub = running[which];
      running[which] = undefined;
      hub?.kill();
      await hub?.gone;
    },
    async startHub(which) {
      running[which] = await startGrouped(envOf(which));
    },
    async kill(victim) {
      const hubsGone = victim === 'database' ? [] : alive().map((which) => site.killHub(which));
      if (victim !== 'hub') {
        const dead = server!;
        killServer(dead.pid);
        server = undefined;
        await dead.stop();
      }
      await Promise.all(hubsGone);
    },
    async restart() {
      server ??= await startServer();
      proxy.target = server.port;
      const dead = ports.flatMap((_, which) => (running[which] ? [] : [which]));
      await Promise.all(dead.map((which) => site.startHub(which)));
      await Promise.all(urls.map((one) => ready(one)));
      for (const which of alive())
        if (!site.isHubAlive(which))
          throw new Error(`a hub ended with its database\n${running[which]!.said()}`);
    },
    said: () => running.map((hub) => hub?.said() ?? '').join('\n'),
    sql: (work) => withClient(server!.urlOf(DATABASE), work),
    async close() {
      for (const hub of running) hub?.child.kill('SIGTERM');
      await Promise.all(running.map((hub) => hub?.gone));
      await proxy.close();
      await server?.stop();
      await serverFolder[Symbol.asyncDispose]();
      await hubFolder[Symbol.asyncDispose]();
    },
  };
  try {
    // The first makes roles and tables, the others find them.
    for (const which of ports.keys()) await site.startHub(which);
  } catch (error) {
    await site.close();
    throw error;
  }
  return site;
}

const READY_WITHIN_MS = 60_000;

async function ready(url: string): Promise<void> {
  const from = performance.now();
  for (;;) {
    const response = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (response?.ok) return;
    if (performance.now() - from > READY_WITHIN_MS)
      throw new Error(`${url} is not ready: ${await response?.text()}`);
    await pause(50);
  }
}
