import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateSm2KeyPair, sm2Pem } from '../../kernel/crypto/sm2.ts';
import { type HubDatabase, hubDatabase } from '../support/hub-database.ts';
import { ROOT } from '../support/rooms.ts';
import { surroundings } from '../support/surroundings.ts';

let database: HubDatabase;

beforeAll(async () => {
  database = await hubDatabase('2026-01-05T07:31:30+08:00');
  expect(await hub('migrate')).toMatchObject({ code: 0 });
}, 60_000);
afterAll(() => database.drop());

const hub = (...words: string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    const env = { ...surroundings(), ...database.env };
    execFile(process.execPath, [join(ROOT, 'bin/hub.mjs'), ...words], { env }, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out, err }),
    );
  });

const add = (...words: string[]) =>
  hub(
    'client',
    'add',
    '--interface',
    'real-name',
    '--appid',
    'GX0001',
    '--organisation',
    'Gates Ltd',
    ...words,
  );

describe('hub client', () => {
  test('registers a real-name client and tells its secret once; registering it again makes another', async () => {
    const first = await add('--divisions', '450100', '--sector', 'WATER', '--corp-key', 'CORPKEY0001');
    expect(first).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^name {4}GX0001\nsecret {2}[\da-f]{32}\n$/),
    });
    const again = await add('--divisions', '450100,450200', '--tolerance', '360', '--cipher', 'AES-128');
    expect(again.code).toBe(0);
    expect(again.out).not.toBe(first.out);
    const { out } = await hub('client', 'list');
    expect(out).toBe('REAL_NAME\tGX0001\tGates Ltd\t450100,450200\tin force\n');
    expect(out).not.toContain(first.out.split(' ').at(-1)!.trim());
  }, 60_000);

  test.each([
    ['--divisions', ['--divisions', 'x']],
    ['--divisions', []],
    ['--divisions: 990000 is of no province', ['--divisions', '450100,990000']],
    ['--tolerance', ['--divisions', '450100', '--tolerance', '0']],
    ['--cipher', ['--divisions', '450100', '--cipher', 'DES']],
    ['--sector', ['--divisions', '450100', '--sectors', 'WATER', '--sector', 'HOUSING']],
    ['--organisation', ['--divisions', '450100', '--organisation', '']],
    ['--organisation', ['--divisions', '450100', '--organisation', 'x'.repeat(101)]],
    ['--source-system', ['--divisions', '450100', '--source-system', '考勤系统']],
    ['--source-system', ['--divisions', '450100', '--appid', 'x'.repeat(60)]],
    ['--projects', ['--divisions', '450100', '--projects', 'A,一期']],
  ] as [string, string[]][])('ends with 2 and names the option: %s %j', async (option, words) => {
    const { code, err } = await add(...words);
    expect([code, err]).toEqual([2, expect.stringContaining(option)]);
  });

  test('the client of the golden vectors is nobody’s to register', async () => {
    const words = [
      '--interface',
      'real-name',
      '--appid',
      'testapp001',
      '--organisation',
      'x',
      '--divisions',
      '450100',
    ];
    expect(await hub('client', 'add', ...words)).toMatchObject({ code: 2 });
  });

  test('registers the national platform by its SM2 public key, and closes it', async () => {
    const file = join(database.env.HUB_DATA_DIR!, 'national.pem');
    await writeFile(file, sm2Pem(generateSm2KeyPair().publicKey));
    const words = ['--interface', 'national', '--system-code', 'NATION-1', '--organisation', 'National'];
    expect(await hub('client', 'add', ...words, '--public-key', file)).toMatchObject({
      code: 0,
      out: 'name    NATION-1\n',
    });
    expect(await hub('client', 'add', ...words, '--public-key', `${file}.none`)).toMatchObject({ code: 2 });
    expect(await readFile(file, 'utf8')).toContain('PUBLIC KEY');
    const cut = `${file}.cut`;
    await writeFile(cut, (await readFile(file, 'utf8')).slice(0, 60));
    expect(await hub('client', 'add', ...words, '--public-key', cut)).toMatchObject({
      code: 2,
      err: expect.stringContaining(`--public-key, ${cut}: expected an SM2 public key`),
    });
    for (const source of ['国家平台', 'HUB'])
      expect(
        await hub('client', 'add', ...words, '--public-key', file, '--source-system', source),
      ).toMatchObject({ code: 2, err: expect.stringContaining('--source-system') });
    const close = () => hub('client', 'disable', '--interface', 'national', '--name', 'NATION-1');
    expect(await close()).toMatchObject({ code: 0, out: 'NATION-1 is closed\n' });
    expect(await close()).toMatchObject({ code: 2 });
    expect((await hub('client', 'list')).out).toContain('NATION-1\tNational\t450000,530000\tclosed');
  }, 60_000);
});
