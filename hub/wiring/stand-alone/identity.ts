import { readFileSync } from 'node:fs';
import type { JWTVerifyGetKey } from 'jose';
import type { Logger } from 'pino';
import { foreignIssuer } from '../../../gateway/callers/foreign-issuer.ts';
import { keysPublished, keysStated } from '../../../gateway/callers/issuer-keys.ts';
import type { Issuer } from '../../../gateway/callers/issuer.ts';
import { faults } from '../../../kernel/faults.ts';
import type { Identity } from './settings.ts';

/** Who vouches for the callers of a foreign graph. @throws Fault `CONFIGURATION_INVALID` for keys that are none */
export async function issuerOf(
  { jwksFile, jwksUrl, ...trust }: Identity,
  log: Pick<Logger, 'warn'>,
): Promise<Issuer> {
  const keys = jwksFile === undefined ? await keysPublished(jwksUrl!, log) : keysIn(jwksFile);
  return foreignIssuer({ ...trust, keys });
}

function keysIn(file: string): JWTVerifyGetKey {
  const keys = keysStated(read(file));
  if ('problems' in keys) return refuse(file, keys.problems);
  return keys;
}

function read(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return refuse(file, [(error as Error).message]);
  }
}

function refuse(file: string, problems: readonly string[]): never {
  throw faults.CONFIGURATION_INVALID(
    problems.map((problem) => `identity.jwksFile: ${file}: ${problem}`).join('\n'),
  );
}
