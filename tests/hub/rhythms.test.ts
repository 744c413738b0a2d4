import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { frozenClock } from '../../kernel/clock.ts';
import { readConfig } from '../../kernel/config.ts';
import { storeOf } from '../../hub/wiring/subgraphs.ts';
import { rhythmsOf } from '../../hub/wiring/rhythms.ts';
import { banking } from '../../subgraphs/banking/index.ts';
import { testKeyring } from '../support/database.ts';
import { temporaryFolder } from './support/hub-process.ts';
import { surroundings } from '../support/surroundings.ts';

const LAUNCHER = fileURLToPath(new URL('../../bin/hub.mjs', import.meta.url));
const AGREED = {
  sourceSystem: 'bank-102',
  dataset: 'ACCOUNT_FLOW',
  everyHours: 72,
  agreement: '数据接入协议 2026-001',
};

describe('The rhythms that an operator has agreed with single sources (HUB_RHYTHMS)', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeAll(async () => {
    folder = await temporaryFolder();
  });
  afterAll(async () => {
    await folder?.[Symbol.asyncDispose]();
  });

  const fileOf = async (name: string, text: string): Promise<string> => {
    const file = join(folder.path, name);
    await writeFile(file, text);
    return file;
  };
  const faulty = () =>
    fileOf('faulty.json', JSON.stringify({ rhythms: [{ ...AGREED, dataset: 'FLOWS' }, AGREED, AGREED] }));

  test('reach every department of this process', async () => {
    const file = await fileOf('good.json', JSON.stringify({ rhythms: [AGREED] }));
    const config = readConfig({ HUB_RHYTHMS: file });
    const prepared = {
      config,
      dataDir: folder.path,
      keyring: testKeyring,
      clock: frozenClock(new Date()),
      log: pino({ level: 'silent' }),
      rhythms: rhythmsOf(config),
    };
    const store = storeOf(banking, { prepared, appUrl: 'postgres://nobody@127.0.0.1:1/none' });
    expect(store.rhythms('ACCOUNT_FLOW', 'bank-102')).toMatchObject({ everyHours: 72 });
    expect(store.rhythms('ACCOUNT_FLOW', 'bank-103')).toMatchObject({ everyHours: 24 });
    await store.close();
  });

  test('are refused with every problem of their file, and with its name', async () => {
    const file = await faulty();
    expect(() => rhythmsOf({ rhythms: file })).toThrow(
      [
        'the configuration cannot be used:',
        `HUB_RHYTHMS, ${file}: rhythms.0.dataset: there is no dataset FLOWS`,
        `HUB_RHYTHMS, ${file}: rhythms.2: bank-102 has a rhythm for ACCOUNT_FLOW already`,
      ].join('\n'),
    );
    expect(() => rhythmsOf({ rhythms: '/nowhere.json' })).toThrow('HUB_RHYTHMS, /nowhere.json: ENOENT');
  });

  test('stop the start where they cannot be used, before anything is opened', async () => {
    const file = await faulty();
    const { code, err } = await start({ HUB_RHYTHMS: file });
    expect(code).toBe(2);
    expect(err).toContain('there is no dataset FLOWS');
    expect(err).toContain('has a rhythm for ACCOUNT_FLOW already');
  });

  const start = (env: Record<string, string>) =>
    new Promise<{ code: number; err: string }>((resolve) => {
      execFile(
        process.execPath,
        [LAUNCHER, 'start'],
        {
          env: { ...surroundings(), HUB_DATA_DIR: join(folder.path, 'data'), HUB_PORT: '0', ...env },
          timeout: 60_000,
        },
        (error, _out, err) => resolve({ code: Number(error?.code ?? 0), err }),
      );
    });
});
