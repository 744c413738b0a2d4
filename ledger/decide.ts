import type { VerdictOutcome } from './verdict.ts';

/** What the ledger knows of the version that stands, and of the one that arrives. */
export interface Standing {
  readonly sourceSystem: string;
  readonly sourceVersion: bigint;
  readonly contentHash: Buffer;
  readonly withdrawn: boolean;
}

export interface Arriving extends Standing {}

export interface Decision {
  readonly outcome: VerdictOutcome;
  readonly code: string;
}

/**
 * Architecture §3, invariants 3 and 4: the same fact again is a duplicate, whoever sends it; a correction comes
 * from the same source system; of its versions the highest wins, whatever the order of arrival.
 */
export function decide(standing: Standing, arriving: Arriving): Decision {
  const same = standing.contentHash.equals(arriving.contentHash) && standing.withdrawn === arriving.withdrawn;
  if (standing.sourceSystem !== arriving.sourceSystem) {
    return { outcome: 'DUPLICATE', code: 'SAME_FACT_OTHER_SOURCE' };
  }
  if (same) return { outcome: 'DUPLICATE', code: 'ALREADY_RECORDED' };
  if (arriving.sourceVersion < standing.sourceVersion)
    return { outcome: 'DUPLICATE', code: 'NEWER_VERSION_STANDS' };
  return { outcome: 'CORRECTED', code: arriving.withdrawn ? 'WITHDRAWN' : 'CORRECTED' };
}
