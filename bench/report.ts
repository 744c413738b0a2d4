import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

/** One measured figure. `ratio` is value ÷ peer, taken in the same run; `target` says what is wanted of it. */
export interface Measure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly peer?: string;
  readonly ratio?: number;
  readonly target?: string;
  readonly met?: boolean;
}

const FOLDER = new URL('./results/', import.meta.url).pathname;

/** Prints the measures as a table and writes `bench/results/NAME.json`, with the machine and the commit. */
export async function report(name: string, measures: readonly Measure[]): Promise<void> {
  const rows = measures.map((one) => ({
    measure: one.name,
    value: `${rounded(one.value)} ${one.unit}`,
    peer: one.peer ?? '',
    ratio: one.ratio === undefined ? '' : rounded(one.ratio),
    target: one.target ?? '',
    met: one.met === undefined ? '' : one.met ? 'yes' : 'NO',
  }));
  console.log(`\n${name}`);
  console.table(rows);
  await mkdir(FOLDER, { recursive: true });
  const file = join(FOLDER, `${name}.json`);
  await writeFile(file, `${JSON.stringify({ name, ...circumstances(), rows: measures }, null, 2)}\n`);
  console.log(`written to bench/results/${name}.json`);
}

function circumstances() {
  const git = (...words: string[]) => execFileSync('git', words, { encoding: 'utf8' }).trim();
  return {
    at: new Date().toISOString(),
    commit: git('rev-parse', '--short', 'HEAD'),
    changed: git('status', '--porcelain').length > 0,
    machine: {
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
    },
    node: process.version,
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!;

const rounded = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2));
