import type { VerdictCode, VerdictOutcome } from './verdict.ts';

/** What the ledger knows of the version that stands, and of the one that arrives. */
export interface Standing {
  readonly sourceSystem: string;
  readonly sourceVersion: bigint;
  /** Place in the call (批次内位置), from 0; breaks the tie between equal versions. */
  readonly sourcePlace: number;
  readonly contentHash: Buffer;
  readonly withdrawn: boolean;
}

export interface Arriving extends Standing {
  /**
   * Whether another source's version gives way to it; only of master data, by the authority rule of its claims. Left out,
   * what its source has taken back does.
   */
  readonly outranks?: boolean;
  /** A line of another record (明细), whose version was judged for both. */
  readonly isLine?: boolean;
}

export interface Decision {
  readonly outcome: VerdictOutcome;
  readonly code: VerdictCode;
  /** The source states what stands once more, under a higher version: what stands takes that version. */
  readonly isRaised: boolean;
}

/**
 * Architecture §3, invariants 3 and 4: the same fact again is a duplicate, whoever sends it; a correction comes
 * from the same source system, and what its source has taken back is anybody's to state, whose it is then; of its versions the highest wins, whatever the order of arrival. Versions are ordered
 * by `sourceVersion`, then by place in the call; two that are equal in both leave what stands. A withdrawal (撤回) takes a number that
 * its source has not stated: what the source states under that number itself is the later of the two.
 */
export function decide(standing: Standing, arriving: Arriving): Decision {
  if (arriving.isLine) return asItsRecord(standing, arriving);
  if (standing.sourceSystem !== arriving.sourceSystem)
    return (arriving.outranks ?? (standing.withdrawn && !arriving.withdrawn))
      ? { outcome: 'CORRECTED', code: 'CORRECTED', isRaised: false }
      : duplicate('SAME_FACT_OTHER_SOURCE');
  const isLater = isHigher(arriving, standing);
  if (isSame(arriving, standing)) return duplicate('ALREADY_RECORDED', isLater);
  if (isLater) return corrected(arriving);
  return duplicate(
    arriving.sourceVersion === standing.sourceVersion ? 'SAME_VERSION_OTHER_CONTENT' : 'NEWER_VERSION_STANDS',
  );
}

/** The line of a record that counts does so as well, and has its version from now on. */
const asItsRecord = (standing: Standing, arriving: Arriving): Decision =>
  isSame(arriving, standing) && standing.sourceSystem === arriving.sourceSystem
    ? duplicate('ALREADY_RECORDED', true)
    : corrected(arriving);

const corrected = ({ withdrawn }: Arriving): Decision => ({
  outcome: 'CORRECTED',
  code: withdrawn ? 'WITHDRAWN' : 'CORRECTED',
  isRaised: false,
});

const isSame = (one: Standing, other: Standing): boolean =>
  one.contentHash.equals(other.contentHash) && one.withdrawn === other.withdrawn;

export const duplicate = (code: VerdictCode, isRaised = false): Decision => ({
  outcome: 'DUPLICATE',
  code,
  isRaised,
});

const isHigher = (arriving: Standing, standing: Standing): boolean =>
  arriving.sourceVersion === standing.sourceVersion
    ? (standing.withdrawn && !arriving.withdrawn) || arriving.sourcePlace > standing.sourcePlace
    : arriving.sourceVersion > standing.sourceVersion;
