import { readdirSync, readFileSync } from 'node:fs';

// What Linux tells of processes. Elsewhere these figures are 0.

/** Resident memory of a process and all below it, in MiB: private and shared pages, each counted once per process. */
export const memoryOf = (pid: number): number => memoryOfAll(familyOf(pid));

/** The same without PostgreSQL: the hub's process, and the one in which it makes plans. */
export const memoryOfHub = (pid: number): number => memoryOfAll(familyOf(pid).filter(isNode));

/** User and system time that a process and all below it have used, in ms (ticks of 10 ms). */
export const cpuMs = (pid: number): number => familyOf(pid).reduce((sum, one) => sum + cpuMsAlone(one), 0);

/** Of one process, and of what it started and that has ended. */
export function cpuMsAlone(pid: number): number {
  const [user = 0, system = 0, ofThoseGone = 0, systemOfThoseGone = 0] = statOf(pid)
    .slice(11, 15)
    .map(Number);
  return (user + system + ofThoseGone + systemOfThoseGone) * 10;
}

function familyOf(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), Number(statOf(Number(name))[1])] as const);
  const family = [pid];
  // The list grows while it is walked: children of children are found in their turn.
  for (const one of family) family.push(...parents.filter(([, up]) => up === one).map(([child]) => child));
  return family;
}

const isNode = (pid: number): boolean => read(`/proc/${pid}/cmdline`).split('\0', 1)[0]!.endsWith('node');

// Pss, so that pages which several share are not counted once for each.
const memoryOfAll = (pids: readonly number[]): number =>
  pids.reduce(
    (sum, pid) => sum + Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0),
    0,
  ) / 1024;

// The fields after the command's name, which may hold anything: state is first.
function statOf(pid: number): string[] {
  const text = read(`/proc/${pid}/stat`);
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** Nothing of a process that is gone. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
