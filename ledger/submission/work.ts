import { newRecordId } from '../../kernel/record-id.ts';
import type { Querier } from '../query.ts';
import type { Candidate, SubmissionVerdict } from './candidate.ts';
import type { Dataset, Scene, Written } from './dataset.ts';
import { assuranceOf, clientOf, type Envelope } from './envelope.ts';
import { replacedBy } from './held-places.ts';
import {
  endWaiting,
  type HeldNow,
  holdRecords,
  refuseUnknownHeld,
  settleHeld,
  waitOn,
} from './hold-records.ts';
import { claimSource, keep, lookUp, refuseOtherSource, storedReceipt } from './keep.ts';
import { leafHash } from './leaf.ts';
import { inFlight, KeyTaken, keyReused, NotStored, SettledMeanwhile } from './not-stored.ts';
import { countsOf, type Receipt } from './receipt.ts';
import { resolveReferences } from './references.ts';
import { sourceVersionOf } from './source-version.ts';
import type { SubmitOptions } from './submit-options.ts';
import { notStored, plainVerdict, rehearsed } from './verdicts.ts';
import { type ToWrite, writeRecords } from './write-records.ts';

/** One submission in its transaction. */
export class Work {
  readonly #scene: Scene;
  readonly #dataset: Dataset;
  readonly #envelope: Envelope;
  readonly #candidates: readonly Candidate[];
  readonly #digest: Buffer;
  readonly #options: SubmitOptions;
  readonly #receiptId: string;

  constructor(
    scene: Scene,
    dataset: Dataset,
    envelope: Envelope,
    candidates: readonly Candidate[],
    digest: Buffer,
    options: SubmitOptions,
  ) {
    this.#scene = scene;
    this.#dataset = dataset;
    this.#envelope = envelope;
    this.#candidates = candidates;
    this.#digest = digest;
    this.#options = options;
    this.#receiptId = newRecordId(scene.moment.now, scene.room.random);
  }

  async replay(db: Querier): Promise<Receipt> {
    const { room, caller } = this.#scene;
    const known = await lookUp(db, room, clientOf(caller), this.#dataset.operation, this.#envelope);
    if (known.receiptId === null) throw inFlight();
    return this.#answered(db, known.receiptId);
  }

  async do(db: Querier): Promise<Receipt> {
    const { room, caller } = this.#scene;
    const known = await lookUp(db, room, clientOf(caller), this.#dataset.operation, this.#envelope);
    if (known.receiptId !== null) return this.#answered(db, known.receiptId);
    if (known.isInFlight) throw inFlight();
    refuseOtherSource(caller, known.owner);
    await resolveReferences(this.#dataset, this.#candidates, this.#scene, db);
    await refuseUnknownHeld(this.#candidates, this.#envelope, this.#scene, db);
    const toWrite = this.#stated();
    const { verdicts, commitments } = await this.#write(db, toWrite, known.hasHeld);
    await this.#hold(db, verdicts);
    if (
      this.#envelope.mode === 'ATOMIC' &&
      verdicts.some(({ outcome }) => outcome === 'REJECTED' || outcome === 'HELD')
    )
      throw new NotStored(this.#receipt(verdicts.map(notStored), false));
    if (this.#envelope.dryRun) throw new NotStored(this.#receipt(verdicts.map(rehearsed), false));
    // A release that released nothing leaves no submission, or it would be followed and tried again without end.
    if (this.#options.held && verdicts.length === 0) return this.#receipt([], false);
    await claimSource(db, room, caller, this.#envelope.sourceSystem, known.owner, verdicts);
    const receipt = this.#receipt(verdicts, true);
    await this.#keep(db, receipt, commitments);
    return receipt;
  }

  async #answered(db: Querier, receiptId: string): Promise<Receipt> {
    const stored = (await storedReceipt(db, this.#scene.room, receiptId))!;
    if (stored.contentDigest === this.#digest.toString('hex')) return { ...stored, replayed: true };
    throw keyReused(receiptId);
  }

  /** What each writable record states, once its references are found. */
  #stated(): ToWrite[] {
    const { moment, caller } = this.#scene;
    const toWrite: ToWrite[] = [];
    for (const one of this.#candidates) {
      if (one.isWritable) this.#dataset.checkFound?.(one.values as never, one.found, one, moment, caller);
      const held = this.#options.held?.[one.index];
      const sourceVersion = held?.sourceVersion ?? sourceVersionOf(one, moment);
      if (!one.isWritable) continue;
      const written = this.#dataset.write(one.values as never, one.found, moment);
      toWrite.push({
        candidate: one,
        written: this.#completed(written, one.index),
        sourceVersion:
          written.follows !== undefined && written.follows >= sourceVersion
            ? written.follows + 1n
            : sourceVersion,
        place: held?.place ?? one.index,
      });
    }
    return toWrite;
  }

  #completed(written: Written, index: number): Written {
    const { beside, lineId } = this.#options;
    if (!beside && !lineId) return written;
    return {
      ...written,
      content: { ...written.content, ...beside?.(index) },
      ...(written.lines && {
        lines: written.lines.map((line) => {
          const id = lineId?.(line.content);
          return id === undefined ? line : { ...line, id };
        }),
      }),
    };
  }

  async #write(
    db: Querier,
    toWrite: readonly ToWrite[],
    hasHeld: boolean,
  ): Promise<{ verdicts: SubmissionVerdict[]; commitments: Buffer[] }> {
    const dataset = this.#dataset;
    const verdicts: SubmissionVerdict[] = [];
    const commitments: Buffer[] = [];
    await dataset.prepare?.(
      toWrite.map(({ candidate }) => candidate.values as never),
      this.#scene,
      db,
    );
    const written = await writeRecords(dataset, toWrite, this.#scene, db, this.#provenance());
    const changed: Written[] = [];
    const settled: ToWrite[] = [];
    for (const [at, verdict] of written.entries()) {
      const { candidate, written: stated } = toWrite[at]!;
      if (verdict.outcome === 'REJECTED') {
        candidate.reject(verdict.code);
        continue;
      }
      settled.push(toWrite[at]!);
      if (verdict.commitment) {
        commitments.push(verdict.commitment);
        changed.push(stated);
      }
      const { projectCode } = stated.content;
      verdicts.push({
        ...plainVerdict(candidate),
        outcome: verdict.outcome,
        code: verdict.code,
        recordId: verdict.id,
        version: verdict.version,
        projectCode: typeof projectCode === 'string' ? projectCode : null,
      });
    }
    if (changed.length > 0) await dataset.conclude?.(changed, this.#scene, db);
    // What is held meanwhile by another submission is judged after this one, and found recorded already.
    if (hasHeld && !this.#options.held)
      await endWaiting(dataset, settled, this.#envelope, this.#receiptId, this.#scene, db);
    return { verdicts, commitments };
  }

  /** Holds what must wait, settles what was held before, and completes the verdicts in the order of the call. */
  async #hold(db: Querier, verdicts: SubmissionVerdict[]): Promise<void> {
    await this.#settleNamed(db);
    const until = this.#options.held ? await this.#holdOn(db, this.#options.held) : await this.#holdAnew(db);
    for (const one of this.#candidates) {
      // What goes on waiting after a release was tried stays in its own submission.
      if (one.outcome === 'HELD' && this.#options.held) continue;
      if (one.outcome === 'HELD' && !until.has(one)) {
        one.outcome = null;
        one.reject('HELD_LIMIT_REACHED');
      }
      if (one.outcome === null) continue;
      const { code, path, expected } = one.finding!;
      verdicts.push({
        ...plainVerdict(one),
        outcome: one.outcome,
        code,
        path,
        expected,
        heldUntil: until.get(one)?.until ?? null,
        heldId: until.get(one)?.id ?? null,
      });
    }
    verdicts.sort((a, b) => a.index - b.index);
  }

  #holdAnew(db: Querier): Promise<ReadonlyMap<Candidate, HeldNow>> {
    const toHold = this.#candidates
      .filter(({ outcome }) => outcome === 'HELD')
      .map((candidate) => ({
        candidate,
        sourceVersion: sourceVersionOf(candidate, this.#scene.moment),
        place: candidate.index,
      }));
    return holdRecords(this.#dataset, toHold, this.#envelope, this.#receiptId, this.#scene, db);
  }

  /** After a release was tried: what still waits goes on waiting, perhaps for something else. */
  async #holdOn(
    db: Querier,
    held: NonNullable<SubmitOptions['held']>,
  ): Promise<ReadonlyMap<Candidate, HeldNow>> {
    const waiting = this.#candidates.filter(({ outcome }) => outcome === 'HELD');
    await waitOn(
      waiting.map((candidate) => ({ candidate, id: held[candidate.index]!.id })),
      this.#scene,
      db,
    );
    return new Map();
  }

  /** Held records that are settled by this: released by the hub, or replaced by the sender's correction. */
  async #settleNamed(db: Querier): Promise<void> {
    const { held } = this.#options;
    // What is held itself replaces another only once it is given a place.
    const settled = this.#candidates.filter(
      ({ outcome }) => outcome === null || (held && outcome === 'REJECTED'),
    );
    const ids = held ? settled.map(({ index }) => held[index]!.id) : settled.flatMap(replacedBy);
    if (ids.length === 0) return;
    const state = held ? 'RELEASED' : 'REPLACED';
    const done = await settleHeld(ids, state, this.#envelope, this.#receiptId, this.#scene, db);
    // Settled by its sender meanwhile: then this try must leave no second fact.
    if (held && done.size < ids.length) throw new SettledMeanwhile();
  }

  async #keep(db: Querier, receipt: Receipt, commitments: readonly Buffer[]): Promise<void> {
    const { room, caller, moment } = this.#scene;
    const dataset = this.#dataset;
    const leaf = leafHash({
      receiptId: receipt.id,
      client: clientOf(caller),
      operation: dataset.operation,
      sourceSystem: receipt.sourceSystem,
      receivedAt: receipt.receivedAt,
      contentDigest: this.#digest,
      commitments,
    });
    const devices = dataset.deviceOf
      ? this.#candidates.map(({ values }) => dataset.deviceOf!(values as never))
      : [];
    const isKept = await keep(db, room, {
      receipt,
      caller,
      operation: dataset.operation,
      dataset: dataset.name,
      sentAt: moment.sentAt,
      leaf,
      devices,
    });
    if (!isKept) throw new KeyTaken();
  }

  #provenance() {
    const { moment } = this.#scene;
    return {
      sourceSystem: this.#envelope.sourceSystem,
      receiptId: this.#receiptId,
      receivedAt: moment.now,
      assurance: this.#assurance(),
    };
  }

  #assurance() {
    return (this.#options.assurance ?? assuranceOf(this.#scene.caller)) as ReturnType<typeof assuranceOf>;
  }

  #receipt(verdicts: readonly SubmissionVerdict[], isStored: boolean): Receipt {
    const { idempotencyKey, sourceSystem, mode, dryRun } = this.#envelope;
    return {
      id: this.#receiptId,
      idempotencyKey,
      sourceSystem,
      receivedAt: this.#scene.moment.now,
      contentDigest: this.#digest.toString('hex'),
      assurance: this.#assurance(),
      mode,
      dryRun,
      replayed: false,
      isStored,
      submitted: this.#candidates.length,
      ...countsOf(verdicts),
      verdicts,
    };
  }
}
