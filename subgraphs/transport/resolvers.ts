import { type RawBuilder, sql } from 'kysely';
import type { RowOf } from '../../ledger/fact.ts';
import { permitByNumber, permitFields, permitPage, permitsOfProject } from '../construction-permit.ts';
import type { SubgraphContext } from '../context.ts';
import { faceAttendanceOf } from '../face-attendance-of-works.ts';
import { recordFields } from '../fields.ts';
import { projectsWithin } from '../project-scope.ts';
import { enterpriseOf } from '../sector-platform.ts';
import { latestReviewOfProject, reviewFields, reviewPage, reviewsOfProject } from '../sector-review.ts';
import type { Resolvers } from '../subgraph.ts';
import { sumOfStated } from '../sum-of-stated.ts';
import { ContractSection, TransportPermit, TransportReview } from './facts.ts';

type Section = RowOf<typeof ContractSection>;

interface SectionFilter {
  readonly division?: string | null;
  readonly projectCode?: string | null;
  readonly isWaterway?: boolean | null;
}

export const transportResolvers: Resolvers = {
  Query: {
    transportPermit: permitByNumber(TransportPermit),
    transportPermits: permitPage(TransportPermit),
    transportReviews: reviewPage(TransportReview),
    contractSection: (_root, { id }, context) => context.one(ContractSection, 'id', id),
    contractSections: (_root, { filter, ...page }, context) =>
      context.store.reader(ContractSection).page(context.session, {
        ...page,
        where: conditions(filter),
        orderBy: [{ property: 'projectCode' }, { property: 'sectionNo' }],
      }),
  },
  TransportProject: {
    contractSections: ({ code }, _args, context) => sectionsOf(code, context),
    mileage: async ({ code }, _args, context) =>
      sumOfStated((await sectionsOf(code, context)).map((section) => section.lengthM)),
    constructionPermits: permitsOfProject(TransportPermit),
    requiresFaceAttendance: ({ code }, _args, context) =>
      faceAttendanceOf(code, TransportPermit, sectionsOf(code, context), context),
    reviews: reviewsOfProject(TransportReview),
    latestReview: latestReviewOfProject(TransportReview),
  },
  ContractSection: {
    __resolveReference: ({ id }, context) => context.one(ContractSection, 'id', id),
    project: (row: Section) => ({ code: row.projectCode }),
    length: (row: Section) => row.lengthM,
    cost: (row: Section) => row.costFen,
    contractor: (row: Section) => enterpriseOf(row.contractorCode),
    ...recordFields(ContractSection),
  },
  TransportPermit: permitFields(TransportPermit),
  TransportReview: reviewFields(TransportReview),
};

const sectionsOf = (code: string, context: SubgraphContext): Promise<Section[]> =>
  context.many(ContractSection, 'projectCode', code, [{ property: 'sectionNo' }]);

function conditions(filter: SectionFilter | null | undefined): RawBuilder<unknown>[] {
  const where: RawBuilder<unknown>[] = [];
  if (filter?.division != null) where.push(projectsWithin(ContractSection.schema, filter.division));
  if (filter?.projectCode != null) where.push(sql`t.project_code = ${filter.projectCode}`);
  if (filter?.isWaterway != null) where.push(sql`t.is_waterway = ${filter.isWaterway}`);
  return where;
}
