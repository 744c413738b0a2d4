import { type RawBuilder, sql } from 'kysely';
import type { RowOf } from '../../ledger/fact.ts';
import { permitFields, permitPage, permitsOfProject } from '../construction-permit.ts';
import { recordFields } from '../fields.ts';
import { projectsWithin } from '../project-scope.ts';
import { latestReviewOfProject, reviewFields, reviewPage, reviewsOfProject } from '../sector-review.ts';
import type { Resolvers } from '../subgraph.ts';
import { WaterPermit, WaterReview, WaterWorks } from './facts.ts';

type Works = RowOf<typeof WaterWorks>;

interface WorksFilter {
  readonly division?: string | null;
  readonly kinds?: readonly string[] | null;
}

export const waterResolvers: Resolvers = {
  Query: {
    waterPermit: (_root, { permitNo }, context) => context.one(WaterPermit, 'permitNo', permitNo),
    waterPermits: permitPage(WaterPermit),
    waterReviews: reviewPage(WaterReview),
    waterWorks: (_root, { filter, ...page }, context) =>
      context.store.reader(WaterWorks).page(context.session, {
        ...page,
        where: conditions(filter),
        orderBy: [{ property: 'projectCode' }, { property: 'worksNo' }],
      }),
  },
  WaterProject: {
    works: ({ code }, _args, context) =>
      context.many(WaterWorks, 'projectCode', code, [{ property: 'worksNo' }]),
    constructionPermits: permitsOfProject(WaterPermit),
    reviews: reviewsOfProject(WaterReview),
    latestReview: latestReviewOfProject(WaterReview),
  },
  WaterWorks: {
    __resolveReference: ({ id }, context) => context.one(WaterWorks, 'id', id),
    project: (row: Works) => ({ code: row.projectCode }),
    cost: (row: Works) => row.costFen,
    ...recordFields(WaterWorks),
  },
  WaterPermit: permitFields(WaterPermit),
  WaterReview: reviewFields(WaterReview),
};

function conditions(filter: WorksFilter | null | undefined): RawBuilder<unknown>[] {
  const where: RawBuilder<unknown>[] = [];
  if (filter?.division) where.push(projectsWithin(WaterWorks.schema, filter.division));
  if (filter?.kinds) where.push(sql`t.kind = any(${filter.kinds as string[]})`);
  return where;
}
