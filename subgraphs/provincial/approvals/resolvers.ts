import { type RawBuilder, sql } from 'kysely';
import { ratioOf } from '../../../kernel/yuan.ts';
import type { RowOf } from '../../../ledger/fact.ts';
import { codeName, recordFields } from '../../fields.ts';
import { projectsWithin } from '../../project-scope.ts';
import type { Resolvers } from '../../subgraph.ts';
import { Project } from '../facts.ts';
import { FundingStatement, ProjectApproval } from './facts.ts';

type Approval = RowOf<typeof ProjectApproval>;
type Funding = RowOf<typeof FundingStatement>;

interface Filter {
  readonly division?: string | null;
  readonly projectCode?: string | null;
  readonly levels?: readonly string[] | null;
  readonly fundSources?: readonly string[] | null;
  readonly isInPlace?: boolean | null;
}

export const approvalResolvers: Resolvers = {
  Query: {
    projectApproval: (_root, { id }, context) => context.one(ProjectApproval, 'id', id),
    projectApprovals: (_root, { filter, ...page }, context) =>
      context.store.reader(ProjectApproval).page(context.session, {
        ...page,
        where: conditions(filter),
        orderBy: [{ property: 'approvedOn', descending: true }, { property: 'approvalNo' }],
      }),
    fundingStatement: (_root, { id }, context) => context.one(FundingStatement, 'id', id),
    fundingStatements: (_root, { filter, ...page }, context) =>
      context.store.reader(FundingStatement).page(context.session, {
        ...page,
        where: conditions(filter),
        orderBy: [{ property: 'statedOn', descending: true }, { property: 'statementNo' }],
      }),
  },
  ProjectApproval: {
    __resolveReference: ({ id }, context) => context.one(ProjectApproval, 'id', id),
    project: (row: Approval, _args, context) => context.one(Project, 'projectCode', row.projectCode),
    level: (row: Approval) => codeName('project-approval-levels', row.level),
    investment: (row: Approval) => row.investmentFen,
    ...recordFields(ProjectApproval),
  },
  FundingStatement: {
    __resolveReference: ({ id }, context) => context.one(FundingStatement, 'id', id),
    project: (row: Funding, _args, context) => context.one(Project, 'projectCode', row.projectCode),
    needed: (row: Funding) => row.neededFen,
    arranged: (row: Funding) => row.arrangedFen,
    arrangedShare: (row: Funding) => ratioOf(row.arrangedFen, row.neededFen, 4),
    isInPlace: (row: Funding) => row.arrangedFen >= row.neededFen,
    ...recordFields(FundingStatement),
  },
};

function conditions(filter: Filter | null | undefined): RawBuilder<unknown>[] {
  const where: RawBuilder<unknown>[] = [];
  if (filter?.division != null) where.push(projectsWithin('provincial', filter.division));
  if (filter?.projectCode != null) where.push(sql`t.project_code = ${filter.projectCode}`);
  if (filter?.levels != null) where.push(sql`t.level = any(${filter.levels as string[]})`);
  if (filter?.fundSources != null) where.push(sql`t.fund_source = any(${filter.fundSources as string[]})`);
  if (filter?.isInPlace != null)
    where.push(filter.isInPlace ? sql`t.arranged_fen >= t.needed_fen` : sql`t.arranged_fen < t.needed_fen`);
  return where;
}
