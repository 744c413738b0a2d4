import { mkdir } from 'node:fs/promises';
import { pino } from 'pino';
import { systemClock } from '../../kernel/clock.ts';
import { readConfig } from '../../kernel/config.ts';
import { fileKeyring } from '../file-keyring.ts';
import { type OpenDatabase, openDatabase } from './open-database.ts';

/** The database that the environment names, for commands that need nothing else. @throws Fault `CONFIGURATION_INVALID` */
export async function openConfiguredDatabase(
  env: Readonly<Record<string, string | undefined>>,
): Promise<OpenDatabase> {
  const config = readConfig(env);
  await makeDataDir(config.dataDir);
  const keyring = fileKeyring({ dataDir: config.dataDir, at: systemClock.now() });
  // Progress goes to standard output, what went on besides to standard error.
  const log = pino(
    { level: config.logLevel === 'info' ? 'warn' : config.logLevel },
    pino.destination({ dest: 2, sync: true }),
  );
  return openDatabase({ ...config, keyring, log });
}

/** The data folder; others may enter it, since PostgreSQL may run under another user, but not list it. */
export async function makeDataDir(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
}
