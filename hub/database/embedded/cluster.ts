import { spawn } from 'node:child_process';
import { chown, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { databaseFaults } from '../faults.ts';
import type { Binaries } from './binaries.ts';
import { type Footing, standing } from './footing.ts';

export const SUPERUSER = 'hub_superuser';

/** Makes the cluster unless it is there. It appears under its name only when complete, so a killed initdb is begun anew. */
export async function makeCluster(
  folder: string,
  binaries: Binaries,
  footing: Footing,
  password: string,
): Promise<boolean> {
  const data = join(folder, 'data');
  if (await stat(join(data, 'PG_VERSION')).catch(() => undefined)) return false;
  const half = join(folder, 'data.new');
  await rm(half, { recursive: true, force: true });
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (footing.kind === 'unprivileged user') await chown(passwordFile, footing.uid, footing.gid);
  try {
    await run(binaries, footing, [
      binaries.initdb,
      `--pgdata=${half}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // Division codes and identifiers are compared byte by byte, on every machine alike.
      '--locale=C',
      '--no-instructions',
      // Nothing is in it yet: a machine that loses power here makes it anew. The running server does sync.
      '--no-sync',
    ]);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(half, data);
  return true;
}

async function run(binaries: Binaries, footing: Footing, command: readonly string[]): Promise<void> {
  const { file, args, options } = standing(footing, command);
  const child = spawn(file, args, {
    ...options,
    cwd: '/',
    env: { PATH: '/usr/bin:/bin', LANG: 'C', TZ: 'UTC', ...binaries.env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0)
    throw databaseFaults.DATABASE_SERVER_FAILED(`initdb ended with ${code}; it said:\n${said.trim()}`);
}
