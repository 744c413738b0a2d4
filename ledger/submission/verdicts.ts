import type { SubmissionVerdict } from './candidate.ts';

/** A verdict that says nothing yet but which record it is of. */
export const plainVerdict = ({
  index,
  warnings,
}: Pick<SubmissionVerdict, 'index' | 'warnings'>): SubmissionVerdict => ({
  index,
  outcome: 'REJECTED',
  code: 'VALUE_REFUSED',
  recordId: null,
  version: null,
  path: null,
  expected: null,
  warnings,
  heldUntil: null,
  heldId: null,
  projectCode: null,
  dataset: null,
});

/** Of an ATOMIC submission that failed, the records that were not the reason. */
export const notStored = (verdict: SubmissionVerdict): SubmissionVerdict =>
  verdict.outcome === 'REJECTED' || verdict.outcome === 'HELD'
    ? { ...verdict, outcome: 'REJECTED', heldUntil: null, heldId: null }
    : { ...verdict, outcome: 'REJECTED', code: 'ATOMIC_NOT_STORED', recordId: null, version: null };

/** A rehearsal names no record that will not be there; what stands already may be named. */
export const rehearsed = (verdict: SubmissionVerdict): SubmissionVerdict =>
  verdict.outcome === 'DUPLICATE'
    ? verdict
    : { ...verdict, recordId: null, version: null, heldUntil: null, heldId: null };
