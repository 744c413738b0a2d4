import type { RowOf } from '../../ledger/fact.ts';
import { permitFields, permitPage, permitsOf, permitsOfProject } from '../construction-permit.ts';
import { latestReviewOfProject, reviewFields, reviewPage, reviewsOfProject } from '../sector-review.ts';
import type { Resolvers } from '../subgraph.ts';
import { sumOfStated } from '../sum-of-stated.ts';
import { requiresFaceAttendance } from './rules/face-attendance.ts';
import { HousingPermit, HousingReview } from './facts.ts';

type Permit = RowOf<typeof HousingPermit>;

export const housingResolvers: Resolvers = {
  Query: {
    housingPermit: (_root, { permitNo }, context) => context.one(HousingPermit, 'permitNo', permitNo),
    housingPermits: permitPage(HousingPermit),
    housingReviews: reviewPage(HousingReview),
  },
  HousingProject: {
    constructionPermits: permitsOfProject(HousingPermit),
    floorArea: async ({ code }, _args, context) =>
      sumOfStated((await permitsOf(HousingPermit, code, context)).map((permit) => permit.floorAreaM2)),
    requiresFaceAttendance: async ({ code }, _args, context) =>
      requiresFaceAttendance(await permitsOf(HousingPermit, code, context)),
    reviews: reviewsOfProject(HousingReview),
    latestReview: latestReviewOfProject(HousingReview),
  },
  HousingPermit: { ...permitFields(HousingPermit), floorArea: (row: Permit) => row.floorAreaM2 },
  HousingReview: reviewFields(HousingReview),
};
