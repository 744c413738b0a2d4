import type { KeyObject } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import { faults } from '../../kernel/faults.ts';

export const AUDIENCE = 'guixin-hub';

/** A public key with the one algorithm it is used with: the token's own word on its algorithm is only compared. */
export interface TrustedKey {
  key: KeyObject;
  algorithm: string;
}

interface Trust {
  keys: ReadonlyMap<string, TrustedKey>;
  issuer: string;
  /** A token that lives longer is refused: one valid until 9999 would never end. */
  longestLifeSeconds: number;
}

/**
 * Checks a token: key by id from the given set only (nothing is fetched, opened or embedded), fixed algorithm,
 * issuer, audience, times. Each failure is the same fault UNAUTHENTICATED with the same words. Times use the
 * machine's clock, never HUB_NOW.
 */
export function tokenVerifier(trust: Trust): (token: string) => Promise<unknown> {
  return async (token) => {
    try {
      return await verified(token, trust);
    } catch (cause) {
      throw faults.UNAUTHENTICATED().because(cause);
    }
  };
}

const HEADERS = new Set(['alg', 'kid', 'typ']);
const LONGEST_TOKEN = 4096;

async function verified(token: string, { keys, issuer, longestLifeSeconds }: Trust): Promise<unknown> {
  if (token.length > LONGEST_TOKEN) throw new Error('too long');
  const header = decodeProtectedHeader(token);
  // `jwk`, `jku`, `x5u`, `x5c` and `crit` would let the token bring its own key or rules.
  if (Object.keys(header).some((name) => !HEADERS.has(name))) throw new Error('unexpected header');
  const trusted = typeof header.kid === 'string' ? keys.get(header.kid) : undefined;
  if (trusted === undefined) throw new Error('unknown key');
  const { payload } = await jwtVerify(token, trusted.key, {
    algorithms: [trusted.algorithm],
    issuer,
    audience: AUDIENCE,
    clockTolerance: 5,
    requiredClaims: ['iss', 'aud', 'sub', 'iat', 'nbf', 'exp'],
  });
  const { iat = 0, exp = Number.POSITIVE_INFINITY } = payload;
  if (exp - iat > longestLifeSeconds) throw new Error('lives too long');
  return payload;
}
