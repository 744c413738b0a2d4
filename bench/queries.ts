import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { businessDateOf, monthEdges, yearMonthOf } from '../kernel/calendar.ts';
import { fileKeyring } from '../hub/file-keyring.ts';
import { loginsOf } from '../hub/database/installation.ts';
import { ask, startHub, tokenOf } from './hub.ts';
import { type Measure, median, percentile } from './report.ts';

const QUESTION = readFileSync(
  new URL('../examples/questions/01-cross-sector-view.graphql', import.meta.url),
  'utf8',
);
const SQL = readFileSync(new URL('./queries/cross-sector.sql', import.meta.url), 'utf8');
const FIRST = 8;
const [ROUNDS, ASKED, CONCURRENT] = [5, 60, 8];

/**
 * The cross-sector question through the whole hub (HTTP, gate, engine, six subgraphs, row scope, masks), against one
 * hand-written SQL join of the same facts on the same database: no row scope, no masks, one connection each.
 */
export async function bench(): Promise<readonly Measure[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hub-bench-'));
  const now = new Date();
  try {
    const hub = await startHub(dataDir, { HUB_NOW: now.toISOString() });
    const sql = await sqlOf(dataDir, now);
    const token = tokenOf(dataDir, 'province-hr');
    const viaHub = () => ask(hub.url, token, QUESTION, { first: FIRST });
    try {
      await sameFacts(await viaHub(), await sql.run());
      const rows = await compare(viaHub, sql.run);
      return rows;
    } finally {
      await sql.close();
      await hub.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function compare(viaHub: () => Promise<unknown>, viaSql: () => Promise<unknown>): Promise<Measure[]> {
  const [hubMs, sqlMs, hubRate, sqlRate]: number[][] = [[], [], [], []];
  for (let warm = 0; warm < 20; warm++) await Promise.all([viaHub(), viaSql()]);
  // Alternating, because a shared machine is slower at one minute than at the next.
  for (let round = 0; round < ROUNDS; round++) {
    hubMs!.push(...(await latencies(viaHub)));
    sqlMs!.push(...(await latencies(viaSql)));
    hubRate!.push(await rate(viaHub));
    sqlRate!.push(await rate(viaSql));
  }
  const against = (name: string, value: number, peer: number, unit: string): Measure => ({
    name,
    value,
    unit,
    peer: `one SQL join: ${peer.toFixed(peer < 100 ? 2 : 0)} ${unit}`,
    ratio: value / peer,
  });
  return [
    against('latency, median', median(hubMs!), median(sqlMs!), 'ms'),
    against('latency, 95th of 100', percentile(hubMs!, 0.95), percentile(sqlMs!, 0.95), 'ms'),
    against(`throughput, ${CONCURRENT} at once`, median(hubRate!), median(sqlRate!), 'questions/s'),
  ];
}

async function latencies(run: () => Promise<unknown>): Promise<number[]> {
  const taken: number[] = [];
  for (let turn = 0; turn < ASKED; turn++) {
    const from = performance.now();
    await run();
    taken.push(performance.now() - from);
  }
  return taken;
}

async function rate(run: () => Promise<unknown>): Promise<number> {
  let left = ASKED * 4;
  const from = performance.now();
  const worker = async () => {
    while (left-- > 0) await run();
  };
  await Promise.all(Array.from({ length: CONCURRENT }, worker));
  return (ASKED * 4 * 1000) / (performance.now() - from);
}

/** The SQL on a pool of its own, as the owner of the tables, to whom row scope does not apply. */
async function sqlOf(dataDir: string, now: Date) {
  const postmaster = await readFile(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8');
  const keyring = fileKeyring({ dataDir, at: now, create: false });
  const { login, password } = loginsOf('guixin', keyring).owner;
  const pool = new Pool({
    host: '127.0.0.1',
    port: Number(postmaster.split('\n')[3]),
    database: 'guixin',
    user: login,
    password,
    max: CONCURRENT,
  });
  const month = yearMonthOf(businessDateOf(now));
  const { from, to } = monthEdges(month);
  const values = [FIRST, from, to, month];
  return {
    run: async () =>
      (await pool.query({ name: 'cross-sector', text: SQL, values })).rows[0].answer as unknown[],
    close: () => pool.end(),
  };
}

/** Both must answer the same before their times mean anything. */
async function sameFacts(hubAnswer: string, sqlAnswer: unknown[]): Promise<void> {
  const nodes = JSON.parse(hubAnswer).data.projects.nodes as Record<string, unknown>[];
  const pick = (node: Record<string, unknown>) => {
    const attendance = node.attendance as { workers: number; records: number };
    return [
      node.code,
      attendance.workers,
      attendance.records,
      (node.payrollSheets as unknown[]).length,
      (node.specialWageAccounts as unknown[]).length,
      (node.warnings as unknown[]).length,
    ];
  };
  const [left, right] = [nodes.map(pick), (sqlAnswer as Record<string, unknown>[]).map(pick)];
  if (JSON.stringify(left) !== JSON.stringify(right)) {
    throw new Error(
      `the hub and the SQL do not answer the same:\n${JSON.stringify(left)}\n${JSON.stringify(right)}`,
    );
  }
}
