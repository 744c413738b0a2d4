import { canonicalJson } from '../../../../kernel/canonical-json.ts';
import { readSm2PublicKey, sm2Verify } from '../../../../kernel/crypto/sm2.ts';
import { sm3, sm3Hex } from '../../../../kernel/crypto/sm3.ts';

/** What one step of a case states (办理记录); every property of it is in its hash. Texts as the graph gives them. */
export interface MoveContent {
  readonly caseId: string;
  /** From 1, without gaps. */
  readonly sequence: number;
  readonly event: string;
  readonly from: string | null;
  readonly to: string;
  readonly assignee: string | null;
  readonly result: string | null;
  readonly organisation: string;
  /** SM3 of salt and account of the person who took the step; null when none was named. */
  readonly personDigest: string | null;
  /** RFC 3339 with +08:00. */
  readonly at: string;
  readonly reason: string | null;
  readonly payloadDigest: string;
}

/** A step in its chain (链): it names the one before by its hash, and somebody's key stands for it. */
export interface ChainedMove extends MoveContent {
  readonly previousHash: string;
  readonly hash: string;
  readonly keyId: string;
  /** SM2 over the canonical text, DER in base64 (GB/T 35276, default user id). */
  readonly signature: string;
}

/** What is wrong with a chain: the first step that does not hold, and why. */
export interface ChainFlaw {
  readonly sequence: number;
  readonly why: 'ORDER' | 'CASE' | 'PREVIOUS' | 'HASH' | 'STATE' | 'KEY_UNKNOWN' | 'SIGNATURE';
}

/** What stands before the first step: the case itself, so that no chain can be put under another case. */
export const firstHash = (caseId: string): string => sm3Hex(`doubtful-data/${caseId}`);

/** The text that is signed, and that follows the previous hash in the digest. */
export function canonicalMove(move: MoveContent & { readonly previousHash: string }): string {
  const { caseId, sequence, event, from, to, assignee, result, organisation } = move;
  const { personDigest, at, reason, payloadDigest, previousHash } = move;
  return canonicalJson({
    ...{ v: 1, caseId, sequence, event, from, to, assignee, result, organisation },
    ...{ personDigest, at, reason, payloadDigest, previousHash },
  });
}

/** SM3(previous hash ‖ canonical text). */
export function hashOfMove(move: MoveContent & { readonly previousHash: string }): string {
  return sm3(
    Buffer.concat([Buffer.from(move.previousHash, 'hex'), Buffer.from(canonicalMove(move))]),
  ).toString('hex');
}

export const personDigest = (salt: Uint8Array, account: string): string =>
  sm3Hex(Buffer.concat([salt, Buffer.from(account)]));

/**
 * Checks a case's chain from its steps and the public keys alone, without a database.
 * @param keys public keys in hexadecimal (04‖x‖y), by their id
 * @returns null when every step holds
 */
export function verifyChain(
  caseId: string,
  moves: readonly ChainedMove[],
  keys: Readonly<Record<string, string>>,
): ChainFlaw | null {
  const read = new Map(
    Object.entries(keys).map(([id, key]) => [id, readSm2PublicKey(Buffer.from(key, 'hex'))]),
  );
  let previous = firstHash(caseId);
  for (const [place, move] of moves.entries()) {
    const flaw = (why: ChainFlaw['why']): ChainFlaw => ({ sequence: move.sequence, why });
    if (move.caseId !== caseId) return flaw('CASE');
    if (move.sequence !== place + 1) return flaw('ORDER');
    if (move.previousHash !== previous) return flaw('PREVIOUS');
    if (place > 0 && move.from !== moves[place - 1]!.to) return flaw('STATE');
    if (hashOfMove(move) !== move.hash) return flaw('HASH');
    const key = read.get(move.keyId);
    if (key === undefined) return flaw('KEY_UNKNOWN');
    if (!sm2Verify(canonicalMove(move), Buffer.from(move.signature, 'base64'), key)) return flaw('SIGNATURE');
    previous = move.hash;
  }
  return null;
}

/** How keys are named: the first half of the SM3 of their SubjectPublicKeyInfo in DER. */
export const keyIdOf = (publicKey: ReturnType<typeof readSm2PublicKey>): string =>
  sm3Hex(publicKey.export({ format: 'der', type: 'spki' })).slice(0, 32);
