import { type ChildProcess, execFileSync, spawn, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
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

/** User and system time that a process and all below it have used, in ms (Linux; ticks of 10 ms). */
export const cpuMs = (pid: number): number => familyOf(pid).reduce((sum, one) => sum + cpuMsAlone(one), 0);

/** Of one process only, whatever it has started. */
export function cpuMsAlone(pid: number): number {
  const [user = 0, system = 0] = statOf(pid).slice(11, 13).map(Number);
  return (user + system) * 10;
}

/** Resident memory of a process and all below it, in MiB. */
export const residentMiB = (pid: number): number =>
  familyOf(pid).reduce((sum, one) => sum + Number(statOf(one)[21] ?? 0) * 4096, 0) / 2 ** 20;

function familyOf(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), Number(statOf(Number(name))[1])] as const);
  const family = [pid];
  // The list grows while it is walked: children of children are found in their turn.
  for (const one of family) family.push(...parents.filter(([, up]) => up === one).map(([child]) => child));
  return family;
}

// The fields after the command's name, which may hold anything: state is first.
function statOf(pid: number): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

function hasTaskset(): boolean {
  try {
    execFileSync('taskset', ['-V'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
