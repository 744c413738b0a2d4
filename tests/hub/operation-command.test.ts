import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ROOT } from '../support/rooms.ts';
import { surroundings } from '../support/surroundings.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'operations-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** `hub operation …` with a data folder of its own: no database is opened. */
const hub = (...words: string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    const env = { ...surroundings(), HUB_DATA_DIR: folder };
    execFile(
      process.execPath,
      [join(ROOT, 'bin/hub.mjs'), 'operation', ...words],
      { env },
      (error, out, err) => resolve({ code: Number(error?.code ?? 0), out, err }),
    );
  });

const header = (version: number) =>
  `# operation: wages\n# version: ${version}\n# owner: a county (某县)\n# description: sheets 工资表\n\n`;
async function file(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

describe('hub operation', () => {
  test('lists what comes with the hub: the eight questions and the submissions', async () => {
    const { code, out } = await hub('list');
    expect(code).toBe(0);
    const names = out.split('\n').map((line) => line.split('@')[0]);
    for (const name of ['cross-sector-view', 'inclusion-rates', 'file-projects', 'submit-attendance'])
      expect(names).toContain(name);
    expect(out).toMatch(/^submit-attendance@1\tmutation\tsm3:[\da-f]{64}\t/m);
  }, 60_000);

  test('registers a file once; another text needs another version', async () => {
    const first = await file(
      'wages.graphql',
      `${header(1)}query Wages { projects(first: 1) { totalCount } }\n`,
    );
    const registered = await hub('register', first);
    expect(registered).toMatchObject({
      code: 0,
      out: expect.stringContaining('operation    wages@1 (query)'),
    });
    expect(await readdir(join(folder, 'operations'))).toEqual(['wages@1.graphql']);
    const changed = await file(
      'changed.graphql',
      `${header(1)}query Wages { projects(first: 2) { totalCount } }\n`,
    );
    const again = await hub('register', changed);
    expect(again.code).toBe(2);
    expect(again.err).toContain('wages@1 stands in');
    expect(await readFile(join(folder, 'operations/wages@1.graphql'), 'utf8')).toContain('first: 1');
    const shown = await hub('show', 'wages');
    expect(shown.out).toMatch(/fetch {8}provincial\n/);
    expect((await hub('show', 'nothing')).code).toBe(2);
  }, 120_000);

  test('checks files beside what is published and tells every problem', async () => {
    const wrong = await file('wrong.graphql', `${header(2)}query Wages { nothing { at } all }\n`);
    const { code, err } = await hub('check', wrong);
    expect(code).toBe(2);
    expect(err).toContain('"nothing"');
    expect(err).toContain('"all"');
    expect(await readdir(join(folder, 'operations'))).toEqual(['wages@1.graphql']);
  }, 60_000);
});
