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
import { WaterPermit, WaterReview, WaterSection, WaterWorks } from './facts.ts';

type Works = RowOf<typeof WaterWorks>;
type Section = RowOf<typeof WaterSection>;

interface WorksFilter {
  readonly division?: string | null;
  readonly projectCode?: string | null;
  readonly kinds?: readonly string[] | null;
}

export const waterResolvers: Resolvers = {
  Query: {
    waterPermit: permitByNumber(WaterPermit),
    waterPermits: permitPage(WaterPermit),
    waterReviews: reviewPage(WaterReview),
    waterWork: (_root, { id }, context) => context.one(WaterWorks, 'id', id),
    waterWorks: (_root, { filter, ...page }, context) =>
      context.store.reader(WaterWorks).page(context.session, {
        ...page,
        where: conditions(filter),
        orderBy: [{ property: 'projectCode' }, { property: 'worksNo' }],
      }),
    waterSection: (_root, { id }, context) => context.one(WaterSection, 'id', id),
    waterSections: (_root, { filter, ...page }, context) =>
      context.store.reader(WaterSection).page(context.session, {
        ...page,
        where: within(filter),
        orderBy: [{ property: 'projectCode' }, { property: 'sectionNo' }],
      }),
  },
  WaterProject: {
    works: ({ code }, _args, context) => worksOf(code, context),
    sections: ({ code }, _args, context) => sectionsOf(code, context),
    constructionPermits: permitsOfProject(WaterPermit),
    requiresFaceAttendance: ({ code }, _args, context) =>
      faceAttendanceOf(code, WaterPermit, sectionsOf(code, context), context),
    reviews: reviewsOfProject(WaterReview),
    latestReview: latestReviewOfProject(WaterReview),
  },
  WaterWorks: {
    __resolveReference: ({ id }, context) => context.one(WaterWorks, 'id', id),
    project: (row: Works) => ({ code: row.projectCode }),
    cost: (row: Works) => row.costFen,
    sectionOnRecord: async (row: Works, _args, context) => {
      if (row.sectionNo === null) return null;
      const sections = await sectionsOf(row.projectCode, context);
      return sections.find(({ sectionNo }) => sectionNo === row.sectionNo) ?? null;
    },
    ...recordFields(WaterWorks),
  },
  WaterSection: {
    __resolveReference: ({ id }, context) => context.one(WaterSection, 'id', id),
    project: (row: Section) => ({ code: row.projectCode }),
    contractor: (row: Section) => enterpriseOf(row.contractorCode),
    cost: (row: Section) => row.costFen,
    works: async (row: Section, _args, context) =>
      (await worksOf(row.projectCode, context)).filter(({ sectionNo }) => sectionNo === row.sectionNo),
    ...recordFields(WaterSection),
  },
  WaterPermit: permitFields(WaterPermit),
  WaterReview: reviewFields(WaterReview),
};

const worksOf = (code: string, context: SubgraphContext): Promise<Works[]> =>
  context.many(WaterWorks, 'projectCode', code, [{ property: 'worksNo' }]);

const sectionsOf = (code: string, context: SubgraphContext): Promise<Section[]> =>
  context.many(WaterSection, 'projectCode', code, [{ property: 'sectionNo' }]);

function conditions(filter: WorksFilter | null | undefined): RawBuilder<unknown>[] {
  const where = within(filter);
  if (filter?.kinds != null) where.push(sql`t.kind = any(${filter.kinds as string[]})`);
  return where;
}

function within(filter: WorksFilter | null | undefined): RawBuilder<unknown>[] {
  const where: RawBuilder<unknown>[] = [];
  if (filter?.division != null) where.push(projectsWithin(WaterWorks.schema, filter.division));
  if (filter?.projectCode != null) where.push(sql`t.project_code = ${filter.projectCode}`);
  return where;
}
