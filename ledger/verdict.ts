/** What became of one submitted record (判定结果); architecture §3. */
export type VerdictOutcome = 'ACCEPTED' | 'DUPLICATE' | 'CORRECTED' | 'HELD' | 'REJECTED';

/** Why; stable, for machines. */
export type VerdictCode =
  | 'ACCEPTED'
  /** DUPLICATE: the source had stated the same before. */
  | 'ALREADY_RECORDED'
  /** DUPLICATE: another source system owns the fact. */
  | 'SAME_FACT_OTHER_SOURCE'
  /** DUPLICATE: the source has stated a higher version. */
  | 'NEWER_VERSION_STANDS'
  /** DUPLICATE: the source has stated something else under this very version, and a version is stated once. */
  | 'SAME_VERSION_OTHER_CONTENT'
  | 'CORRECTED'
  /** CORRECTED: the fact is taken back. */
  | 'WITHDRAWN'
  /** REJECTED: another record that stands excludes it, as a period that it would overlap. */
  | 'CONFLICTS_WITH_RECORD'
  /** REJECTED: a value that its column cannot hold. */
  | 'VALUE_REFUSED'
  /** REJECTED: a value that every record of the kind has is not there. */
  | 'VALUE_MISSING'
  /** REJECTED: nothing is recorded for that month, or not yet (`ledger/months.ts`). */
  | 'MONTH_NOT_OPEN';

export interface RecordVerdict {
  /** Place of the record in the call, from 0. */
  readonly index: number;
  readonly outcome: VerdictOutcome;
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
