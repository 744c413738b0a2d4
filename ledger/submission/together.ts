import { LRUCache } from 'lru-cache';
import type { Caller } from '../../kernel/caller.ts';
import { gathered } from '../gathered.ts';
import type { Dataset } from './dataset.ts';
import type { Receipt } from './receipt.ts';
import type { LedgerRoom } from './room.ts';
import type { Submission } from './submit.ts';

/** A submission of more records costs what its records cost: it gains nothing from company. */
const SMALL = 100;
/** Records of one transaction, which is to stay short. */
const MOST_TOGETHER = 1_000;
/** What one sender has under way at once: one prepares while the other waits for the database. */
const AT_ONCE = 2;
/** Senders whose submissions may gather, beyond which the one that was silent longest begins anew. */
const SENDERS = 500;

type Ask = (submission: Submission) => Promise<Receipt>;
type SubmitsAll = (submissions: readonly Submission[]) => Promise<Receipt[]>;

const gathering = new WeakMap<LedgerRoom, LRUCache<string, Ask>>();

/** Whether a submission may share its transaction: nothing that one of them does may undo or judge another. */
export const mayShare = (
  { fact, lines }: Dataset,
  { envelope: { mode, dryRun }, records }: Submission,
): boolean =>
  mode === 'PARTIAL' && !dryRun && records.length <= SMALL && !fact.excludesOverlap && lines === undefined;

/**
 * Submits what one sender sends at the same time in few transactions (合批): while two are under way the next gather. Each
 * keeps its own key, receipt, verdicts and leaf. When something is out of order in one of them nothing is stored, and
 * each is submitted alone.
 */
export function together(
  room: LedgerRoom,
  caller: Caller,
  dataset: Dataset,
  submission: Submission,
  submitAll: SubmitsAll,
): Promise<Receipt> {
  const senders = gathering.get(room) ?? new LRUCache<string, Ask>({ max: SENDERS });
  gathering.set(room, senders);
  const sender = JSON.stringify([dataset.name, submission.envelope.sourceSystem, caller]);
  const ask =
    senders.get(sender) ??
    gathered<Submission, Receipt>(submitAll, {
      atOnce: AT_ONCE,
      weightOf: ({ records }) => records.length,
      mostWeight: MOST_TOGETHER,
    });
  senders.set(sender, ask);
  return ask(submission);
}
