import type { Querier } from '../query.ts';
import type { Candidate } from './candidate.ts';
import { replacedBy } from './held-places.ts';
import { type HeldNow, holdRecords, settleHeld, waitOn } from './hold-records.ts';
import { SettledMeanwhile } from './not-stored.ts';
import type { Part } from './part.ts';
import { sourceVersionOf } from './source-version.ts';
import { plainVerdict } from './verdicts.ts';

/** Holds what of a submission must wait, and completes its verdicts in the order of the call. */
export async function holdWaiting(part: Part, db: Querier): Promise<void> {
  const { held } = part.options;
  const until = held ? await holdOn(part, held, db) : await holdAnew(part, db);
  for (const one of part.candidates) {
    // What goes on waiting after a release was tried stays in its own submission.
    if (one.outcome === 'HELD' && held) continue;
    if (one.outcome === 'HELD' && !until.has(one)) {
      one.outcome = null;
      one.reject('HELD_LIMIT_REACHED');
    }
    if (one.outcome === null) continue;
    const { code, path, expected } = one.finding!;
    part.verdicts.push({
      ...plainVerdict(one),
      outcome: one.outcome,
      code,
      path,
      expected,
      heldUntil: until.get(one)?.until ?? null,
      heldId: until.get(one)?.id ?? null,
    });
  }
  part.verdicts.sort((a, b) => a.index - b.index);
}

function holdAnew(part: Part, db: Querier): Promise<ReadonlyMap<Candidate, HeldNow>> {
  const { dataset, envelope, receiptId, scene } = part;
  const toHold = part.candidates
    .filter(({ outcome }) => outcome === 'HELD')
    .map((candidate) => ({
      candidate,
      sourceVersion: sourceVersionOf(candidate, scene.moment),
      place: candidate.index,
    }));
  return holdRecords(dataset, toHold, envelope, receiptId, scene, db);
}

/** After a release was tried: what still waits goes on waiting, perhaps for something else. */
async function holdOn(
  { candidates, scene }: Part,
  held: NonNullable<Part['options']['held']>,
  db: Querier,
): Promise<ReadonlyMap<Candidate, HeldNow>> {
  const waiting = candidates.filter(({ outcome }) => outcome === 'HELD');
  await waitOn(
    waiting.map((candidate) => ({ candidate, id: held[candidate.index]!.id })),
    scene,
    db,
  );
  return new Map();
}

/** Held records that are settled by a submission: released by the hub, or replaced by the sender's correction. */
export async function settleNamed(part: Part, db: Querier): Promise<void> {
  const { candidates, envelope, receiptId, scene } = part;
  const { held } = part.options;
  // What is held itself replaces another only once it is given a place.
  const settled = candidates.filter(({ outcome }) => outcome === null || (held && outcome === 'REJECTED'));
  const ids = held ? settled.map(({ index }) => held[index]!.id) : settled.flatMap(replacedBy);
  if (ids.length === 0) return;
  const state = held ? 'RELEASED' : 'REPLACED';
  const done = await settleHeld(ids, state, envelope, receiptId, scene, db);
  // Settled by its sender meanwhile: then this try must leave no second fact.
  if (held && done.size < ids.length) throw new SettledMeanwhile();
}
