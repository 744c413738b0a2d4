import type { Dataset } from '../../ledger/submission/dataset.ts';
import { integer } from '../../ledger/submission/fields/index.ts';
import { permitSubmission } from '../construction-permit-submission.ts';
import { deductionSubmission } from '../credit-deduction-submission.ts';
import { inspectionSubmission } from '../sector-inspection-submission.ts';
import { reviewSubmission } from '../sector-review-submission.ts';
import { HousingCreditDeduction, HousingInspection, HousingPermit, HousingReview } from './facts.ts';
import { hasThresholds, thresholdsOn } from './face-attendance-thresholds.ts';
import { platform } from './platform.ts';
import { requiresFaceAttendance } from './rules/face-attendance.ts';

/** Modelled: the largest building of the world has a fifth of it. */
const MOST_M2 = 10_000_000;

const permits = permitSubmission(HousingPermit, platform, {
  fields: { floorArea: integer({ min: 1, max: MOST_M2 }) },
  checkFound({ worksKind, floorArea, cost, issuedOn }, { divisionCode }, report) {
    const works = {
      worksKind: worksKind as string,
      floorAreaM2: floorArea as number | null,
      costFen: cost as bigint | null,
    };
    const thresholds = thresholdsOn(divisionCode, issuedOn as string);
    if (hasThresholds(thresholds) && requiresFaceAttendance([works], thresholds) === null)
      report.warn('FACE_ATTENDANCE_UNDECIDED');
  },
  content: ({ floorArea }) => ({ floorAreaM2: floorArea }),
});

/** What may be submitted to the housing sub-platform, in the order in which one points to another. */
export const datasets: readonly Dataset[] = [
  permits,
  reviewSubmission(HousingReview, platform),
  inspectionSubmission(HousingInspection, HousingCreditDeduction, platform),
  deductionSubmission(HousingCreditDeduction, HousingInspection, platform),
];
