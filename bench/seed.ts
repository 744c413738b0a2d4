import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startHub } from './hub.ts';
import { copyPeer } from './intake/copy.ts';
import { ownerOf } from './intake/database.ts';
import { type Measure, median } from './report.ts';

const LAUNCHER = fileURLToPath(new URL('../bin/hub.mjs', import.meta.url));
const [COPIED, ROUNDS] = [200_000, 5];
const [LEAST_SHARE, MOST_MIB] = [0.25, 600];
const SIZE = process.env.BENCH_SCALE ?? 'city';

/**
 * `hub seed --scale city` (BENCH_SCALE=province for the whole) into an empty folder, against PostgreSQL's own COPY of attendance
 * rows into a table with the columns, checks and indexes of a month of attendance, on the same server, right after it.
 */
export async function bench(): Promise<readonly Measure[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hub-bench-'));
  try {
    const env = { ...process.env, HUB_DATA_DIR: dataDir, HUB_LOG_LEVEL: 'error' };
    const { stdout } = await promisify(execFile)(process.execPath, [LAUNCHER, 'seed', '--scale', SIZE], {
      env,
    });
    const told = /^(\d+) records in (\d+) s \((\d+) a second\), (\d+) MiB .* ([\d.]+) GiB on disk$/m.exec(
      stdout,
    );
    if (!told) throw new Error(`the seed told nothing of itself:\n${stdout.slice(-400)}`);
    const [records, seconds, rate, memory, disk] = told.slice(1).map(Number) as [
      number,
      number,
      number,
      number,
      number,
    ];
    const copy = await copied(dataDir);
    return [
      {
        name: `${SIZE}: records written`,
        value: rate,
        unit: 'records/s',
        peer: `COPY: ${copy.toFixed(0)} records/s`,
        ratio: rate / copy,
        target: `≥ ${LEAST_SHARE} of COPY`,
        met: rate / copy >= LEAST_SHARE,
      },
      { name: `${SIZE}: all of it`, value: seconds, unit: 's', peer: `${records} records` },
      {
        name: `${SIZE}: generator and record writer`,
        value: memory,
        unit: 'MiB',
        target: `≤ ${MOST_MIB}`,
        met: memory <= MOST_MIB,
      },
      { name: `${SIZE}: on disk`, value: disk, unit: 'GiB' },
    ];
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function copied(dataDir: string): Promise<number> {
  const hub = await startHub(dataDir, { HUB_SEED: 'none' }, '"totalCount":');
  const owner = await ownerOf(dataDir);
  try {
    const copy = await copyPeer(owner);
    await copy.run(COPIED / 4);
    const rates: number[] = [];
    for (let round = 0; round < ROUNDS; round++) rates.push(await copy.run(COPIED));
    return median(rates);
  } finally {
    await owner.end();
    await hub.stop();
  }
}
