import { newRecordId } from '../../kernel/record-id.ts';
import type { WrittenVerdict } from '../record-writer.ts';
import type { Candidate, SubmissionVerdict } from './candidate.ts';
import type { Dataset, Found, Scene, Written } from './dataset.ts';
import { assuranceOf, type Envelope } from './envelope.ts';
import type { ToKeep } from './keep.ts';
import { countsOf, type Receipt } from './receipt.ts';
import { sourceVersionOf } from './source-version.ts';
import type { SubmitOptions } from './submit-options.ts';
import { plainVerdict } from './verdicts.ts';
import type { ToWrite } from './write-records.ts';

/** One submission on its way through its transaction: its records, and what became of them so far. */
export class Part {
  readonly scene: Scene;
  readonly dataset: Dataset;
  readonly envelope: Envelope;
  readonly candidates: readonly Candidate[];
  /** SM3 over its content. */
  readonly digest: Buffer;
  readonly options: SubmitOptions;
  readonly receiptId: string;
  readonly verdicts: SubmissionVerdict[] = [];
  readonly commitments: Buffer[] = [];
  /** What was written, or stood already. */
  readonly settled: ToWrite[] = [];

  constructor(
    scene: Scene,
    dataset: Dataset,
    envelope: Envelope,
    candidates: readonly Candidate[],
    digest: Buffer,
    options: SubmitOptions,
  ) {
    this.scene = scene;
    this.dataset = dataset;
    this.envelope = envelope;
    this.candidates = candidates;
    this.digest = digest;
    this.options = options;
    this.receiptId = newRecordId(scene.moment.now, scene.room.random);
  }

  /** Checks these records against what their references led to. */
  check(judged: ReadonlySet<Candidate>): void {
    const { moment, caller } = this.scene;
    for (const one of this.candidates)
      if (judged.has(one) && one.isWritable)
        this.dataset.checkFound?.(one.values as never, one.found, one, moment, caller);
  }

  /** What each writable record of these states, once its references are found. */
  stated(judged: ReadonlySet<Candidate>): ToWrite[] {
    const { moment } = this.scene;
    const toWrite: ToWrite[] = [];
    for (const one of this.candidates) {
      if (!judged.has(one)) continue;
      const held = this.options.held?.[one.index];
      const sourceVersion = held?.sourceVersion ?? sourceVersionOf(one, moment);
      if (!one.isWritable) continue;
      const written = this.writtenOf(one, one.found);
      toWrite.push({
        candidate: one,
        written,
        sourceVersion:
          written.follows !== undefined && written.follows >= sourceVersion
            ? written.follows + 1n
            : sourceVersion,
        place: held?.place ?? one.index,
        receiptId: this.receiptId,
      });
    }
    return toWrite;
  }

  /** What a record states, with what its references led to. */
  writtenOf(one: Candidate, found: Found): Written {
    return this.#completed(this.dataset.write(one.values as never, found, this.scene.moment), one.index);
  }

  #completed(written: Written, index: number): Written {
    const { beside, lineId } = this.options;
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

  /** Takes what the writer says of one of its records. @returns whether it became or changed a fact */
  take(one: ToWrite, { outcome, code, id, version, commitment }: WrittenVerdict): boolean {
    if (outcome === 'REJECTED') {
      one.candidate.reject(code);
      return false;
    }
    this.settled.push(one);
    if (commitment) this.commitments.push(commitment);
    const { projectCode } = one.written.content;
    this.verdicts.push({
      ...plainVerdict(one.candidate),
      outcome,
      code,
      recordId: id,
      version,
      projectCode: typeof projectCode === 'string' ? projectCode : null,
    });
    return commitment !== null;
  }

  /** How far the origin of its records is proven. */
  get assurance() {
    return (this.options.assurance ?? assuranceOf(this.scene.caller)) as ReturnType<typeof assuranceOf>;
  }

  receipt(verdicts: readonly SubmissionVerdict[], isStored: boolean): Receipt {
    const { idempotencyKey, sourceSystem, mode, dryRun, completeUpTo = null } = this.envelope;
    // What was rejected or waits is missing: the source is not complete with it.
    const isWhole = verdicts.every(({ outcome }) => outcome !== 'REJECTED' && outcome !== 'HELD');
    return {
      id: this.receiptId,
      idempotencyKey,
      sourceSystem,
      receivedAt: this.scene.moment.now,
      contentDigest: this.digest.toString('hex'),
      assurance: this.assurance,
      mode,
      dryRun,
      replayed: false,
      isStored,
      completeUpTo: isStored && isWhole ? completeUpTo : null,
      submitted: this.candidates.length,
      ...countsOf(verdicts),
      verdicts,
    };
  }

  toKeep(receipt: Receipt): ToKeep {
    const { operation, name, deviceOf } = this.dataset;
    return {
      receipt,
      operation,
      dataset: name,
      sentAt: this.envelope.sentAt,
      digest: this.digest,
      commitments: this.commitments,
      devices: deviceOf ? this.candidates.map(({ values }) => deviceOf(values as never)) : [],
    };
  }
}
