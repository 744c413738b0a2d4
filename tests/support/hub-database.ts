import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hub } from '../graph/support/processes.ts';
import {
  cloneOf,
  type FreshDatabase,
  freshDatabase,
  migrated,
  type Template,
  testMaster,
} from './database.ts';

/** A database and a data folder that a hub of its own process is started on, by these settings. */
export interface HubDatabase {
  readonly env: Readonly<Record<string, string>>;
  /** The superuser's address. */
  readonly url: string;
  /** Ends whatever connections are left: a hub that was killed has said no goodbye. */
  drop(): Promise<void>;
}

/** For a hub without business data, at this instant of business time. */
export const hubDatabase = async (now: string): Promise<HubDatabase> =>
  led(await freshDatabase(), { HUB_NOW: now, HUB_SEED: 'none' });

/** For a hub with the demo of that instant's day. */
export const hubWithDemo = async (now: string): Promise<HubDatabase> =>
  led(await demoDatabase(now), { HUB_NOW: now });

/** The demo in a database of the suite's own; `hub seed` has written it once in this run. */
export const demoDatabase = async (now: string): Promise<FreshDatabase> => cloneOf(await withDemo(now));

async function withDemo(now: string): Promise<Template> {
  const from = await migrated();
  const { HUB_TEST_RUN: run } = process.env;
  if (!run) throw new Error('run the tests with jest.config.js, whose globalSetup names the run');
  return {
    // What the seeds write is no part of the migrations' name, so the run is part of this one.
    name: `${from.name}_demo_${now.slice(0, 10).replaceAll('-', '')}_${run}`,
    from,
    async fill({ ownerUrl, appUrl }) {
      const { env, remove } = await dataFolder();
      const seed = hub(['seed'], {
        ...env,
        ...{ HUB_DATABASE_URL: ownerUrl, HUB_DATABASE_APP_URL: appUrl, HUB_NOW: now },
      });
      await seed.line(/the demo is in the database/);
      await seed.stop();
      await remove();
    },
  };
}

async function led(database: FreshDatabase, settings: Record<string, string>): Promise<HubDatabase> {
  const { env, remove } = await dataFolder();
  return {
    env: { ...env, HUB_DATABASE_URL: database.adminUrl, HUB_PORT: '0', ...settings },
    url: database.adminUrl,
    async drop() {
      await database.drop({ force: true });
      await remove();
    },
  };
}

/** A data folder with the keyring that the tests' databases are tied to. */
async function dataFolder() {
  const path = await mkdtemp(join(tmpdir(), 'hub-data-'));
  await mkdir(join(path, 'keys'), { mode: 0o700 });
  const master = { id: '1', createdAt: '2026-01-01T00:00:00Z', secret: testMaster.toString('base64') };
  const keyring = JSON.stringify({ version: 1, masters: [master] });
  await writeFile(join(path, 'keys/keyring.json'), keyring, { mode: 0o600 });
  return { env: { HUB_DATA_DIR: path }, remove: () => rm(path, { recursive: true, force: true }) };
}
