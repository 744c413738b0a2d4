import type { Dataset } from '../../ledger/submission/dataset.ts';
import { permitSubmission } from '../construction-permit-submission.ts';
import { deductionSubmission } from '../credit-deduction-submission.ts';
import { inspectionSubmission } from '../sector-inspection-submission.ts';
import { reviewSubmission } from '../sector-review-submission.ts';
import { contractSections } from './contract-section-submission.ts';
import { TransportCreditDeduction, TransportInspection, TransportPermit, TransportReview } from './facts.ts';
import { platform } from './platform.ts';

/** What may be submitted to the transport sub-platform, in the order in which one points to another. */
export const datasets: readonly Dataset[] = [
  contractSections,
  permitSubmission(TransportPermit, platform),
  reviewSubmission(TransportReview, platform),
  inspectionSubmission(TransportInspection, TransportCreditDeduction, platform),
  deductionSubmission(TransportCreditDeduction, TransportInspection, platform),
];
