import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { AssertionMemory } from './assertion-memory.ts';
import { type Caller, callerShape } from './caller.ts';
import { CLASSIFICATIONS, type Classification } from './classification.ts';
import { hmacSm3, sm3Hex } from './crypto/sm3.ts';
import { faults } from './faults.ts';

export { type AssertionMemory, assertionMemory } from './assertion-memory.ts';

/** Longest life of an assertion, in seconds. */
export const ASSERTION_SECONDS = 60;

/** What the gateway tells a subgraph about one fetch. Times are seconds since 1970 by the real clock. */
export interface Claims {
  v: 1;
  subgraph: string;
  /** One-use id. */
  jti: string;
  iat: number;
  exp: number;
  /** SM3 of the exact body text, hexadecimal. */
  body: string;
  caller: Caller;
  /** Levels this caller sees unmasked. */
  clear: readonly Classification[];
  /** RFC 3339 instant: one for the whole answer. */
  asOf?: string;
  withEvidence?: boolean;
  requestId: string;
}

/**
 * The assertion as text: base64url(JSON).base64url(HMAC-SM3). `key` is the subgraph's own.
 * @throws RangeError when the claims live longer than a minute
 */
export function makeAssertion(claims: Claims, key: Uint8Array): string {
  if (!(claims.exp - claims.iat <= ASSERTION_SECONDS))
    throw new RangeError('an assertion lives at most 60 seconds');
  const said = Buffer.from(JSON.stringify(claims)).toString('base64url');
  const text = `${said}.${hmacSm3(key, said).toString('base64url')}`;
  made = { text, key: Buffer.from(key), claims };
  return text;
}

/** The one made last: in one process the check follows upon the making, and of the text that was just sealed nothing need be proved again. */
let made: { readonly text: string; readonly key: Buffer; readonly claims: Claims } | null = null;

/** The digest of a body (正文摘要), for both sides: in one process the check follows upon the making, of the same text. */
export function bodyDigest(text: string): string {
  if (text !== latest.text) latest = { text, digest: sm3Hex(text) };
  return latest.digest;
}

let latest = { text: '', digest: sm3Hex('') };

export interface AssertionCheck {
  key: Uint8Array;
  /** The subgraph that is asked. */
  subgraph: string;
  /** The real clock's instant, never business time. */
  now: Date;
  remembered: AssertionMemory;
}

/**
 * Reads an assertion and believes it only if it is ours, for this subgraph, this body, this minute, and new.
 * @throws Fault `ASSERTION_INVALID`, `ASSERTION_EXPIRED`, `ASSERTION_REPLAYED` or `ASSERTION_MEMORY_FULL`
 */
export function checkAssertion(text: string, bodyText: string, check: AssertionCheck): Claims {
  const claims = justMade(text, check.key) ?? read(authentic(text, check.key));
  const now = check.now.getTime() / 1000;
  if (claims.subgraph !== check.subgraph) throw faults.ASSERTION_INVALID('it is for another subgraph');
  if (claims.exp - claims.iat > ASSERTION_SECONDS)
    throw faults.ASSERTION_INVALID('it lives longer than a minute');
  if (claims.iat > now + CLOCK_TOLERANCE_SECONDS) throw faults.ASSERTION_INVALID('it is from the future');
  if (claims.exp <= now) throw faults.ASSERTION_EXPIRED();
  if (claims.body !== bodyDigest(bodyText)) throw faults.ASSERTION_INVALID('it is for another body');
  // Last, so that only what would be accepted takes a place in the memory.
  check.remembered.remember(claims.jti, claims.exp, now);
  return claims;
}

const CLOCK_TOLERANCE_SECONDS = 5;

/** The claims of a text that this process sealed last, under the same key. Their freshness and one use are checked all the same. */
function justMade(text: string, key: Uint8Array): Claims | null {
  if (made === null || made.text !== text || made.key.length !== key.length) return null;
  return timingSafeEqual(made.key, key) ? made.claims : null;
}

function authentic(text: string, key: Uint8Array): string {
  const dot = text.indexOf('.');
  const said = text.slice(0, dot);
  const mac = Buffer.from(text.slice(dot + 1), 'base64url');
  // Encoded again, because the decoder forgives what a signature must not.
  const isWellFormed = dot > 0 && mac.length === 32 && mac.toString('base64url') === text.slice(dot + 1);
  if (!isWellFormed) throw faults.ASSERTION_INVALID('it is not two parts of base64url');
  if (!timingSafeEqual(mac, hmacSm3(key, said))) throw faults.ASSERTION_INVALID('its seal does not match');
  return said;
}

function read(said: string): Claims {
  try {
    return claimsShape.parse(JSON.parse(Buffer.from(said, 'base64url').toString()));
  } catch (error) {
    throw faults.ASSERTION_INVALID('its claims are not understood').because(error);
  }
}

const claimsShape: z.ZodType<Claims> = z.strictObject({
  v: z.literal(1),
  subgraph: z.string(),
  jti: z.string().min(8).max(64),
  iat: z.number(),
  exp: z.number(),
  body: z.string(),
  caller: callerShape,
  clear: z.array(z.enum(CLASSIFICATIONS)).readonly(),
  asOf: z.iso.datetime({ offset: true }).optional(),
  withEvidence: z.boolean().optional(),
  requestId: z.string(),
});
