import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import { ROOT } from '../../support/rooms.ts';
import { surroundings } from '../../support/surroundings.ts';

/** What is killed: the hub's processes, the PostgreSQL server with all its processes, or both at the same instant. */
export type Victim = 'hub' | 'database' | 'both';

/** A hub and its database that are killed and started again on the same data. */
export interface Site {
  readonly name: string;
  /** Where the hubs answer, each the same after every start. */
  readonly urls: readonly string[];
  readonly victims: readonly Victim[];
  tokens(): Readonly<Record<string, string>>;
  realNameClient(): { readonly appid: string; readonly secret: string };
  /** Sends SIGKILL at once, before it returns its promise, which ends when all that was to end has ended. */
  kill(victim: Victim): Promise<void>;
  /** Starts again what was killed, until the hub answers. */
  restart(): Promise<void>;
  /** Asks the database as its superuser. */
  sql<Result>(work: (client: Client) => Promise<Result>): Promise<Result>;
  /** What the hubs have written since they were started. */
  said(): string;
  close(): Promise<void>;
}

/** A hub in a process group of its own, so that a kill leaves none of its processes. */
export interface GroupedHub {
  readonly child: ChildProcess;
  readonly said: () => string;
  kill(): void;
  readonly gone: Promise<[code: number | null, signal: NodeJS.Signals | null]>;
}

// A group of its own hears no Ctrl-C, and must not outlive whoever started it.
const running = new Set<number>();
process.once('exit', () => {
  for (const pid of running) killGroup(pid);
});

const READY_WITHIN_MS = 120_000;

/** Starts a hub with these settings and waits until it is up. @throws Error with what it wrote when it ends first */
export async function startGrouped(env: Readonly<Record<string, string>>): Promise<GroupedHub> {
  const child = spawn(process.execPath, [join(ROOT, 'bin/hub.mjs'), 'start'], {
    cwd: ROOT,
    env: {
      ...surroundings(),
      HUB_SEED: 'none',
      HUB_LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let said = '';
  const gone = once(child, 'exit') as GroupedHub['gone'];
  running.add(child.pid!);
  void gone.finally(() => running.delete(child.pid!));
  const up = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`hub start took too long\n${said}`)), READY_WITHIN_MS);
    const listen = (text: string) => {
      said = (said + text).slice(-40_000);
      if (said.includes('Ctrl-C stops it')) resolve();
    };
    child.stdout.setEncoding('utf8').on('data', listen);
    child.stderr.setEncoding('utf8').on('data', listen);
    void gone.then(([code]) => reject(new Error(`hub start ended with ${code}\n${said}`)));
    void gone.finally(() => clearTimeout(timer));
  });
  await up;
  return { child, said: () => said, gone, kill: () => killGroup(child.pid!) };
}

/** SIGKILL to a whole process group; one that is gone already is what was wanted. */
function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** SIGKILL to the postmaster first, so that it starts nothing anew, and to all its processes. */
export function killServer(postmaster: number): void {
  const family = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8');
  for (const pid of [postmaster, ...family.split(' ').filter(Boolean).map(Number)])
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
}

/** What a hub writes for outside programs at each start. */
export function credentialsIn(dataDir: string) {
  return JSON.parse(readFileSync(join(dataDir, 'demo-credentials.json'), 'utf8')) as {
    readonly tokens: Record<string, string>;
    readonly realNameClients: readonly { readonly appid: string; readonly secret: string }[];
  };
}

/** The client that is the hub's own, not the one of the golden vectors. */
export const demoRealNameClient = (dataDir: string) =>
  credentialsIn(dataDir).realNameClients.find(({ appid }) => appid.startsWith('DEMO'))!;
