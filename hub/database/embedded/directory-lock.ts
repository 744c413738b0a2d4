import { mkdir, readFile, readlink, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { databaseFaults } from '../faults.ts';

export interface DirectoryLock {
  release(): Promise<void>;
}

const BEAT_MS = 2_000;
const SILENT_MS = 8_000;

/**
 * Makes this process the only hub on a data directory (数据目录锁). The lock is an abstract Unix socket named after the
 * directory's inode: the kernel gives it up when the process dies, so there is no stale lock to judge. `hub.pid` beside
 * it names the holder, and its heartbeat covers what a socket cannot see: a second container on the same volume.
 * @throws Fault `DATABASE_IN_USE`
 */
export async function lockDirectory(folder: string): Promise<DirectoryLock> {
  await mkdir(folder, { recursive: true });
  const { dev, ino } = await stat(folder, { bigint: true });
  const pidFile = join(folder, 'hub.pid');
  const socket = await listen(`\0guixin-hub/${dev}/${ino}`).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    const pid = (await holderIn(pidFile))?.pid ?? 'unknown';
    throw databaseFaults.DATABASE_IN_USE(
      `${folder} is in use by the hub with process id ${pid}; stop it (kill ${pid}) or set HUB_DATA_DIR to another folder`,
    );
  });
  try {
    const network = await readlink('/proc/self/ns/net').catch(() => '');
    await waitForSilence(folder, pidFile, network);
    await writeFile(pidFile, `${process.pid}\n${network}\n`);
  } catch (error) {
    socket.close();
    throw error;
  }
  const beat = setInterval(
    () => void utimes(pidFile, new Date(), new Date()).catch(() => undefined),
    BEAT_MS,
  );
  beat.unref();
  return {
    async release() {
      clearInterval(beat);
      await rm(pidFile, { force: true });
      await new Promise((closed) => socket.close(closed));
    },
  };
}

function listen(name: string): Promise<Server> {
  const server = createServer((connection) => connection.destroy());
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(name, () => {
      server.unref();
      resolve(server);
    });
  });
}

/** A holder in another network namespace (a container) is alive as long as its heartbeat goes on. */
async function waitForSilence(folder: string, pidFile: string, network: string): Promise<void> {
  const holder = await holderIn(pidFile);
  if (!holder || holder.network === network) return;
  for (let { at } = holder; Date.now() - at < SILENT_MS; await pause(200)) {
    const now = await holderIn(pidFile);
    if (!now) return;
    if (now.at !== at)
      throw databaseFaults.DATABASE_IN_USE(
        `${folder} is in use by a hub in another container (its process id there: ${now.pid}); ` +
          'stop that one or set HUB_DATA_DIR to another folder',
      );
  }
}

async function holderIn(pidFile: string): Promise<{ pid: string; network: string; at: number } | undefined> {
  try {
    const [pid = 'unknown', network = ''] = (await readFile(pidFile, 'utf8')).split('\n');
    return { pid, network, at: (await stat(pidFile)).mtimeMs };
  } catch {
    return undefined;
  }
}
