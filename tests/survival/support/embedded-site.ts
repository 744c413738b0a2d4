import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withClient } from '../../../hub/database/connection.ts';
import { SUPERUSER } from '../../../hub/database/embedded/cluster.ts';
import { databasePassword } from '../../../hub/database/installation.ts';
import { fileKeyring } from '../../../hub/file-keyring.ts';
import { temporaryFolder } from '../../hub/support/hub-process.ts';
import { freePorts } from '../../support/free-ports.ts';
import { credentialsIn, demoRealNameClient, killServer, type Site, startGrouped } from './site.ts';

/** `npm start` on the embedded PostgreSQL. When its database is killed the hub ends as well, and a supervisor starts it. */
export async function embeddedSite(): Promise<Site> {
  const folder = await temporaryFolder();
  const dataDir = folder.path;
  const [port] = await freePorts(1);
  const env = { HUB_DATA_DIR: dataDir, HUB_PORT: String(port) };
  const pidFile = join(dataDir, 'postgres/data/postmaster.pid');
  const postmasterLines = async () => (await readFile(pidFile, 'utf8')).split('\n');
  let hub = await startGrouped(env);
  let postmaster = Number((await postmasterLines())[0]);
  return {
    name: 'the embedded server',
    urls: [`http://127.0.0.1:${port}`],
    victims: ['hub', 'database', 'both'],
    tokens: () => credentialsIn(dataDir).tokens,
    realNameClient: () => demoRealNameClient(dataDir),
    async kill(victim) {
      if (victim !== 'hub') killServer(postmaster);
      if (victim !== 'database') hub.kill();
      const [code] = await hub.gone;
      if (victim === 'database' && code !== 1)
        throw new Error(`a hub whose database was killed ended with ${code}\n${hub.said()}`);
    },
    async restart() {
      hub = await startGrouped(env);
      postmaster = Number((await postmasterLines())[0]);
    },
    said: () => hub.said(),
    async sql(work) {
      const password = databasePassword(fileKeyring({ dataDir, at: new Date(), create: false }), 'superuser');
      const serverPort = (await postmasterLines())[3];
      return withClient(`postgres://${SUPERUSER}:${password}@127.0.0.1:${serverPort}/guixin`, work);
    },
    async close() {
      hub.child.kill('SIGTERM');
      await hub.gone;
      await folder[Symbol.asyncDispose]();
    },
  };
}
