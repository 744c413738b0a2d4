import type { RowOf } from '../../ledger/fact.ts';
import {
  permitByNumber,
  permitFields,
  permitPage,
  permitsOf,
  permitsOfProject,
} from '../construction-permit.ts';
import { latestReviewOfProject, reviewFields, reviewPage, reviewsOfProject } from '../sector-review.ts';
import { divisionOfProject } from '../province-parameters.ts';
import type { Resolvers } from '../subgraph.ts';
import { thresholdsOn } from './face-attendance-thresholds.ts';
import { requiresFaceAttendance } from './rules/face-attendance.ts';
import { areaOf, areaText, sumOfAreas } from './rules/floor-area.ts';
import { HousingPermit, HousingReview } from './facts.ts';

type Permit = RowOf<typeof HousingPermit>;

const worksOf = (permit: Permit) => ({ ...permit, floorArea: areaOf(permit) });

export const housingResolvers: Resolvers = {
  Query: {
    housingPermit: permitByNumber(HousingPermit),
    housingPermits: permitPage(HousingPermit),
    housingReviews: reviewPage(HousingReview),
  },
  HousingProject: {
    constructionPermits: permitsOfProject(HousingPermit),
    floorArea: async ({ code }, _args, context) => {
      const sum = sumOfAreas(await permitsOf(HousingPermit, code, context));
      return sum === null ? null : Number(sum / 100n);
    },
    permittedFloorArea: async ({ code }, _args, context) => {
      const sum = sumOfAreas(await permitsOf(HousingPermit, code, context));
      return sum === null ? null : areaText(sum);
    },
    requiresFaceAttendance: async ({ code }, _args, context) => {
      const permits = await permitsOf(HousingPermit, code, context);
      const division = await divisionOfProject(code, context);
      // What held when the latest permit was issued decides; permits come the latest first.
      const [latest] = permits;
      if (!latest || division === null) return null;
      return requiresFaceAttendance(permits.map(worksOf), thresholdsOn(division, latest.issuedOn));
    },
    reviews: reviewsOfProject(HousingReview),
    latestReview: latestReviewOfProject(HousingReview),
  },
  HousingPermit: {
    ...permitFields(HousingPermit),
    floorArea: (row: Permit) => row.floorAreaM2,
    permittedFloorArea: (row: Permit) => {
      const area = areaOf(row);
      return area === null ? null : areaText(area);
    },
  },
  HousingReview: reviewFields(HousingReview),
};
