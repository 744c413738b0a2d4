import type { Querier } from '../query.ts';
import type { Candidate } from './candidate.ts';
import type { Dataset, Scene, Written } from './dataset.ts';
import { clientOf } from './envelope.ts';
import { type Completeness, keepCompleteness } from './completeness.ts';
import { holdWaiting, settleNamed } from './hold-part.ts';
import { endWaiting, refuseUnknownHeld } from './hold-records.ts';
import {
  claimSource,
  type Known,
  keep,
  knownAnswer,
  lookUp,
  refuseOtherSource,
  type ToKeep,
} from './keep.ts';
import { inFlight, KeyTaken, NotStored, NotTogether } from './not-stored.ts';
import type { Part } from './part.ts';
import type { Receipt } from './receipt.ts';
import { mustFollow, recognise } from './recognise.ts';
import { resolveReferences } from './references.ts';
import { notStored, rehearsed } from './verdicts.ts';
import { MOST_ROUNDS, waitedWithin } from './within-call.ts';
import { writeRecords } from './write-records.ts';

/** A submission in its transaction, or several small ones of one sender, source and dataset in one (合批). */
export class Work {
  readonly #scene: Scene;
  readonly #dataset: Dataset;
  readonly #parts: readonly Part[];

  constructor(dataset: Dataset, parts: readonly Part[]) {
    this.#scene = parts[0]!.scene;
    this.#dataset = dataset;
    this.#parts = parts;
  }

  /** The stored answer of a single submission. */
  async replay(db: Querier): Promise<Receipt[]> {
    const stored = await this.#known(db, await this.#lookUp(db));
    if (stored === null) throw inFlight();
    return [stored];
  }

  /**
   * @returns the receipts, in the order of the parts
   * @throws NotTogether, when one of several must be worked on by itself
   */
  async do(db: Querier): Promise<Receipt[]> {
    const { room, caller } = this.#scene;
    const [parts, dataset] = [this.#parts, this.#dataset];
    const known = await this.#lookUp(db);
    const stored = await this.#known(db, known);
    if (stored) return [stored];
    refuseOtherSource(caller, known.owner);
    const candidates = parts.flatMap((one) => one.candidates);
    await resolveReferences(dataset, candidates, this.#scene, db);
    await refuseUnknownHeld(candidates, parts[0]!.envelope, this.#scene, db);
    await this.#writeAll(db, candidates);
    let { hasHeld } = known;
    for (const one of parts) {
      await this.#settle(db, one, hasHeld);
      hasHeld ||= one.verdicts.some(({ outcome }) => outcome === 'HELD');
    }
    const [single] = parts;
    if (single!.options.held && single!.verdicts.length === 0) return [single!.receipt([], false)];
    const { sourceSystem } = single!.envelope;
    await claimSource(
      db,
      room,
      caller,
      sourceSystem,
      known.owner,
      parts.some(({ envelope, candidates }) => envelope.completeUpTo != null && candidates.length === 0) ||
        parts.some(({ verdicts }) => verdicts.some(({ outcome }) => outcome !== 'REJECTED')),
    );
    const receipts = parts.map((one) => one.receipt(one.verdicts, true));
    const toKeep = parts.map((one, at) => one.toKeep(receipts[at]!));
    if (!(await keep(db, room, caller, toKeep))) throw new KeyTaken();
    await keepCompleteness(db, room, caller, toKeep.flatMap(completenessOf));
    return receipts;
  }

  #lookUp(db: Querier): Promise<Known> {
    const { room, caller } = this.#scene;
    const keys = this.#parts.map(({ envelope }) => envelope.idempotencyKey);
    const { sourceSystem } = this.#parts[0]!.envelope;
    return lookUp(db, room, clientOf(caller), this.#dataset.operation, sourceSystem, keys);
  }

  async #known(db: Querier, { keys }: Known): Promise<Receipt | null> {
    if (this.#parts.length === 1) return knownAnswer(db, this.#scene.room, keys[0]!, this.#parts[0]!.digest);
    if (keys.some(({ isInFlight, receiptId }) => isInFlight || receiptId !== null)) throw new NotTogether();
    return null;
  }

  /** Writes what can be written, and then what can be now that the rest of the call stands, in whichever order they came. */
  async #writeAll(db: Querier, candidates: readonly Candidate[]): Promise<void> {
    let judged = candidates;
    for (let round = 1; judged.length > 0; round++) {
      const changed = await this.#write(db, new Set(judged));
      judged = round < MOST_ROUNDS ? waitedWithin(this.#dataset, candidates, changed, this.#scene.room) : [];
      if (judged.length === 0) break;
      for (const one of judged) one.again();
      await resolveReferences(this.#dataset, judged, this.#scene, db);
    }
  }

  /** @returns what became or changed a fact */
  async #write(db: Querier, judged: ReadonlySet<Candidate>): Promise<Written[]> {
    for (const part of this.#parts) part.check(judged);
    if (!mustFollow(this.#dataset, this.#parts, judged, this.#scene))
      return this.#writeParts(db, this.#parts, judged);
    const changed: Written[] = [];
    for (const part of this.#parts) changed.push(...(await this.#writeParts(db, [part], judged)));
    return changed;
  }

  async #writeParts(db: Querier, parts: readonly Part[], judged: ReadonlySet<Candidate>): Promise<Written[]> {
    const [scene, dataset] = [this.#scene, this.#dataset];
    const [first] = parts;
    const provenance = {
      sourceSystem: first!.envelope.sourceSystem,
      receiptId: first!.receiptId,
      receivedAt: scene.moment.now,
      assurance: first!.assurance,
    };
    await recognise(dataset, parts, judged, scene, db, provenance);
    const stated = parts.flatMap((part) => part.stated(judged).map((one) => ({ part, one })));
    const toWrite = stated.map(({ one }) => one);
    await dataset.prepare?.(
      toWrite.map(({ candidate }) => candidate.values as never),
      scene,
      db,
    );
    const written = await writeRecords(dataset, toWrite, scene, db, provenance);
    const changed: Written[] = [];
    for (const [at, { part, one }] of stated.entries())
      if (part.take(one, written[at]!)) changed.push(one.written);
    if (changed.length > 0) await dataset.conclude?.(changed, scene, db);
    return changed;
  }

  /** Holds what of a submission must wait, ends the waiting of what it settles, and completes its verdicts. */
  async #settle(db: Querier, part: Part, hasHeld: boolean): Promise<void> {
    // What is held meanwhile by another submission is judged after this one, and found recorded already.
    if (hasHeld && !part.options.held)
      await endWaiting(this.#dataset, part.settled, part.envelope, part.receiptId, part.scene, db);
    await settleNamed(part, db);
    await holdWaiting(part, db);
    const { mode, dryRun } = part.envelope;
    if (
      mode === 'ATOMIC' &&
      part.verdicts.some(({ outcome }) => outcome === 'REJECTED' || outcome === 'HELD')
    )
      throw new NotStored(part.receipt(part.verdicts.map(notStored), false));
    if (dryRun) throw new NotStored(part.receipt(part.verdicts.map(rehearsed), false));
  }
}

function completenessOf({ receipt, dataset, sentAt }: ToKeep): Completeness[] {
  const { id, sourceSystem, receivedAt, completeUpTo } = receipt;
  return completeUpTo === null
    ? []
    : [{ receiptId: id, sourceSystem, dataset, completeUpTo, sentAt, receivedAt }];
}
