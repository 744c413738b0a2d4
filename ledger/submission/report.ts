import type { VerdictCode } from '../verdict.ts';
import type { Awaited } from './dataset.ts';

/** What was found wrong with one record, as its verdict will tell it. */
export interface Finding {
  readonly code: VerdictCode;
  /** Field path inside the record, such as `entries.3.payable`; null when it is the whole record. */
  readonly path: string | null;
  /** What was expected there; never what came, which may be personal. */
  readonly expected: string | null;
}

/** Where readers and checks of one record say what they found (检查报告). */
export interface Report {
  /** The record cannot be taken. */
  reject(code: VerdictCode, details?: FindingDetails): void;
  /** The record is well formed, but must wait: outside every total, until it is corrected. */
  hold(code: VerdictCode, details?: FindingDetails): void;
  /** The record is taken, and this is told with it. */
  warn(code: VerdictCode): void;
}

export interface FindingDetails {
  /**
   * What another record of the call may change about it: when one does, this one is judged once more after it, so that their order
   * in the call does not matter (within-call.ts).
   */
  readonly unless?: Awaited;
  /** Relative to the field being read; left out, the field itself. */
  readonly path?: string;
  readonly expected?: string;
}
