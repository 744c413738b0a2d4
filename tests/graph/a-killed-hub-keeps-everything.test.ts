import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { NOW } from './support/forms.ts';
import { hub } from './support/processes.ts';
import { runningHub } from './support/running-hub.ts';

const COUNTS = `{
  projects(first: 100) { totalCount nodes { code attendance { records } payrollSheets { sheetNo } specialWageAccounts { balance } } }
}`;

let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hub-crash-'));
});

afterAll(() => rm(dataDir, { recursive: true, force: true }));

async function started(env: Record<string, string>) {
  const process = hub(['start'], env);
  await process.line(/Ctrl-C stops it/);
  const running = await runningHub(dataDir, async () => void (await process.stop()));
  return { process, running };
}

describe('npm start on the embedded database', () => {
  test('kill -9, also in the middle of the first seed, and a restart keep everything', async () => {
    const env = { HUB_DATA_DIR: dataDir, HUB_PORT: '0', HUB_NOW: NOW };
    const killed = hub(['start'], env);
    await killed.line(/[1-9]\d*\/\d+/);
    await killed.stop('SIGKILL');

    const first = await started(env);
    const before = await first.running.ask('province-hr', COUNTS);
    expect(before.errors).toBeUndefined();
    expect(before.data.projects.totalCount).toBe(60);
    await first.process.stop('SIGKILL');

    const second = await started(env);
    const after = await second.running.ask('province-hr', COUNTS);
    expect(after.data).toEqual(before.data);
    expect(await second.process.stop('SIGTERM')).toBe(0);
  }, 180_000);
});
