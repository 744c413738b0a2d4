import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endedWithin } from '../../../hub/database/embedded/process-table.ts';

/** A process of its own that holds a database open, so that a test can kill it in any way. */
export interface HubProcess {
  readonly child: ChildProcess;
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly postmasterPid: number;
}

const HOLDER = fileURLToPath(new URL('hold-database.ts', import.meta.url));

/** @throws Error with what the process wrote, when it ended instead of opening */
export async function holdDatabase(
  dataDir: string,
  ways: { uid?: number; master?: string; holder?: string; node?: string } = {},
): Promise<HubProcess> {
  const { uid } = ways;
  const child = spawn(ways.node ?? process.execPath, [ways.holder ?? HOLDER, dataDir, ways.master ?? 'm'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: '/',
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  let [out, err] = ['', ''];
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  child.stdout.setEncoding('utf8');
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (text: string) => {
      out += text;
      if (out.includes('\n')) resolve();
    });
    child.once('close', () => reject(new Error(err || 'the process ended without a word')));
    child.once('error', reject);
  });
  return { child, ...JSON.parse(out) };
}

/** What ends by itself has ended by then, whatever else the machine does; what hangs has not. */
export const SOON_MS = 30_000;

/** Ends the process by a signal. */
export async function end(hub: HubProcess, signal: NodeJS.Signals): Promise<void> {
  const exited = once(hub.child, 'exit');
  hub.child.kill(signal);
  await exited;
}

/** A folder for one test, removed with `await using`. */
export async function temporaryFolder(under = tmpdir()): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(under, 'hub-database-'));
  await chmod(path, 0o755);
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Waits until the process is gone. @throws Error when it stays */
export async function gone(pid: number): Promise<void> {
  if (!(await endedWithin(pid, SOON_MS))) throw new Error(`process ${pid} still runs after ${SOON_MS} ms`);
}
