import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { withLogin } from './connection.ts';
import { localUrl } from './embedded/socket.ts';
import { loginsOf } from './installation.ts';
import { DATABASE, openDatabase, type OpenDatabase, type OpenDatabaseOptions } from './open-database.ts';

/** A database that a command works on, whether or not a hub is running on it. */
export type BesideDatabase = Pick<OpenDatabase, 'ownerUrl' | 'stop'>;

/**
 * Opens the database beside a hub that may be running (在线维护): where its data folder is in use, the embedded server of that
 * hub is asked, by the keyring that both have.
 * @throws Fault of `databaseFaults`
 */
export async function openBeside(options: OpenDatabaseOptions): Promise<BesideDatabase> {
  try {
    return await openDatabase(options);
  } catch (error) {
    const running = (error as { code?: string }).code === 'DATABASE_IN_USE' && (await runningServer(options));
    if (!running) throw error;
    return running;
  }
}

async function runningServer({ dataDir, keyring }: OpenDatabaseOptions): Promise<BesideDatabase | undefined> {
  const own = resolve(dataDir);
  const elsewhere = (await readFile(join(own, 'postgres.elsewhere'), 'utf8').catch(() => '')).trim();
  const pidFile = join(elsewhere || join(own, 'postgres'), 'data/postmaster.pid');
  const lines = (await readFile(pidFile, 'utf8').catch(() => '')).split('\n');
  const [port, sockets] = lines.slice(PORT_LINE);
  if (!port) return undefined;
  const { owner } = loginsOf(DATABASE, keyring);
  const url = localUrl(DATABASE, Number(port), sockets || undefined);
  const ownerUrl = withLogin(url.href, owner.login, owner.password);
  return { ownerUrl, stop: async () => undefined };
}

/** The line after it names the folder of the socket, and is empty where there is none. */
const PORT_LINE = 3;
