import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { peopleOf } from './intake/batches.ts';
import { copyPeer } from './intake/copy.ts';
import { ownerOf } from './intake/database.ts';
import { watchMemory } from './intake/memory.ts';
import { fileParents } from './intake/parents.ts';
import { realName } from './intake/real-name.ts';
import { Senders } from './intake/sending.ts';
import { EMPTY, startHub, tokenOf } from './hub.ts';
import { type Measure, median, percentile } from './report.ts';

const [SENDERS, BATCH, REAL_NAME_SITES] = [8, 500, 4];
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 4);
const [ROUND_S, WARM_S] = [10, 8];
const COPIED = 100_000;
const MEMORY_MINUTES = Number(process.env.BENCH_MINUTES ?? 1);
const SHARE_OF_MOST = 0.7;

/**
 * Attendance as vendors send it, into a hub started as a user starts it: documents instead of ids, a verdict for every
 * record, acknowledged when durable. Against COPY into a table of the same columns and indexes on the same server.
 */
export async function bench(): Promise<readonly Measure[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hub-bench-'));
  try {
    const hub = await startHub(dataDir, { HUB_SEED: 'none' }, EMPTY);
    try {
      return await measured(hub.url, hub.child.pid!, dataDir);
    } finally {
      await hub.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function measured(url: string, pid: number, dataDir: string): Promise<Measure[]> {
  const tokens = { enterprise: tokenOf(dataDir, 'enterprise'), vendor: tokenOf(dataDir, 'vendor') };
  // Sites of their own for the 603号 interface, so that no punch meets one of the other way.
  const filed = await fileParents(url, tokens, { sites: SENDERS + REAL_NAME_SITES, workers: BATCH });
  const sites = filed.slice(0, SENDERS);
  const batches = sites.map((site) => peopleOf(site, BATCH));
  const senders = new Senders({ url, token: tokens.vendor, batches, connections: 32 });
  try {
    await senders.run({ seconds: WARM_S });
    const owner = await ownerOf(dataDir);
    const copy = await copyPeer(owner);
    await copy.run(COPIED / 4);
    const [hubRates, copyRates]: [number[], number[]] = [[], []];
    // By turns, because a shared machine is slower at one minute than at the next.
    for (let round = 0; round < ROUNDS; round += 1) {
      const { records, seconds } = await senders.run({ seconds: ROUND_S });
      hubRates.push(records / seconds);
      copyRates.push(await copy.run(COPIED));
    }
    const settings = await durability(owner);
    await owner.end();
    const most = median(hubRates);
    const steady = { seconds: MEMORY_MINUTES * 60, batchesPerSecond: (most * SHARE_OF_MOST) / BATCH };
    const watched = watchMemory(pid);
    const { latencies, wrong } = await senders.run(steady);
    const memory = watched.end();
    return [
      throughput(most, median(copyRates), settings),
      {
        name: `99th of 100 batches of ${BATCH} at 70 % of the most`,
        value: percentile(latencies, 0.99),
        unit: 'ms',
        target: '< 500',
        met: percentile(latencies, 0.99) < 500,
      },
      { name: 'the median of these', value: median(latencies), unit: 'ms' },
      { name: 'batches refused at that rate', value: wrong, unit: '', target: '0', met: wrong === 0 },
      ...memory,
      ...(await realName(url, dataDir, filed.slice(SENDERS))),
    ];
  } finally {
    await senders.end();
  }
}

const throughput = (rate: number, copy: number, settings: string): Measure => ({
  name: `attendance by GraphQL, batches of ${BATCH}, ${SENDERS} senders (${settings})`,
  value: rate,
  unit: 'records/s',
  peer: `COPY: ${copy.toFixed(0)} records/s`,
  ratio: rate / copy,
  target: '≥ 0.20 of COPY and ≥ 12,000',
  met: rate / copy >= 0.2 && rate >= 12_000,
});

/** What the server says of itself, so that the figure cannot be one of a server that forgets. */
async function durability(owner: Awaited<ReturnType<typeof ownerOf>>): Promise<string> {
  const names = ['fsync', 'synchronous_commit', 'full_page_writes'];
  const { rows } = await owner.query<{ name: string; setting: string }>(
    'select name, setting from pg_settings where name = any($1) order by name',
    [names],
  );
  return rows.map(({ name, setting }) => `${name} ${setting}`).join(', ');
}
