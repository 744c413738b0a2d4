import { createHash } from 'node:crypto';
import { mkdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { databaseFaults } from '../faults.ts';
import { type Binaries, copyBinaries, findBinaries } from './binaries.ts';
import { makeCluster, SUPERUSER } from './cluster.ts';
import { lockDirectory } from './directory-lock.ts';
import { chooseFooting, type Footing, giveTo } from './footing.ts';
import { clearOrphan, startPostmaster, stopProcess } from './postmaster.ts';
import { withLogin } from '../connection.ts';
import { serverSettings } from './server-settings.ts';
import { localUrl, socketFolder } from './socket.ts';

export interface EmbeddedServer {
  readonly port: number;
  readonly pid: number;
  readonly footing: Footing['kind'];
  /** The folder of its Unix socket, where it has one; it listens at the port of this machine as well. */
  readonly sockets: string | undefined;
  /** Whether the cluster was made by this start. */
  readonly isNew: boolean;
  /** The superuser's address of a database: for making roles and databases, never for the running hub. */
  urlOf(database: string): string;
  stop(): Promise<void>;
}

export interface EmbeddedServerOptions {
  readonly dataDir: string;
  readonly superuserPassword: string;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
  readonly settings?: Readonly<Record<string, string>>;
  /** Called once when the server ends though nobody stopped it. By default this process stops in order, with code 1. */
  readonly onLost?: () => void;
}

/**
 * Starts the embedded PostgreSQL on a data directory and keeps every other hub away from it. The server never outlives
 * this process, however the process ends.
 * @throws Fault `DATABASE_IN_USE`, `DATABASE_FILES_UNUSABLE`, `DATABASE_SERVER_MISSING`, `DATABASE_SERVER_FAILED`
 */
export async function startEmbeddedServer({
  dataDir,
  superuserPassword,
  log,
  settings,
  onLost = stopThisProcess,
}: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const lock = await lockDirectory(dataDir);
  try {
    const { folder, binaries, footing } = await settle(await realpath(dataDir), log);
    if (await clearOrphan(join(folder, 'data')))
      log.warn({ folder }, 'stopped a PostgreSQL that a killed hub had left running');
    const sockets = await socketFolder(folder);
    await giveTo(footing, folder);
    const isNew = await makeCluster(folder, binaries, footing, superuserPassword);
    const postmaster = await startPostmaster(
      folder,
      binaries,
      footing,
      { ...serverSettings, ...settings },
      sockets,
    );
    let stopping: Promise<void> | undefined;
    postmaster.process.once('exit', (code, signal) => {
      if (stopping) return;
      log.error(
        { code, signal, log: join(folder, 'server.log') },
        'the embedded PostgreSQL ended by itself; so does the hub',
      );
      onLost();
    });
    const stop = async () => {
      await stopProcess(postmaster.pid);
      postmaster.process.stdin!.destroy();
      await lock.release();
    };
    return {
      port: postmaster.port,
      pid: postmaster.pid,
      footing: footing.kind,
      isNew,
      sockets: postmaster.sockets,
      urlOf: (database) =>
        withLogin(localUrl(database, postmaster.port, postmaster.sockets).href, SUPERUSER, superuserPassword),
      stop: () => (stopping ??= stop()),
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** A hub without its database would answer 503 for ever; whoever watches over it starts it again when it ends. */
function stopThisProcess(): void {
  // Said last: an orderly stop ends the command with 0.
  process.once('exit', () => {
    process.exitCode = 1;
  });
  process.kill(process.pid, 'SIGTERM');
}

interface Settled {
  readonly folder: string;
  readonly binaries: Binaries;
  readonly footing: Footing;
}

/** Where the files are and under whose name they are used: in place if any footing carries, otherwise further away. */
async function settle(dataDir: string, log: EmbeddedServerOptions['log']): Promise<Settled> {
  const note = join(dataDir, 'postgres.elsewhere');
  const folder = (await readFile(note, 'utf8').catch(() => '')).trim() || join(dataDir, 'postgres');
  await mkdir(folder, { recursive: true });
  const binaries = await findBinaries(join(folder, 'libraries'));
  const inPlace = await chooseFooting(folder, binaries);
  if (inPlace) return { folder, binaries, footing: inPlace };
  // The folder may do while node_modules does not (a checkout under /root): then the programs move.
  const near = await withCopy(folder, binaries);
  if (near) return near;
  // Files that were made here stay here: an empty database further away would look like lost data.
  const hasData = await stat(join(folder, 'data')).catch(() => undefined);
  const elsewhere = join('/var/lib/guixin-hub', createHash('sm3').update(dataDir).digest('hex').slice(0, 16));
  const moved =
    hasData || folder === elsewhere ? undefined : await withCopy(elsewhere, binaries).catch(() => undefined);
  if (!moved)
    throw databaseFaults.DATABASE_FILES_UNUSABLE(
      `PostgreSQL does not run as root, and no other user can enter ${folder}; ` +
        'set HUB_DATA_DIR to a folder that others can enter, for example /var/lib/guixin-hub/data, or start as an ordinary user',
    );
  await writeFile(note, `${elsewhere}\n`);
  log.warn(
    { folder: elsewhere },
    `the database files are in ${elsewhere}: only root can enter ${dataDir}, and PostgreSQL does not run as root`,
  );
  return moved;
}

async function withCopy(folder: string, binaries: Binaries): Promise<Settled | undefined> {
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const root = join(folder, 'programs');
  const copy = await copyBinaries(binaries, root);
  const footing = await chooseFooting(folder, copy);
  if (footing) return { folder, binaries: copy, footing };
  await rm(root, { recursive: true, force: true });
  return undefined;
}
