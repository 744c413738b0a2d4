import { type ChildProcess, execFileSync, spawn, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';

/** The gateway has a core of its own; load and subgraphs share the other. Unpinned where `taskset` is missing. */
export const [GATEWAY_CORE, OTHER_CORE] = [0, 1];

export const canPin: boolean = cpus().length > 1 && hasTaskset();

interface Options {
  readonly core?: number | undefined;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdio: StdioOptions;
}

const allCores = `0-${cpus().length - 1}`;

/** This process, which only watches, goes to where load and subgraphs are; or back to all cores, as its children will. */
export function pinSelf(core: number | undefined): void {
  if (canPin)
    execFileSync('taskset', ['-acp', String(core ?? allCores), String(process.pid)], { stdio: 'ignore' });
}

/** Node on one core, or on all when none is named; as this process where cores cannot be chosen. */
export function pinned(words: readonly string[], { core, env = {}, stdio }: Options): ChildProcess {
  const command = [process.execPath, ...words];
  if (canPin) command.unshift('taskset', '-c', String(core ?? allCores));
  const child = spawn(command[0]!, command.slice(1), { env: { ...process.env, ...env }, stdio });
  started.add(child);
  child.once('exit', () => started.delete(child));
  return child;
}

/** A bench that is broken off leaves no gateway behind. */
const started = new Set<ChildProcess>();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    for (const child of started) child.kill('SIGKILL');
    process.exit(130);
  });

const PATIENCE_MS = 8_000;

/** Ends a child of this bench, gently first. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const impatient = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  await gone;
  clearTimeout(impatient);
}

function hasTaskset(): boolean {
  try {
    execFileSync('taskset', ['-V'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
