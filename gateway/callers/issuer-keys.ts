import { createLocalJWKSet, createRemoteJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import type { Logger } from 'pino';
import { z } from 'zod';
import { refusal } from '../refusal.ts';

const publicKeys = z.object({
  keys: z
    .array(
      z.looseObject({
        kty: z.enum(['OKP', 'EC', 'RSA'], 'expected a public key: OKP, EC or RSA'),
        d: z.never('a private key does not belong into a set of public keys').optional(),
      }),
    )
    .min(1),
});

/**
 * The keys of a set that was read from a file (JWKS). A key of it may leave out its id and its algorithm, as many do.
 * @returns the problems, where it is no such set
 */
export function keysStated(set: unknown): JWTVerifyGetKey | { problems: readonly string[] } {
  const read = publicKeys.safeParse(set);
  if (read.success) return createLocalJWKSet(read.data as JSONWebKeySet);
  return { problems: read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) };
}

const FRESH_MS = 10 * 60_000;
const BETWEEN_FAILURES_MS = 1000;

/**
 * The keys that an issuer publishes. They are fetched at the start, for a key that is not known (at most twice a minute),
 * and every ten minutes while tokens come. When that fails, the keys of before are used on: an issuer that is down locks
 * nobody out who has a token. Before the first fetch has succeeded a token is answered with `OVERLOADED`, since nothing
 * can be said of it.
 */
export async function keysPublished(url: string, log: Pick<Logger, 'warn'>): Promise<JWTVerifyGetKey> {
  const set = createRemoteJWKSet(new URL(url), { cacheMaxAge: Number.POSITIVE_INFINITY });
  let triedAt = 0;
  let fetching: Promise<void> | undefined;
  const fetchKeys = () => {
    fetching ??= set
      .reload()
      .catch((error: Error) => {
        log.warn({ url, cause: `${error.message} ${causeOf(error)}`.trim() }, 'no keys of the issuer');
      })
      .finally(() => {
        triedAt = performance.now();
        fetching = undefined;
      });
    return fetching;
  };
  await fetchKeys();
  return async (header, token) => {
    const age = performance.now() - triedAt;
    if (set.jwks() === undefined && (fetching || age > BETWEEN_FAILURES_MS)) await fetchKeys();
    if (set.jwks() === undefined)
      throw refusal('OVERLOADED', 'the keys of the issuer cannot be had; try again later', undefined, {
        'retry-after': '1',
      });
    if (age > FRESH_MS) void fetchKeys();
    return set(header, token);
  };
}

function causeOf({ cause }: Error): string {
  return cause instanceof Error ? cause.message : '';
}
