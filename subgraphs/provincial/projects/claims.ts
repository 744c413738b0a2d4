import type { RowOf } from '../../../ledger/fact.ts';
import { conflictsOf, hasConflicts } from '../../conflicts.ts';
import type { SubgraphContext } from '../../context.ts';
import { codeName, recordFields } from '../../fields.ts';
import type { Resolvers } from '../../subgraph.ts';
import { rowsOf } from '../asked-rows.ts';
import { Enterprise, Project } from '../facts.ts';
import { themesOf } from '../fields/particulars.ts';
import { statusOf } from './construction-status.ts';
import { ProjectClaim } from './facts.ts';

type Claim = RowOf<typeof ProjectClaim>;

/**
 * What is compared, by the name under which the graph shows it. A code at a third party is each source's own, and the mark of key
 * supervision is the hub's.
 */
const CLAIMED_FIELDS = {
  sector: 'sector',
  name: 'name',
  abbreviation: 'abbreviation',
  divisionCode: 'divisionCode',
  address: 'address',
  category: 'category',
  contractPriceFen: 'contractPrice',
  agreedMonthlyLabourCostFen: 'agreedMonthlyLabourCost',
  contractSignedOn: 'contractSignedOn',
  contractStartsOn: 'contractStartsOn',
  contractEndsOn: 'contractEndsOn',
  startedOn: 'startedOn',
  completedOn: 'completedOn',
  constructionStatus: 'constructionStatus',
  filedOn: 'filedOn',
  ownerCode: 'owner',
  generalContractorCode: 'generalContractor',
} as const;

/** Whether any other source states something else of the project `t` than what is shown. */
export const projectHasConflicts = (context: Pick<SubgraphContext, 'store' | 'session'>) =>
  hasConflicts(Project, rowsOf(ProjectClaim, 'c', context), CLAIMED_FIELDS);

/** What other sources state of the project otherwise (多来源冲突). */
export const conflictsOfProject = async (row: RowOf<typeof Project>, context: SubgraphContext) =>
  conflictsOf(
    row,
    await context.many(ProjectClaim, 'projectCode', row.projectCode, [{ property: 'claimedBy' }]),
    CLAIMED_FIELDS,
  );

const enterprise = (code: string | null | undefined, context: SubgraphContext) =>
  code ? context.one(Enterprise, 'creditCode', code) : null;

export const projectClaimResolvers: Resolvers = {
  ProjectClaim: {
    // Counted by whoever lists the claims, against the record that is shown.
    differsIn: (claim: { differsIn: readonly string[] }) => claim.differsIn,
    category: (row: Claim) => codeName('project-categories', row.category),
    contractPrice: (row: Claim) => row.contractPriceFen,
    agreedMonthlyLabourCost: (row: Claim) => row.agreedMonthlyLabourCostFen,
    particulars: (row: Claim, _args, context) =>
      themesOf(ProjectClaim, row, ['particulars', 'contact'], context),
    constructionStatus: (row: Claim) => statusOf(row.constructionStatus),
    owner: (row: Claim, _args, context) => enterprise(row.ownerCode, context),
    generalContractor: (row: Claim, _args, context) => enterprise(row.generalContractorCode, context),
    ...recordFields(ProjectClaim),
  },
};
