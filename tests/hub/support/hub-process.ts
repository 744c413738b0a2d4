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

/** Ends the process by a signal and tells how many milliseconds that took. */
export async function end(hub: HubProcess, signal: NodeJS.Signals): Promise<number> {
  const from = performance.now();
  const gone = once(hub.child, 'exit');
  hub.child.kill(signal);
  await gone;
  return performance.now() - from;
}

/** A folder for one test, removed with `await using`. */
export async function temporaryFolder(under = tmpdir()): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(under, 'hub-database-'));
  await chmod(path, 0o755);
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Milliseconds until the process is gone; fails after `limit`. */
export async function goneWithin(pid: number, limit: number): Promise<number> {
  const from = performance.now();
  if (!(await endedWithin(pid, limit))) throw new Error(`process ${pid} still runs after ${limit} ms`);
  return performance.now() - from;
}
