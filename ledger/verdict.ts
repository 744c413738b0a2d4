import type { VerdictCode } from '../schema/verdicts.ts';

export type { VerdictCode };

/** What became of one submitted record (判定结果); architecture §3. */
export type VerdictOutcome = 'ACCEPTED' | 'DUPLICATE' | 'CORRECTED' | 'HELD' | 'REJECTED';

export interface RecordVerdict {
  /** Place of the record in the call, from 0. */
  readonly index: number;
  readonly outcome: VerdictOutcome;
  /** Why; stable, for machines. What each means is in `schema/verdicts.json`. */
  readonly code: VerdictCode;
  /** The fact's id: its own when accepted or corrected, the standing fact's when it is a duplicate. */
  readonly id: string;
  /** The version that stands after it; 0 when it was rejected. */
  readonly version: number;
}

export const accepted = (index: number, id: string): RecordVerdict => ({
  index,
  outcome: 'ACCEPTED',
  code: 'ACCEPTED',
  id,
  version: 1,
});

export const rejected = (index: number, id: string, code: VerdictCode): RecordVerdict => ({
  index,
  outcome: 'REJECTED',
  code,
  id,
  version: 0,
});
