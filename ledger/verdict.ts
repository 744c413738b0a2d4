/** What became of one submitted record (判定结果); architecture §3. */
export type VerdictOutcome = 'ACCEPTED' | 'DUPLICATE' | 'CORRECTED' | 'HELD' | 'REJECTED';

export interface RecordVerdict {
  /** Place of the record in the call, from 0. */
  readonly index: number;
  readonly outcome: VerdictOutcome;
  readonly code: string;
  /** The fact's id: its own when accepted or corrected, the standing fact's when it is a duplicate. */
  readonly id: string;
  readonly version: number;
}
