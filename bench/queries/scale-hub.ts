import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Pool, type PoolConfig } from 'pg';
import { addMonths, type BusinessDate, dayOfMonth, type YearMonth } from '../../kernel/calendar.ts';
import { databasePassword, loginsOf } from '../../hub/database/installation.ts';
import { SUPERUSER } from '../../hub/database/embedded/cluster.ts';
import { fileKeyring } from '../../hub/file-keyring.ts';
import { type ScaleSize, SIZES } from '../../seeds/scale/sizes.ts';
import { type StartedHub, startHub, tokenOf } from '../hub.ts';
import type { Pools } from './least-server.ts';

/** A hub over a database that `hub seed --scale` filled, with a pool of its own beside it for hand-written SQL. */
export interface ScaleHub {
  readonly name: string;
  readonly size: ScaleSize;
  /** The month of attendance and wages, and the business date of the seed. */
  readonly month: YearMonth;
  readonly today: BusinessDate;
  readonly hub: StartedHub;
  readonly token: string;
  /** As the owner of the tables, to whom row scope does not apply. */
  readonly pool: Pool;
  /** How the database is reached, by its owner and by the hub. */
  readonly pools: Pools;
  /** Who may change what the server logs. */
  readonly superuserUrl: string;
  readonly serverLog: string;
  stop(): Promise<void>;
}

/** Whose answers are measured: all of the province. */
const ASKER = 'province-hr';

/**
 * Starts the hub of a data folder on the business date of its seed.
 * @param env settings beside those that a measurement needs
 * @throws Error when the folder holds no seed at scale
 */
export async function startScaleHub(
  dataDir: string,
  env: Readonly<Record<string, string>> = {},
): Promise<ScaleHub> {
  const now = process.env.HUB_NOW ?? new Date().toISOString();
  const settings = { HUB_SEED: 'none', HUB_CLIENT_COST: '0', HUB_NOW: now, ...env };
  const hub = await startHub(dataDir, settings, '"totalCount":');
  const pools = await poolsOf(dataDir, now);
  const pool = new Pool(pools.owner);
  try {
    const { rows } = await pool.query(`select detail from hub.installation_step where name = 'scale/begun'`);
    const [, projects, month] = /^(\d+) projects, (\d{4}-\d\d)$/.exec(rows[0]?.detail ?? '') ?? [];
    const found = Object.entries(SIZES).find(([, size]) => size.projects === Number(projects));
    if (!found)
      throw new Error(
        `${dataDir} holds no seed at scale; make one: HUB_DATA_DIR=${dataDir} hub seed --scale city`,
      );
    const [name, size] = found;
    const keyring = fileKeyring({ dataDir, at: new Date(now), create: false });
    return {
      name,
      size,
      month: month as YearMonth,
      today: dayOfMonth(addMonths(month as YearMonth, 1), 22),
      hub,
      token: tokenOf(dataDir, ASKER),
      pool,
      pools,
      superuserUrl: `postgres://${SUPERUSER}:${databasePassword(keyring, 'superuser')}@127.0.0.1:${pools.owner.port}/guixin`,
      serverLog: join(dataDir, 'postgres/server.log'),
      async stop() {
        await pool.end();
        await hub.stop();
      },
    };
  } catch (error) {
    await pool.end();
    await hub.stop();
    throw error;
  }
}

/** By the hub's own way in, so that neither side has the cheaper one. */
async function placeOf(dataDir: string): Promise<{ readonly host: string; readonly port: number }> {
  const postmaster = await readFile(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8');
  const [port, sockets] = postmaster.split('\n').slice(3);
  return { host: sockets || '127.0.0.1', port: Number(port) };
}

async function poolsOf(dataDir: string, now: string): Promise<Pools> {
  const place = await placeOf(dataDir);
  const logins = loginsOf('guixin', fileKeyring({ dataDir, at: new Date(now), create: false }));
  const poolOf = ({ login, password }: { login: string; password: string }): PoolConfig => ({
    ...place,
    database: 'guixin',
    user: login,
    password,
    max: 20,
  });
  return { owner: poolOf(logins.owner), app: poolOf(logins.app), role: ASKER };
}

/** A process that only runs the hand-written SQL behind HTTP: what is left when everything that makes a hub is left out. */
export interface LeastServer {
  readonly port: number;
  stop(): Promise<void>;
}

export async function startLeastServer({ pools }: ScaleHub): Promise<LeastServer> {
  const child: ChildProcess = fork(fileURLToPath(new URL('./least-server.ts', import.meta.url)), {
    env: { ...process.env, BENCH_POOLS: JSON.stringify(pools) },
  });
  const [port] = (await once(child, 'message')) as [number];
  return {
    port,
    async stop() {
      const gone = once(child, 'exit');
      child.kill();
      await gone;
    },
  };
}
