import type { SubmissionVerdict } from './candidate.ts';
import type { Envelope } from './envelope.ts';

/** The answer to a submission (提交回执), in the shape of the standard's `Receipt`. */
export interface Receipt {
  readonly id: string;
  readonly idempotencyKey: string;
  readonly sourceSystem: string;
  readonly receivedAt: Date;
  /** SM3 as lower-case hexadecimal. */
  readonly contentDigest: string;
  readonly assurance: string;
  readonly mode: Envelope['mode'];
  readonly dryRun: boolean;
  readonly replayed: boolean;
  /** Whether anything of it can be asked for later: not after a rehearsal, nor after an ATOMIC submission that failed. */
  readonly isStored: boolean;
  /** What it says of the source's completeness, where that counts; null otherwise. */
  readonly completeUpTo: Date | null;
  readonly submitted: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly corrected: number;
  readonly held: number;
  readonly rejected: number;
  readonly verdicts: readonly SubmissionVerdict[];
}

export interface Counts {
  readonly accepted: number;
  readonly duplicates: number;
  readonly corrected: number;
  readonly held: number;
  readonly rejected: number;
}

export function countsOf(verdicts: readonly SubmissionVerdict[]): Counts {
  const counts = { ACCEPTED: 0, DUPLICATE: 0, CORRECTED: 0, HELD: 0, REJECTED: 0 };
  for (const { outcome } of verdicts) counts[outcome]++;
  return {
    accepted: counts.ACCEPTED,
    duplicates: counts.DUPLICATE,
    corrected: counts.CORRECTED,
    held: counts.HELD,
    rejected: counts.REJECTED,
  };
}

interface Written
  extends Pick<
    Receipt,
    'id' | 'idempotencyKey' | 'sourceSystem' | 'receivedAt' | 'assurance' | 'mode' | 'verdicts'
  > {
  /** SM3 of what is digested of it. */
  readonly digest: Buffer;
}

/** The receipt of what is written past the steps of a submission, and kept as one. */
export const receiptOfWritten = ({ digest, ...written }: Written): Receipt => ({
  ...written,
  contentDigest: digest.toString('hex'),
  dryRun: false,
  replayed: false,
  isStored: true,
  completeUpTo: null,
  submitted: written.verdicts.length,
  ...countsOf(written.verdicts),
});
