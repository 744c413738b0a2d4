import type { Dataset } from '../../ledger/submission/dataset.ts';
import { decimal } from '../../ledger/submission/fields/index.ts';
import { permitSubmission } from '../construction-permit-submission.ts';
import { deductionSubmission } from '../credit-deduction-submission.ts';
import { inspectionSubmission } from '../sector-inspection-submission.ts';
import { reviewSubmission } from '../sector-review-submission.ts';
import { HousingCreditDeduction, HousingInspection, HousingPermit, HousingReview } from './facts.ts';
import { hasThresholds, thresholdsOn } from './face-attendance-thresholds.ts';
import { columnsOf, hundredthsOf, PLACES } from './rules/floor-area.ts';
import { platform } from './platform.ts';
import { requiresFaceAttendance } from './rules/face-attendance.ts';

/** Modelled: the largest building of the world has a fifth of it. */
const MOST_M2 = 10_000_000;

const permits = permitSubmission(HousingPermit, platform, {
  fields: { floorArea: decimal({ min: 1, max: MOST_M2, places: PLACES }) },
  checkFound({ worksKind, floorArea, cost, issuedOn }, { divisionCode }, report) {
    const works = {
      worksKind: worksKind as string,
      floorArea: hundredthsOf(floorArea as string | null),
      costFen: cost as bigint | null,
    };
    const thresholds = thresholdsOn(divisionCode, issuedOn as string);
    if (hasThresholds(thresholds) && requiresFaceAttendance([works], thresholds) === null)
      report.warn('FACE_ATTENDANCE_UNDECIDED');
  },
  content: ({ floorArea }) => columnsOf(floorArea as string | null),
});

/** What may be submitted to the housing sub-platform, in the order in which one points to another. */
export const datasets: readonly Dataset[] = [
  permits,
  reviewSubmission(HousingReview, platform),
  inspectionSubmission(HousingInspection, HousingCreditDeduction, platform),
  deductionSubmission(HousingCreditDeduction, HousingInspection, platform),
];
