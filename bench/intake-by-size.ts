import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import { startHub, type StartedHub, tokenOf } from './hub.ts';
import { ownerOf } from './intake/database.ts';
import { seededBatches } from './intake/seeded.ts';
import { Senders } from './intake/sending.ts';
import { cpuMs } from './processes.ts';
import { type Measure, median } from './report.ts';

const [SENDERS, BATCH, CONNECTIONS] = [8, 500, 32];
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const [ROUND_S, WARM_S] = [Number(process.env.BENCH_SECONDS ?? 15), Number(process.env.BENCH_WARM ?? 20)];
const LEAST = 0.7;
/** The business day the databases are seeded for: their punches are those of the month before. */
const NOW = process.env.BENCH_NOW ?? '2026-11-22T08:00:00+08:00';

const HOW = `
intake-by-size compares the intake of two databases that hold different numbers of punches in one month. Make them first:

  export HUB_SEED=none HUB_NOW=${NOW}
  HUB_DATA_DIR=/tmp/city     hub seed --scale city          1.4 million punches, about two minutes
  HUB_DATA_DIR=/tmp/province hub seed --scale province      20 million, about half an hour and 15 GiB
  BENCH_SMALL=/tmp/city BENCH_LARGE=/tmp/province npm run bench -- intake-by-size

It adds punches to both. BENCH_ROUNDS (5), BENCH_SECONDS (15 a round) and BENCH_WARM (20) are how often and how long, BENCH_NOW the
business time of the seeds.`;

/**
 * Attendance into a month that holds many punches already, against the same into one that holds few: the same senders and
 * batches, by turns, people of all projects by turns, so that every part of every index is written to.
 */
export async function bench(): Promise<readonly Measure[]> {
  const { BENCH_SMALL: small, BENCH_LARGE: large } = process.env;
  if (![small, large].every((dataDir) => dataDir && existsSync(join(dataDir, 'keys/keyring.json')))) {
    console.error(HOW);
    process.exit(2);
  }
  const contenders: Contender[] = [];
  try {
    for (const dataDir of [small!, large!]) contenders.push(await open(dataDir));
    return await compared(contenders as [Contender, Contender]);
  } finally {
    for (const one of contenders) await one.close();
  }
}

async function compared([small, large]: [Contender, Contender]): Promise<Measure[]> {
  for (const one of [small, large]) await one.senders.run({ seconds: WARM_S });
  // By turns, because a shared machine is slower at one minute than at the next; and each goes first as often.
  for (let round = 0; round < ROUNDS; round += 1)
    for (const one of round % 2 === 0 ? [small, large] : [large, small]) await one.measure();
  const ratios = large.rates.map((rate, round) => rate / small.rates[round]!);
  for (const { name, rates, cpu, wal } of [small, large])
    console.log(
      `${name}: ${listed(rates, 0)} records/s; CPU ${listed(cpu, 0)} µs a record; WAL ${listed(wal, 0)} bytes a record`,
    );
  const [a, b] = [median(small.rates), median(large.rates)];
  return [
    {
      name: `attendance, batches of ${BATCH}, ${SENDERS} senders, into ${large.name} (${large.settings})`,
      value: b,
      unit: 'records/s',
      peer: `into ${small.name}: ${a.toFixed(0)} records/s`,
      ratio: b / a,
      target: `≥ ${LEAST}`,
      met: b / a >= LEAST,
    },
    { name: 'the ratio of rounds beside each other, median', value: median(ratios), unit: '' },
    ...both('CPU of hub and PostgreSQL', small.cpu, large.cpu, 'µs a record'),
    ...both('WAL', small.wal, large.wal, 'bytes a record'),
  ];
}

const both = (name: string, small: readonly number[], large: readonly number[], unit: string): Measure[] => [
  {
    name: `${name}, large`,
    value: median(large),
    unit,
    peer: `small: ${median(small).toFixed(0)} ${unit}`,
    ratio: median(large) / median(small),
  },
];

const listed = (values: readonly number[], digits: number): string =>
  values.map((one) => one.toFixed(digits)).join(', ');

/** A hub on a seeded data folder, and who sends to it. */
interface Contender {
  /** How many punches the month holds before the first is sent. */
  readonly name: string;
  readonly settings: string;
  readonly senders: Senders;
  readonly rates: number[];
  readonly cpu: number[];
  readonly wal: number[];
  measure(): Promise<void>;
  close(): Promise<void>;
}

async function open(dataDir: string): Promise<Contender> {
  const hub = await startHub(dataDir, { HUB_SEED: 'none', HUB_NOW: NOW }, '"totalCount":');
  const owner = await ownerOf(dataDir);
  await untilIndexed(owner, dataDir);
  const { batches, until, month } = await seededBatches(owner, new Date(NOW), BATCH);
  const senders = new Senders({
    url: hub.url,
    token: tokenOf(dataDir, 'vendor'),
    batches,
    senders: SENDERS,
    connections: CONNECTIONS,
    until,
    sentAt: new Date(NOW),
    // Punches of an earlier run stand there already.
    firstRound: Math.floor(Math.random() * 60_000),
  });
  const [rates, cpu, wal]: number[][] = [[], [], []];
  return {
    name: await sizeOf(owner, month),
    settings: await settingsOf(owner),
    senders,
    rates: rates!,
    cpu: cpu!,
    wal: wal!,
    async measure() {
      const [used, written] = [cpuMs(hub.child.pid!), await walOf(owner)];
      const { records, seconds } = await senders.run({ seconds: ROUND_S });
      rates!.push(records / seconds);
      cpu!.push(((cpuMs(hub.child.pid!) - used) * 1000) / records);
      wal!.push(((await walOf(owner)) - written) / records);
    },
    close: () => closed(senders, owner, hub),
  };
}

/** A database that an older version has made gets its new indexes after the start; what is being made is not what is measured. */
async function untilIndexed(owner: Client, dataDir: string): Promise<void> {
  for (let hasSaid = false; ; await pause(1_000)) {
    const { rows } = await owner.query('select from hub.month_index where done_at is null');
    if (rows.length === 0) return;
    if (!hasSaid)
      console.log(`${dataDir}: waiting for the indexes of its months, some minutes for a province`);
    hasSaid = true;
  }
}

async function closed(senders: Senders, owner: Client, hub: StartedHub): Promise<void> {
  await senders.end();
  await owner.end();
  await hub.stop();
}

async function walOf(owner: Client): Promise<number> {
  const { rows } = await owner.query<{ at: string }>(
    "select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::text as at",
  );
  return Number(rows[0]!.at);
}

async function sizeOf(owner: Client, month: string): Promise<string> {
  const { rows } = await owner.query<{ records: string; bytes: string }>(
    `select count(*)::text as records, pg_total_relation_size('provincial.${month}')::text as bytes from provincial.${month}`,
  );
  const { records, bytes } = rows[0]!;
  return `${(Number(records) / 1e6).toFixed(2)} million rows, ${(Number(bytes) / 2 ** 30).toFixed(2)} GiB`;
}

async function settingsOf(owner: Client): Promise<string> {
  const names = ['shared_buffers', 'fsync', 'synchronous_commit', 'full_page_writes', 'wal_compression'];
  const more = ['max_wal_size', 'checkpoint_timeout', 'effective_cache_size'];
  const { rows } = await owner.query<{ name: string; setting: string }>(
    'select name, current_setting(name) as setting from unnest($1::text[]) as name',
    [[...names, ...more]],
  );
  return rows.map(({ name, setting }) => `${name} ${setting}`).join(', ');
}
