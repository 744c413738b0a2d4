import type { VerdictCode, VerdictOutcome } from '../verdict.ts';
import type { Awaited, Dataset, Found, Moment, Reference } from './dataset.ts';
import type { RawRecord } from './envelope.ts';
import type { Field } from './field.ts';
import type { Finding, FindingDetails, Report } from './report.ts';
import type { Caller } from '../../kernel/caller.ts';

/** One record of a submission on its way through the pipeline, and what was found of it so far. */
export class Candidate implements Report {
  readonly index: number;
  readonly raw: RawRecord;
  values: Readonly<Record<string, unknown>> = {};
  /** `REJECTED` or `HELD` once it is known; otherwise it can be written. */
  outcome: 'REJECTED' | 'HELD' | null = null;
  finding: Finding | null = null;
  readonly warnings: VerdictCode[] = [];
  /** What a held record waits for; of a rejected one, what else in its call may change that. */
  waits: Awaited | null = null;
  /** The reference that leads nowhere, for which it is held or refused. */
  unfound: Reference<never, unknown> | null = null;
  #path: string | null = null;
  /** The field of the first time without a zone. */
  #zoneless: string | null = null;
  #targets: Map<Reference<never, unknown>, unknown> | null = null;
  /** How many warnings reading it gave. */
  #told = 0;
  /** Nothing is wrong with what it says by itself. */
  #isSound = false;

  constructor(index: number, raw: RawRecord) {
    this.index = index;
    this.raw = raw;
  }

  get isWritable(): boolean {
    return this.outcome === null;
  }

  /** Reads every field, then what they say together. */
  read(
    fields: readonly (readonly [string, Field])[],
    dataset: Dataset,
    moment: Moment,
    caller: Caller,
  ): void {
    const values: Record<string, unknown> = {};
    for (const [name, field] of fields) {
      this.#path = name;
      values[name] = field.read(this.raw[name], this);
    }
    this.#path = null;
    this.values = values;
    if (this.outcome !== 'REJECTED') dataset.check?.(values as never, this, moment, caller);
    this.#told = this.warnings.length;
    this.#isSound = this.isWritable;
  }

  /**
   * It is held or refused for what this room has on record, or could tell from that (`findGone`), and for nothing else; not for what
   * contradicts itself by what is on record.
   */
  get isStopped(): boolean {
    const isTold = this.unfound?.asks !== 'graph' || this.unfound.findGone !== undefined;
    const isOfTheRoom = isTold && this.finding?.code !== 'HELD_RECORD_UNKNOWN';
    const isContradicted = this.unfound !== null && this.outcome === 'REJECTED';
    return this.#isSound && !this.isWritable && isOfTheRoom && !isContradicted;
  }

  /** What it says is on record already: nothing stops it. @param targets what it names, also what was taken back */
  recognise(targets: ReadonlyMap<Reference<never, unknown>, unknown> = new Map()): void {
    for (const [reference, target] of targets) this.point(reference, target);
    this.#clear();
  }

  /** As it was before anything was looked up for it in the database. */
  again(): void {
    this.#clear();
    const asked = [...(this.#targets ?? [])].filter(([{ asks }]) => asks === 'graph');
    this.#targets = new Map(asked);
  }

  #clear(): void {
    this.outcome = null;
    this.finding = null;
    this.waits = null;
    this.unfound = null;
    this.warnings.length = this.#told;
  }

  readonly found: Found = (reference) => (this.#targets?.get(reference) ?? null) as never;

  point(reference: Reference<never, unknown>, target: unknown): void {
    this.#targets ??= new Map();
    this.#targets.set(reference, target);
  }

  // A rejection outranks a hold; within one kind the first finding is told, since later ones often follow from it.
  reject(code: VerdictCode, details?: FindingDetails): void {
    if (this.outcome === 'REJECTED') return;
    this.outcome = 'REJECTED';
    this.waits = details?.unless ?? null;
    this.finding = this.#finding(code, details);
  }

  hold(code: VerdictCode, details?: FindingDetails): void {
    if (this.outcome !== null) return;
    this.outcome = 'HELD';
    this.finding = this.#finding(code, details);
  }

  warn(code: VerdictCode): void {
    if (this.warnings.includes(code)) return;
    this.warnings.push(code);
    if (code === 'ZONE_ASSUMED') this.#zoneless = this.#path;
  }

  /** Of a source whose times must name their zone: one that has none is no longer a matter of warning. */
  requireZone(): void {
    if (this.warnings.includes('ZONE_ASSUMED'))
      this.reject('ZONE_MISSING', this.#zoneless === null ? {} : { path: this.#zoneless });
  }

  #finding(code: VerdictCode, { path, expected }: FindingDetails = {}): Finding {
    const full = [this.#path, path].filter((part) => part !== null && part !== undefined).join('.');
    return { code, path: full === '' ? null : full, expected: expected ?? null };
  }
}

/** A verdict as the ledger keeps and tells it; texts are the catalogue's. */
export interface SubmissionVerdict {
  readonly index: number;
  readonly outcome: VerdictOutcome;
  readonly code: VerdictCode;
  readonly recordId: string | null;
  readonly version: number | null;
  readonly path: string | null;
  readonly expected: string | null;
  readonly warnings: readonly VerdictCode[];
  readonly heldUntil: Date | null;
  /** The held record, for its correction to name. */
  readonly heldId: string | null;
  /** The project of the record that became a fact. */
  readonly projectCode: string | null;
  /** Where it is not the submission's own. */
  readonly dataset: string | null;
}
