import { mkdir } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { pino } from 'pino';
import { startHub } from '../../hub/wiring/start-hub.ts';
import { startWorker } from '../../hub/wiring/start-worker.ts';
import type { Prepared } from '../../hub/wiring/surroundings.ts';
import { hubCaller } from '../../kernel/caller.ts';
import { frozenClock } from '../../kernel/clock.ts';
import { readConfig } from '../../kernel/config.ts';
import { enterpriseCode } from '../../seeds/synthetic-numbers.ts';
import { type FreshDatabase, freshDatabase, testKeyring } from '../support/database.ts';
import { temporaryFolder } from './support/hub-process.ts';

const NOW = new Date('2026-01-05T07:31:30+08:00');
let database: FreshDatabase;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let owner: Client;
let hub: Awaited<ReturnType<typeof startHub>>;

const prepared = (settings: Record<string, string> = {}): Prepared => ({
  config: readConfig({
    HUB_PORT: '0',
    HUB_SEED: 'none',
    HUB_DATABASE_URL: database.ownerUrl,
    HUB_DATABASE_APP_URL: database.appUrl,
    HUB_DATA_DIR: folder.path,
    ...settings,
  }),
  dataDir: folder.path,
  keyring: testKeyring,
  clock: frozenClock(NOW),
  log: pino({ level: 'silent' }),
});

beforeAll(async () => {
  [database, folder] = await Promise.all([freshDatabase(), temporaryFolder()]);
  await mkdir(`${folder.path}/keys`);
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  hub = await startHub(
    prepared({ HUB_BACKGROUND: 'off' }),
    () => undefined,
    () => undefined,
  );
});
afterAll(async () => {
  await hub.stop();
  await owner.end();
  await database.drop();
  await folder[Symbol.asyncDispose]();
});

const SUBMIT = `mutation Submit($envelope: SubmissionEnvelopeInput!, $records: [EnterpriseRecordInput!]!) {
  submitEnterprises(envelope: $envelope, records: $records) { submitted } }`;
let keys = 0;

async function submit(): Promise<void> {
  const envelope = {
    idempotencyKey: `worker-test-${keys++}`,
    sourceSystem: 'worker-test',
    sentAt: NOW.toISOString(),
  };
  const records = [
    { creditCode: enterpriseCode('450100', keys), name: `测试企业${keys}`, divisionCode: '450100' },
  ];
  const { data, errors } = await hub.graph.execute(SUBMIT, { envelope, records }, hubCaller('worker-test'));
  expect(errors).toBeUndefined();
  expect(data).toMatchObject({ submitEnterprises: { submitted: 1 } });
}

const positions = async () =>
  (await owner.query('select position::int as p from provincial.sequenced order by position')).rows.map(
    ({ p }) => p,
  );

async function until(count: number): Promise<number[]> {
  for (let tries = 0; ; tries++) {
    const found = await positions();
    if (found.length >= count || tries === 800) return found;
    await pause(25);
  }
}

describe('Background work', () => {
  test('is left to others where HUB_BACKGROUND is off', async () => {
    await submit();
    await pause(600);
    expect(await positions()).toEqual([]);
    const ready = await fetch(`${hub.url}/health/ready`);
    expect(((await ready.json()) as { checks: object }).checks).toEqual({ database: true });
  });

  test('is done by workers, any number of them, and each position is given once', async () => {
    const workers = await Promise.all([startWorker(prepared()), startWorker(prepared())]);
    try {
      expect(await until(1)).toEqual([0]);
      await Promise.all(Array.from({ length: 20 }, submit));
      expect(await until(21)).toEqual(Array.from({ length: 21 }, (_, n) => n));
      expect(await workers[0].checks.order()).toBe(true);
      expect(await workers[0].checks.jobs()).toBe(true);
    } finally {
      await Promise.all(workers.map((worker) => worker.stop()));
    }
  });

  test('goes on where one worker stops and another starts', async () => {
    await submit();
    await pause(400);
    expect(await positions()).toHaveLength(21);
    const worker = await startWorker(prepared());
    try {
      expect(await until(22)).toHaveLength(22);
    } finally {
      await worker.stop();
    }
  });
});

describe('Clients of the demo', () => {
  test('are registered at every start of a development hub, without business data as well', async () => {
    const { rows } = await owner.query(
      `select interface, name, is_demo from hub.client order by interface, name`,
    );
    expect(rows).toEqual([
      { interface: 'NATIONAL', name: 'NATIONAL-DEMO', is_demo: true },
      { interface: 'REAL_NAME', name: 'DEMOAPP001', is_demo: true },
      { interface: 'REAL_NAME', name: 'TESTAPP001', is_demo: true },
    ]);
  });
});
