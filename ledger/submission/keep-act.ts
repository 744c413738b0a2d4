import type { Caller } from '../../kernel/caller.ts';
import { sm3 } from '../../kernel/crypto/sm3.ts';
import { canonicalJson } from '../../kernel/canonical-json.ts';
import type { Querier } from '../query.ts';
import type { SubmissionVerdict } from './candidate.ts';
import { assuranceOf } from './envelope.ts';
import { keep } from './keep.ts';
import { inFlight } from './not-stored.ts';
import { receiptOfWritten } from './receipt.ts';
import type { LedgerRoom } from './room.ts';
import { plainVerdict } from './verdicts.ts';

/** What somebody in office does to facts (履职行为), as a decision: no record of a source, and yet a change. */
export interface Act {
  /** The mutation, such as `decideStatusChange`. */
  readonly operation: string;
  readonly receiptId: string;
  readonly at: Date;
  /** What was ordered, of which the receipt's digest is taken. */
  readonly order: Readonly<Record<string, unknown>>;
  readonly reason: string;
  /** The fact it is about comes first. */
  readonly touched: readonly [Touched, ...Touched[]];
}

/** A fact that it changed, or of which more is known by it. */
export interface Touched {
  readonly dataset: string;
  readonly recordId: string;
  readonly version: number;
  readonly projectCode: string | null;
  /** Of the version that it made; null where it made none of this fact. */
  readonly commitment: Buffer | null;
}

/**
 * Gives an act its place in the order of the room and in its changes, beside submissions and in the transaction of its facts, so
 * that whoever follows the changes misses none (docs/decisions/0033).
 */
export async function keepAct(db: Querier, room: LedgerRoom, caller: Caller, act: Act): Promise<void> {
  const { operation, receiptId, at, order, reason, touched } = act;
  const [{ dataset: about }] = touched;
  const verdicts = touched.map((one, index) => corrected(one, index, about));
  const digest = sm3(Buffer.from(canonicalJson({ operation, ...order })));
  const receipt = receiptOfWritten({
    id: receiptId,
    // Its own: an act is never sent twice, since the second is refused.
    idempotencyKey: receiptId,
    sourceSystem: room.name,
    receivedAt: at,
    assurance: assuranceOf(caller),
    mode: 'ATOMIC',
    digest,
    verdicts,
  });
  const commitments = touched.flatMap(({ commitment }) => commitment ?? []);
  const kept = { receipt, operation, dataset: about, sentAt: at, digest, commitments, reason, devices: [] };
  if (!(await keep(db, room, caller, [kept]))) throw inFlight();
}

const corrected = (
  { dataset, recordId, version, projectCode }: Touched,
  index: number,
  about: string,
): SubmissionVerdict => ({
  ...plainVerdict({ index, warnings: [] }),
  outcome: 'CORRECTED',
  code: 'CORRECTED',
  recordId,
  version,
  projectCode,
  dataset: dataset === about ? null : dataset,
});
