import { resolve } from 'node:path';
import { type Logger, pino } from 'pino';
import { type Clock, frozenClock, systemClock } from '../../kernel/clock.ts';
import { type Config, readConfig, unknownSettings } from '../../kernel/config.ts';
import type { Keyring } from '../../kernel/keyring.ts';
import { makeDataDir } from '../database/open-configured.ts';
import type { Rhythms } from '../../ledger/submission/rhythms.ts';
import { fileKeyring } from '../file-keyring.ts';
import { rhythmsOf } from './rhythms.ts';

/** What every long-running command begins with: settings, keys, business time and a log. */
export interface Prepared {
  readonly config: Config;
  readonly dataDir: string;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly log: Logger;
  /** How often sources are expected to say that they are complete; left out, as everybody is. */
  readonly rhythms?: Rhythms;
}

export async function prepare(env: Readonly<Record<string, string | undefined>>): Promise<Prepared> {
  const config = readConfig(env);
  const rhythms = rhythmsOf(config);
  const dataDir = resolve(config.dataDir);
  await makeDataDir(dataDir);
  // Standard output is for the person who started the hub; the log goes to standard error, a line an event.
  const log = pino({ level: config.logLevel }, pino.destination({ dest: 2, sync: false }));
  for (const name of unknownSettings(env)) log.warn({ name }, 'this setting is not known and has no effect');
  return {
    config,
    dataDir,
    keyring: fileKeyring({ dataDir, at: systemClock.now() }),
    clock: config.now ? frozenClock(config.now) : systemClock,
    log,
    rhythms,
  };
}
