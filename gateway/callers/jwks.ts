import { createPublicKey } from 'node:crypto';
import { z } from 'zod';
import { faults } from '../../kernel/faults.ts';
import type { TrustedKey } from './verify-token.ts';

// Asymmetric only: a symmetric algorithm here would make the published key a signing key.
const ALGORITHMS = ['EdDSA', 'ES256', 'PS256', 'RS256'] as const;

const jwks = z.object({
  keys: z
    .array(
      z.looseObject({
        kid: z.string().regex(/^[\w.-]{1,64}$/),
        alg: z.enum(ALGORITHMS),
        kty: z.enum(['OKP', 'EC', 'RSA']),
        d: z.never('a private key does not belong into the file of public keys').optional(),
      }),
    )
    .min(1),
});

/** The public keys of a JWKS file by key id. Each must name its algorithm; throws CONFIGURATION_INVALID otherwise. */
export function keysOfJwks(value: unknown): Map<string, TrustedKey> {
  const parsed = jwks.safeParse(value);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `HUB_ISSUER_JWKS ${path.join('.')}: ${message}`,
    );
    throw faults.CONFIGURATION_INVALID(problems.join('\n'));
  }
  return new Map(
    parsed.data.keys.map((jwk) => [
      jwk.kid,
      { key: createPublicKey({ key: jwk, format: 'jwk' }), algorithm: jwk.alg },
    ]),
  );
}
