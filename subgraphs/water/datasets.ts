import type { Dataset } from '../../ledger/submission/dataset.ts';
import { permitSubmission } from '../construction-permit-submission.ts';
import { deductionSubmission } from '../credit-deduction-submission.ts';
import { inspectionSubmission } from '../sector-inspection-submission.ts';
import { reviewSubmission } from '../sector-review-submission.ts';
import { WaterCreditDeduction, WaterInspection, WaterPermit, WaterReview } from './facts.ts';
import { platform } from './platform.ts';
import { waterSections } from './section-submission.ts';
import { waterWorks } from './works-submission.ts';

/** What may be submitted to the water sub-platform, in the order in which one points to another. */
export const datasets: readonly Dataset[] = [
  waterSections,
  waterWorks,
  permitSubmission(WaterPermit, platform),
  reviewSubmission(WaterReview, platform),
  inspectionSubmission(WaterInspection, WaterCreditDeduction, platform),
  deductionSubmission(WaterCreditDeduction, WaterInspection, platform),
];
