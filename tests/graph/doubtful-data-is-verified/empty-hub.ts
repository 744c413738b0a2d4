import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { serverUrl } from '../../support/database.ts';

/** A database with nothing in it, on the run's server, and the settings that lead a hub without business data to it. */
export async function emptyHub(
  now: string,
): Promise<{ env: Record<string, string>; drop: () => Promise<void> }> {
  const name = `hub_doubtful_${process.pid}_${Date.now()}`;
  const admin = new Client({ connectionString: serverUrl() });
  await admin.connect();
  await admin.query(`create database ${name}`);
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  const dataDir = await mkdtemp(join(tmpdir(), 'hub-doubtful-'));
  return {
    env: {
      ...{ HUB_DATABASE_URL: url.href, HUB_DATA_DIR: dataDir, HUB_NOW: now },
      ...{ HUB_PORT: '0', HUB_SEED: 'none' },
    },
    async drop() {
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
