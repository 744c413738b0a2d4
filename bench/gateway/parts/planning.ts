import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Measure } from '../../report.ts';
import { type ContenderName, contenders, peersInstalled, startContender } from '../contenders.ts';
import { limited } from '../measures.ts';
import { connections } from '../settings.ts';
import type { Stage } from '../stage.ts';

const MISSES = 500;
const [P99_MS, MOST_MS] = [5, 15];
/** As many as the engine plans at once. */
const FEW = 8;
const LONG_S = 60;

interface Delay {
  readonly mean: number;
  readonly p99: number;
  readonly most: number;
}

interface Watched extends Delay {
  /** CPU of the main thread from one timer of a millisecond to the next. */
  readonly cpu: Delay;
}

/**
 * How late the gateway's event loop is while 500 operations are planned that it has never seen. The subgraphs answer
 * empty lists meanwhile, so that it is planning that is measured.
 */
export async function planning(stage: Stage): Promise<Measure[]> {
  await stage.subgraphs({ empty: true });
  try {
    const peers: ContenderName[] = peersInstalled ? ['stock', 'hive'] : [];
    const rows: Measure[] = [];
    for (const name of peers) rows.push(...(await watched(stage, name, connections, true)));
    for (const isFree of [true, false])
      for (const among of [connections, FEW]) rows.push(...(await watched(stage, 'hub', among, isFree)));
    return rows;
  } finally {
    await stage.subgraphs({ empty: false });
  }
}

async function watched(
  stage: Stage,
  name: ContenderName,
  among: number,
  isFree: boolean,
): Promise<Measure[]> {
  const file = join(stage.folder, 'loop.json');
  const preload = fileURLToPath(new URL('../watch-loop.mjs', import.meta.url));
  const env = { NODE_OPTIONS: `--import=${preload}`, BENCH_LOOP_FILE: file };
  const gateway = await startContender(name, { supergraph: stage.shop, env, isFree });
  const job = { port: gateway.port, path: '/graphql', connections: among };
  const missesFrom = (from: number, most: number) => ({ by: 'misses' as const, from, most });
  try {
    await stage.load({ ...job, made: missesFrom(MISSES, MISSES / 5), seconds: LONG_S });
    rmSync(file, { force: true });
    process.kill(gateway.pid, 'SIGUSR2');
    const result = await stage.load({ ...job, made: missesFrom(0, MISSES), seconds: LONG_S });
    process.kill(gateway.pid, 'SIGUSR2');
    const { mean, p99, most, cpu } = await written(file);
    const cores = isFree ? 'all cores' : 'one core';
    const what = `${contenders[name].title}, ${MISSES} misses, ${among} at once, ${cores}`;
    if (result.wrong > 0) console.log(`${what}: ${result.wrong} refused or wrong, as ${result.example}`);
    const judged = name === 'hub' && isFree;
    const row = (which: string, value: number, limit: number): Measure =>
      judged
        ? limited(`${what}: ${which}`, value, 'ms', limit)
        : { name: `${what}: ${which}`, value, unit: 'ms' };
    return [
      { name: `${what}: loop delay, mean`, value: mean, unit: 'ms' },
      row('loop delay, p99', p99, P99_MS),
      row('loop delay, most', most, MOST_MS),
      { name: `${what}: CPU of a turn, mean`, value: cpu.mean, unit: 'ms' },
      { name: `${what}: CPU of a turn, p99`, value: cpu.p99, unit: 'ms' },
      { name: `${what}: CPU of a turn, most`, value: cpu.most, unit: 'ms' },
      { name: `${what}: wall time`, value: result.seconds * 1000, unit: 'ms' },
      { name: `${what}: refused or wrong`, value: result.wrong, unit: '' },
    ];
  } finally {
    await gateway.stop();
  }
}

async function written(file: string): Promise<Watched> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (existsSync(file)) {
      const text = readFileSync(file, 'utf8');
      if (text.endsWith('}')) return JSON.parse(text) as Watched;
    }
    await pause(25);
  }
  throw new Error('the gateway did not write how late its loop was');
}
