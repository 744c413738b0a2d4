import { type JWTVerifyGetKey, jwtVerify } from 'jose';
import { GraphQLError } from 'graphql';
import type { Caller } from '../../kernel/caller.ts';
import { faults } from '../../kernel/faults.ts';
import { anonymous } from './anonymous.ts';
import type { Issuer } from './issuer.ts';

/** An issuer of JSON Web Tokens that knows nothing of the hub, such as any OpenID Connect provider. */
export interface ForeignTrust {
  /** What tokens say in `iss`, to the letter. */
  issuer: string;
  /** One of them stands in `aud`. Without it a token that the issuer made for another service is as good. */
  audience?: string | readonly string[] | undefined;
  /** The claim with the caller's scopes: a text with spaces between, or a list of texts. */
  scopesClaim: string;
  keys: JWTVerifyGetKey;
}

// Asymmetric only: with a symmetric one the published key would be a signing key.
const ALGORITHMS = [
  'EdDSA',
  'Ed25519',
  'ES256',
  'ES384',
  'ES512',
  'PS256',
  'PS384',
  'PS512',
  'RS256',
  'RS384',
  'RS512',
];

/** Kinds of token that say who asks. Others of the same issuer and keys, such as for logging out, do not. */
const TYPES = new Set(['jwt', 'at+jwt']);

/**
 * Vouches for callers of a graph that is not the hub's. Who brings no token is anonymous; a token that does not hold is the
 * fault `UNAUTHENTICATED`, never anonymity. Keys come from the set alone, whatever a token's header offers.
 */
export function foreignIssuer(trust: ForeignTrust): Issuer {
  return {
    admitsAnonymous: true,
    callerOf: (payload) => callerOf(payload as Record<string, unknown>, trust),
    async verify(token) {
      try {
        return await verified(token, trust);
      } catch (cause) {
        // That keys cannot be had is nothing the token did.
        if (cause instanceof GraphQLError) throw cause;
        throw faults.UNAUTHENTICATED().because(cause);
      }
    },
  };
}

async function verified(token: string, { keys, issuer, audience }: ForeignTrust): Promise<unknown> {
  const { payload, protectedHeader } = await jwtVerify(token, keys, {
    algorithms: ALGORITHMS,
    issuer,
    ...(audience !== undefined && { audience: [audience].flat() }),
    clockTolerance: 5,
    requiredClaims: ['sub', 'exp'],
  });
  const type = protectedHeader.typ?.toLowerCase().replace(/^application\//, '');
  if (type !== undefined && !TYPES.has(type)) throw new Error('a token of another type');
  return payload;
}

function callerOf(payload: Record<string, unknown>, { issuer, scopesClaim }: ForeignTrust): Caller {
  const stated = Object.hasOwn(payload, scopesClaim) ? payload[scopesClaim] : '';
  const scopes = typeof stated === 'string' ? stated.split(' ').filter((scope) => scope !== '') : stated;
  if (!isTexts(scopes) || typeof payload.sub !== 'string')
    throw faults.UNAUTHENTICATED().because(new Error(`the claim ${scopesClaim} or sub is of another kind`));
  return { ...anonymous, organisation: issuer, person: payload.sub, scopes };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
