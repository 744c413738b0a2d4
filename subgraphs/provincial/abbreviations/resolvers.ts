import { sql } from 'kysely';
import type { RowOf } from '../../../ledger/fact.ts';
import type { SubgraphContext } from '../../context.ts';
import { recordFields } from '../../fields.ts';
import { projectsWithin } from '../../project-scope.ts';
import type { Resolvers } from '../../subgraph.ts';
import { Enterprise, Project } from '../facts.ts';
import { AbbreviationApproval } from './facts.ts';

type Approval = RowOf<typeof AbbreviationApproval>;

const BY_NAME = [{ property: 'subject' }, { property: 'abbreviation' }];

export const abbreviationResolvers: Resolvers = {
  Query: {
    abbreviationApproval: (_root, { id }, context) => context.one(AbbreviationApproval, 'id', id),
    abbreviationApprovals: (_root, { filter, ...page }, context) =>
      context.store.reader(AbbreviationApproval).page(context.session, {
        ...page,
        where: [
          ...(filter?.division ? [projectsWithin('provincial', filter.division)] : []),
          ...(filter?.projectCode ? [sql`t.project_code = ${filter.projectCode}`] : []),
        ],
        orderBy: [{ property: 'projectCode' }, ...BY_NAME],
      }),
  },
  AbbreviationApproval: {
    __resolveReference: ({ id }, context) => context.one(AbbreviationApproval, 'id', id),
    project: (row: Approval, _args, context) => context.one(Project, 'projectCode', row.projectCode),
    contractor: (row: Approval, _args, context) =>
      row.contractorCode ? context.one(Enterprise, 'creditCode', row.contractorCode) : null,
    ...recordFields(AbbreviationApproval),
  },
};

/** A project's approved abbreviations (已核准简称), of its own name and of its contractors'. */
export const approvalsOf = (projectCode: string, context: SubgraphContext): Promise<Approval[]> =>
  context.many(AbbreviationApproval, 'projectCode', projectCode, BY_NAME);

/** Those that shorten the name of the project, or of its general contractor on record. */
export async function approvedFor(
  { projectCode, generalContractorCode }: RowOf<typeof Project>,
  subject: 'PROJECT' | 'GENERAL_CONTRACTOR',
  context: SubgraphContext,
): Promise<string[]> {
  const all = await approvalsOf(projectCode, context);
  return all
    .filter(
      (one) =>
        one.subject === subject && (subject === 'PROJECT' || one.contractorCode === generalContractorCode),
    )
    .map(({ abbreviation }) => abbreviation);
}
