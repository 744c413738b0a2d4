import { execFile } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from '@jest/globals';
import { fileKeyring } from '../../hub/file-keyring.ts';

const root = mkdtempSync(join(tmpdir(), 'hub-keyring-'));
afterAll(() => rmSync(root, { recursive: true }));

const at = new Date('2026-01-05T00:00:00Z');
let folders = 0;
function freshDataDir(): string {
  folders += 1;
  return join(root, String(folders));
}
const keyringFile = (dataDir: string) => join(dataDir, 'keys', 'keyring.json');
const unsafe = expect.objectContaining({ code: 'KEYRING_UNSAFE' });

describe('The file keyring', () => {
  test('it is made at the first start, for its owner alone, and found again at the second', () => {
    const dataDir = freshDataDir();
    const first = fileKeyring({ dataDir, at });
    const second = fileKeyring({ dataDir, at: new Date() });
    expect(second.secret('index/banking')).toEqual(first.secret('index/banking'));
    expect(second.current('seal/banking')).toEqual(first.current('seal/banking'));
    expect(statSync(keyringFile(dataDir)).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir, 'keys')).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(dataDir, 'keys'))).toEqual(['keyring.json']);
  });

  test('two data directories have two secrets', () => {
    const secrets = [1, 2].map(() =>
      fileKeyring({ dataDir: freshDataDir(), at }).secret('index/banking').toString('hex'),
    );
    expect(secrets[0]).not.toBe(secrets[1]);
  });

  test.each([
    [0o640, 0o700],
    [0o604, 0o700],
    [0o620, 0o700],
    [0o600, 0o750],
    [0o600, 0o701],
  ])(
    'a file of mode %o in a folder of mode %o: refused when either is wider, and not repaired',
    (file, folder) => {
      const dataDir = freshDataDir();
      fileKeyring({ dataDir, at });
      chmodSync(keyringFile(dataDir), file);
      chmodSync(join(dataDir, 'keys'), folder);
      expect(() => fileKeyring({ dataDir, at })).toThrow(unsafe);
      expect(statSync(keyringFile(dataDir)).mode & 0o777).toBe(file);
    },
  );

  test('a keyring behind a symbolic link is refused', () => {
    const dataDir = freshDataDir();
    fileKeyring({ dataDir, at });
    renameSync(keyringFile(dataDir), join(dataDir, 'elsewhere.json'));
    symlinkSync(join(dataDir, 'elsewhere.json'), keyringFile(dataDir));
    expect(() => fileKeyring({ dataDir, at })).toThrow(unsafe);
  });

  test('a damaged keyring is refused, never replaced, and its content stays out of the message', () => {
    const dataDir = freshDataDir();
    fileKeyring({ dataDir, at });
    const text = readFileSync(keyringFile(dataDir), 'utf8');
    const secret = (JSON.parse(text) as { masters: { secret: string }[] }).masters[0]!.secret;
    for (const damaged of [
      text.slice(0, -3),
      '',
      text.replace('"version": 1', '"version": 2'),
      text.replace(secret, 'c2hvcnQ='),
    ]) {
      writeFileSync(keyringFile(dataDir), damaged);
      let message = '';
      try {
        fileKeyring({ dataDir, at });
      } catch (error) {
        message = String(error);
      }
      expect(message).toContain('the keyring is not used');
      expect(message).not.toContain(secret);
      expect(readFileSync(keyringFile(dataDir), 'utf8')).toBe(damaged);
    }
  });

  test('where a keyring is expected, none is made', () => {
    const dataDir = freshDataDir();
    mkdirSync(join(dataDir, 'keys'), { recursive: true, mode: 0o700 });
    expect(() => fileKeyring({ dataDir, at, create: false })).toThrow(unsafe);
    expect(readdirSync(join(dataDir, 'keys'))).toEqual([]);
  });

  test('of several first starts at once one makes the secret and all use it', async () => {
    const dataDir = freshDataDir();
    const door = new URL('../../hub/file-keyring.ts', import.meta.url).href;
    const code = `import { fileKeyring } from '${door}';
      process.stdout.write(fileKeyring({ dataDir: ${JSON.stringify(dataDir)}, at: new Date() }).secret('x').toString('hex'));`;
    const start = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', code]);
    const answers = await Promise.all(Array.from({ length: 4 }, start));
    expect(new Set(answers.map(({ stdout }) => stdout)).size).toBe(1);
    expect(answers[0]!.stdout).toMatch(/^[0-9a-f]{64}$/);
    expect(readdirSync(join(dataDir, 'keys'))).toEqual(['keyring.json']);
  });
});
