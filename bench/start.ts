import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startHub } from './hub.ts';
import { memoryOf } from './processes.ts';
import { type Measure, median } from './report.ts';

const ROUNDS = 3;
const [COLD_MS, WARM_MS, STOP_MS] = [20_000, 5_000, 3_000];

/** Cold start (empty data directory, demo seeded), warm start, stop, and memory at rest. */
export async function bench(): Promise<readonly Measure[]> {
  const [cold, warm, stops, memory]: number[][] = [[], [], [], []];
  for (let round = 0; round < ROUNDS; round++) {
    const dataDir = await mkdtemp(join(tmpdir(), 'hub-bench-'));
    try {
      const first = await startHub(dataDir);
      cold!.push(first.ms);
      stops!.push(await first.stop());
      const second = await startHub(dataDir);
      warm!.push(second.ms);
      await pause(2_000);
      memory!.push(memoryOf(second.child.pid!));
      stops!.push(await second.stop());
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  }
  return [
    limited('cold start to first answer', median(cold!), COLD_MS),
    limited('warm start to first answer', median(warm!), WARM_MS),
    limited('stop', Math.max(...stops!), STOP_MS),
    { name: 'memory at rest, PostgreSQL included', value: median(memory!), unit: 'MiB' },
  ];
}

const limited = (name: string, ms: number, limit: number): Measure => ({
  name,
  value: ms,
  unit: 'ms',
  peer: `limit ${limit} ms`,
  ratio: ms / limit,
  target: '≤ 1',
  met: ms <= limit,
});
