import { readFileSync } from 'node:fs';
import { createPrivateKey, createPublicKey, type KeyObject, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Caller } from '../../kernel/caller.ts';
import type { Role } from './roles.ts';
import { roles } from './roles.ts';
import { AUDIENCE, type TrustedKey, tokenVerifier } from './verify-token.ts';
import { keysOfJwks } from './jwks.ts';

/** Who vouches for callers. `issue` exists in development only. */
export interface Issuer {
  verify(token: string): Promise<unknown>;
  /** Whom a verified token stands for; by the hub's roles when left out. Throws the fault UNAUTHENTICATED. */
  callerOf?(payload: unknown): Caller;
  /** Whether who brings no token at all is anonymous. Unless it is true, nobody is served without one. */
  readonly admitsAnonymous?: boolean;
  issue?(role: string, overrides?: Record<string, unknown>): Promise<string>;
}

const DEVELOPMENT_KEY_ID = 'development';
const DEVELOPMENT_LIFETIME_S = 30 * 24 * 3600;
const PRODUCTION_LIFETIME_S = 24 * 3600;

/**
 * The built-in issuer of development: an Ed25519 key from a 32-byte secret of the keyring (`issuer/development`),
 * so that tokens of demo-credentials.json outlive a restart. Never used in production.
 */
export function developmentIssuer(secret: Buffer, issuer: string): Issuer {
  const privateKey = ed25519Of(secret);
  const publicKey = createPublicKey(privateKey);
  const keys = new Map<string, TrustedKey>([[DEVELOPMENT_KEY_ID, { key: publicKey, algorithm: 'EdDSA' }]]);
  return {
    verify: tokenVerifier({ keys, issuer, longestLifeSeconds: DEVELOPMENT_LIFETIME_S }),
    issue: (name, overrides) => issue(privateKey, issuer, name, overrides),
  };
}

/** Verifies tokens of the organisation's own issuer by its public keys (HUB_ISSUER_JWKS); issues none. */
export function productionIssuer(jwksFile: string, issuer: string): Issuer {
  const keys = keysOfJwks(JSON.parse(readFileSync(jwksFile, 'utf8')));
  return { verify: tokenVerifier({ keys, issuer, longestLifeSeconds: PRODUCTION_LIFETIME_S }) };
}

/** A synthetic identity for each role, enough to try it. */
export function demoClaims({ name, zh, divisions, claims }: Role): Record<string, unknown> {
  const bound = {
    enterprise: '91450100MA0TEMA03L',
    bank: '102',
    worker: '00000000-0000-7000-8000-000000000001',
    divisions,
  };
  return {
    sub: `demo-${name}`,
    organisation: zh,
    role: name,
    divisions,
    ...Object.fromEntries(claims.map((claim) => [claim, bound[claim]])),
  };
}

async function issue(
  key: KeyObject,
  issuer: string,
  name: string,
  overrides: Record<string, unknown> = {},
): Promise<string> {
  const role = roles.find((each) => each.name === name);
  if (role === undefined)
    throw new RangeError(`no role ${name}; there are ${roles.map((each) => each.name).join(', ')}`);
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: issuer,
    aud: AUDIENCE,
    iat: now,
    nbf: now,
    exp: now + DEVELOPMENT_LIFETIME_S,
    jti: randomUUID(),
  };
  return new SignJWT({ ...claims, ...demoClaims(role), ...overrides })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid: DEVELOPMENT_KEY_ID })
    .sign(key);
}

// RFC 8410: the fixed beginning of an Ed25519 private key in PKCS #8, before its 32 secret bytes.
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

function ed25519Of(secret: Buffer): KeyObject {
  if (secret.length < 32) throw new RangeError('the development issuer needs a secret of 32 bytes');
  return createPrivateKey({
    key: Buffer.concat([PKCS8_ED25519, secret.subarray(0, 32)]),
    format: 'der',
    type: 'pkcs8',
  });
}
