import { execFile } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { temporaryFolder } from './support/hub-process.ts';
import { surroundings } from '../support/surroundings.ts';

const LAUNCHER = fileURLToPath(new URL('../../bin/hub.mjs', import.meta.url));

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

describe('The command line', () => {
  test('tells what there is, and each command its options and examples', async () => {
    const { code, out } = await hub(['--help']);
    expect(code).toBe(0);
    expect(out).toContain('Exit codes: 0 done, 1 failed, 2 misuse.');
    expect(out).toMatch(/^ {2}migrate /m);
    expect((await hub(['migrate', '--help'])).out).toMatch(/Examples:\n {2}hub migrate/);
  });

  test.each([
    [[]],
    [['nonsense']],
    [['migrate', '--bad']],
    [['migrate', '--wait', 'long']],
    [['plan', '/nowhere.graphql']],
    [['plan', '{ __typename }', '--supergraph', '/nowhere.graphql']],
    [['plan', '{ __typename }', '--as', 'nobody']],
    [['operation', 'check', '/nowhere.graphql']],
    [['operation', 'register', '/nowhere.graphql']],
  ])('ends with 2 after misuse: %j', async (words) => {
    const { code, err } = await hub(words);
    expect(code).toBe(2);
    expect(err).not.toBe('');
  });

  test('ends with 2 and every problem when the settings cannot be used', async () => {
    const { code, err } = await hub(['migrate'], { HUB_PORT: 'x', HUB_SEED: 'y' });
    expect(code).toBe(2);
    expect(err).toContain('HUB_PORT');
    expect(err).toContain('HUB_SEED');
  });

  test('ends with 1 when a database does not answer, without a stack trace', async () => {
    const { code, err } = await hub(['migrate'], { HUB_DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
    expect(code).toBe(1);
    expect(err).toMatch(/ECONNREFUSED/);
    expect(err).not.toMatch(/\n\s+at /);
  });

  test('migrates the embedded database from any folder, through a link, and finds nothing to do the second time', async () => {
    await using folder = await temporaryFolder();
    const link = join(folder.path, 'hub');
    await symlink(LAUNCHER, link);
    const env = { HUB_DATA_DIR: 'data' };
    const first = await hub(['migrate'], env, folder.path, link);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toMatch(/hub\/0001-record …[\s\S]*\d+ migrations applied\n$/);
    expect(await hub(['migrate'], env, folder.path, link)).toEqual({
      code: 0,
      err: '',
      out: 'every schema is up to date\n',
    });
  });
});

async function hub(
  words: readonly string[],
  settings: Record<string, string> = {},
  cwd = '/',
  file = LAUNCHER,
): Promise<Ended> {
  await using own = await temporaryFolder();
  const env = { ...surroundings(), HUB_DATA_DIR: own.path, ...settings };
  return new Promise((resolve) => {
    execFile(process.execPath, [file, ...words], { cwd, env }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}
