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
import { sumOfStated } from '../sum-of-stated.ts';
import { thresholdsOn } from './face-attendance-thresholds.ts';
import { requiresFaceAttendance } from './rules/face-attendance.ts';
import { HousingPermit, HousingReview } from './facts.ts';

type Permit = RowOf<typeof HousingPermit>;

export const housingResolvers: Resolvers = {
  Query: {
    housingPermit: permitByNumber(HousingPermit),
    housingPermits: permitPage(HousingPermit),
    housingReviews: reviewPage(HousingReview),
  },
  HousingProject: {
    constructionPermits: permitsOfProject(HousingPermit),
    floorArea: async ({ code }, _args, context) =>
      sumOfStated((await permitsOf(HousingPermit, code, context)).map((permit) => permit.floorAreaM2)),
    requiresFaceAttendance: async ({ code }, _args, context) => {
      const permits = await permitsOf(HousingPermit, code, context);
      const division = await divisionOfProject(code, context);
      // What held when the latest permit was issued decides; permits come the latest first.
      const [latest] = permits;
      if (!latest || division === null) return null;
      return requiresFaceAttendance(permits, thresholdsOn(division, latest.issuedOn));
    },
    reviews: reviewsOfProject(HousingReview),
    latestReview: latestReviewOfProject(HousingReview),
  },
  HousingPermit: { ...permitFields(HousingPermit), floorArea: (row: Permit) => row.floorAreaM2 },
  HousingReview: reviewFields(HousingReview),
};
