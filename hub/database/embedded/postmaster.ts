import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { databaseFaults } from '../faults.ts';
import type { Binaries } from './binaries.ts';
import { type Footing, standing } from './footing.ts';
import { SOCKET_REFUSED } from './socket.ts';
import { childrenOf, commandLineOf, endedWithin, isAlive, signal } from './process-table.ts';

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly sockets: string | undefined;
  readonly process: ChildProcess;
}

// The shell becomes PostgreSQL. Before that it leaves a watcher behind, whose standard input is a pipe that only the
// hub holds open: however the hub ends, kill -9 included, the pipe closes and the watcher stops PostgreSQL. The double
// fork keeps the watcher from being PostgreSQL's child, which PostgreSQL would take for a crashed one of its own.
// It knows PostgreSQL by the folder it works in, not by postmaster.pid, which others may have removed or written anew.
const START = `
exec 3<&0
( (
  cd "$1"
  read -r _ <&3
  mine() { [ "$(cat /proc/$$/comm)" = postgres ] && [ /proc/$$/cwd -ef . ]; }
  mine && kill -INT $$
  n=0; while mine && [ $n -lt 20 ]; do sleep 0.1; n=$((n+1)); done
  mine && kill -QUIT $$
) >/dev/null 2>&1 & )
exec 3<&- </dev/null
shift
exec "$@"
`;

const START_WITHIN_MS = 120_000;
// On a loaded machine the last processes of a killed server take many seconds to go.
const ATTEMPTS = 60;
// Another process may take the port in between; a killed server's last processes hold its memory and its lock file.
const PASSES = /Address already in use|shared memory block .* still in use|lock file .* already exists/;

/**
 * Starts PostgreSQL on a free port of 127.0.0.1, and on a socket where the file system allows one, and returns when it answers.
 * @throws Fault `DATABASE_SERVER_FAILED`
 */
export async function startPostmaster(
  folder: string,
  binaries: Binaries,
  footing: Footing,
  settings: Readonly<Record<string, string>>,
  socketFolder?: string,
): Promise<Postmaster> {
  let sockets = socketFolder;
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const own = { port: String(port), unix_socket_directories: sockets ?? '' };
    const child = await launch(folder, binaries, footing, { ...settings, ...own });
    if (await isReady(join(folder, 'data'), child)) return { pid: child.pid!, port, sockets, process: child };
    const said = await lastWords(folder);
    if (sockets !== undefined && SOCKET_REFUSED.test(said)) {
      sockets = undefined;
      continue;
    }
    if (!PASSES.test(said) || attempt === ATTEMPTS)
      throw databaseFaults.DATABASE_SERVER_FAILED(`PostgreSQL did not start; it said:\n${said}`);
    await pause(300);
    await clearOrphan(join(folder, 'data'));
  }
}

/** Fast shutdown; an immediate one (recovered at the next start) when that takes longer than two seconds. */
export async function stopProcess(pid: number): Promise<void> {
  signal(pid, 'SIGINT');
  if (await endedWithin(pid, 2_000)) return;
  signal(pid, 'SIGQUIT');
  if (await endedWithin(pid, 500)) return;
  // A killed postmaster leaves its children behind: a checkpointer that waits for the disk would go on writing.
  const family = [pid, ...(await childrenOf(pid))];
  for (const member of family) signal(member, 'SIGKILL');
  await Promise.all(family.map((member) => endedWithin(member, 400)));
}

/** A server left by a killed hub: stopped when it still runs, and its lock file removed when it does not. Whether it ran. */
export async function clearOrphan(data: string): Promise<boolean> {
  const lockFile = join(data, 'postmaster.pid');
  const file = await readFile(lockFile, 'utf8').catch(() => undefined);
  if (file === undefined) return false;
  const [pid = Number.NaN, directory = ''] = [Number(file.split('\n')[0]), file.split('\n')[1]];
  const command = pid > 0 && (await isAlive(pid)) ? await commandLineOf(pid) : [];
  // The number may belong to another program by now, so the command line decides.
  if (!command[0]?.endsWith('/postgres') || !command.includes(directory)) {
    await rm(lockFile, { force: true });
    return false;
  }
  await stopProcess(pid);
  return true;
}

async function launch(
  folder: string,
  binaries: Binaries,
  footing: Footing,
  settings: Readonly<Record<string, string>>,
): Promise<ChildProcess> {
  const data = join(folder, 'data');
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const { file, args, options } = standing(footing, [
    '/bin/sh',
    '-c',
    START,
    'sh',
    data,
    binaries.postgres,
    '-D',
    data,
    ...flags,
  ]);
  const log = await open(join(folder, 'server.log'), 'w', 0o600);
  try {
    // A session of its own: Ctrl-C in a terminal must reach the hub first, which then stops the server in order.
    const child = spawn(file, args, {
      ...options,
      cwd: '/',
      detached: true,
      env: { PATH: '/usr/bin:/bin', LANG: 'C', ...binaries.env },
      stdio: ['pipe', log.fd, log.fd],
    });
    child.stdin!.on('error', () => undefined);
    await once(child, 'spawn');
    child.unref();
    (child.stdin as unknown as { unref(): void }).unref();
    return child;
  } finally {
    await log.close();
  }
}

async function isReady(data: string, child: ChildProcess): Promise<boolean> {
  const until = performance.now() + START_WITHIN_MS;
  while (child.exitCode === null && child.signalCode === null && performance.now() < until) {
    const lines = (await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
    if (lines[0] === String(child.pid) && lines[7]?.trim() === 'ready') return true;
    await pause(10);
  }
  if (child.exitCode === null && child.signalCode === null) await stopProcess(child.pid!);
  child.stdin!.destroy();
  return false;
}

async function lastWords(folder: string): Promise<string> {
  const text = await readFile(join(folder, 'server.log'), 'utf8').catch(() => '');
  return text.trim().split('\n').slice(-8).join('\n');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}
