import { businessDateOf } from '../../../kernel/calendar.ts';
import type { RowOf } from '../../../ledger/fact.ts';
import type { SubgraphContext } from '../../context.ts';
import { codeName, recordFields } from '../../fields.ts';
import { factsFreshness } from '../../figure-freshness.ts';
import type { Resolvers } from '../../subgraph.ts';
import { Enterprise, Project } from '../facts.ts';
import { conflictsOf } from '../../conflicts.ts';
import { CLAIMED_FIELDS } from './claims.ts';
import { noBiddingUntil } from './no-bidding.ts';
import { listingConditions, qualificationConditions, recordConditions } from './credit-filters.ts';
import { themesOf } from '../fields/particulars.ts';
import {
  EnterpriseBlacklisting,
  EnterpriseClaim,
  EnterpriseConductRecord,
  EnterpriseQualification,
} from './facts.ts';

type Firm = RowOf<typeof Enterprise>;
type Qualification = RowOf<typeof EnterpriseQualification>;
type Conduct = RowOf<typeof EnterpriseConductRecord>;
type Listing = RowOf<typeof EnterpriseBlacklisting>;

const LATEST = [{ property: 'decidedOn', descending: true }, { property: 'recordNo' }];
const LISTED = [{ property: 'startsOn', descending: true }, { property: 'listingNo' }];
const BY_SOURCE = [{ property: 'claimedBy' }];
const CREDIT_DATASETS = ['ENTERPRISE_QUALIFICATION', 'ENTERPRISE_RECORD', 'ENTERPRISE_BLACKLISTING'];
const NAMED = [{ property: 'kind' }, { property: 'name' }];

const today = (context: SubgraphContext): string => businessDateOf(context.now);

/** On the list on a day: its term has begun, has not ended, and was not cut short. */
export const isInForce = ({ startsOn, endsOn, removedOn }: Listing, day: string): boolean =>
  startsOn <= day && endsOn >= day && !(removedOn != null && removedOn <= day);

const firm = (row: { enterpriseCode: string }, _args: unknown, context: SubgraphContext) =>
  context.one(Enterprise, 'creditCode', row.enterpriseCode);

/** What enterprises are qualified for and known for (资质、良好和不良记录、黑名单). */
export const enterpriseCreditResolvers: Resolvers = {
  Query: {
    enterpriseQualification: (_root, { id }, context) => context.one(EnterpriseQualification, 'id', id),
    enterpriseQualifications: (_root, { filter, ...page }, context) =>
      context.store.reader(EnterpriseQualification).page(context.session, {
        ...page,
        where: qualificationConditions(filter ?? {}, context),
        orderBy: [{ property: 'enterpriseCode' }, { property: 'name' }],
      }),
    enterpriseConductRecord: (_root, { id }, context) => context.one(EnterpriseConductRecord, 'id', id),
    enterpriseConductRecords: (_root, { filter, ...page }, context) =>
      context.store.reader(EnterpriseConductRecord).page(context.session, {
        ...page,
        where: recordConditions(filter ?? {}, context),
        orderBy: LATEST,
      }),
    enterpriseBlacklisting: (_root, { id }, context) => context.one(EnterpriseBlacklisting, 'id', id),
    enterpriseBlacklistings: (_root, { filter, ...page }, context) =>
      context.store.reader(EnterpriseBlacklisting).page(context.session, {
        ...page,
        where: listingConditions(filter ?? {}, context),
        orderBy: LISTED,
      }),
  },
  Enterprise: {
    conflicts: async (row: Firm, _args, context) =>
      conflictsOf(
        row,
        await context.many(EnterpriseClaim, 'creditCode', row.creditCode, BY_SOURCE),
        CLAIMED_FIELDS,
      ),
    qualifications: (row: Firm, _args, context) =>
      context.many(EnterpriseQualification, 'enterpriseCode', row.creditCode, NAMED),
    conductRecords: async (row: Firm, { kind }, context) => {
      const all = await context.many(EnterpriseConductRecord, 'enterpriseCode', row.creditCode, LATEST);
      return kind ? all.filter((one) => one.kind === kind) : all;
    },
    blacklistings: (row: Firm, _args, context) =>
      context.many(EnterpriseBlacklisting, 'enterpriseCode', row.creditCode, LISTED),
    isBlacklisted: async (row: Firm, _args, context) => {
      const all = await context.many(EnterpriseBlacklisting, 'enterpriseCode', row.creditCode, LISTED);
      return all.some((one) => isInForce(one, today(context)));
    },
    freshness: (_row: Firm, _args, context) => factsFreshness({ datasets: CREDIT_DATASETS }, context),
  },
  EnterpriseClaim: {
    // Counted by whoever lists the claims, against the record that is shown.
    differsIn: (claim: { differsIn: readonly string[] }) => claim.differsIn,
    registrationType: (row: RowOf<typeof EnterpriseClaim>) =>
      codeName('enterprise-registration-types', row.registrationType),
    registration: (row: RowOf<typeof EnterpriseClaim>, _args, context) =>
      themesOf(EnterpriseClaim, row, ['registration', 'contacts'], context),
    ...recordFields(EnterpriseClaim),
  },
  EnterpriseQualification: {
    __resolveReference: ({ id }, context) => context.one(EnterpriseQualification, 'id', id),
    enterprise: firm,
    kind: (row: Qualification) => codeName('qualification-kinds', row.kind),
    isValid: (row: Qualification, _args, context) =>
      (row.validFrom ?? '') <= today(context) && (row.validTo ?? '9999-12-31') >= today(context),
    ...recordFields(EnterpriseQualification),
  },
  EnterpriseConductRecord: {
    __resolveReference: ({ id }, context) => context.one(EnterpriseConductRecord, 'id', id),
    enterprise: firm,
    level: (row: Conduct) => codeName('bad-record-levels', row.level),
    project: (row: Conduct, _args, context) =>
      row.projectCode ? context.one(Project, 'projectCode', row.projectCode) : null,
    ...recordFields(EnterpriseConductRecord),
  },
  EnterpriseBlacklisting: {
    __resolveReference: ({ id }, context) => context.one(EnterpriseBlacklisting, 'id', id),
    enterprise: firm,
    isActive: (row: Listing, _args, context) => isInForce(row, today(context)),
    noBiddingUntil: (row: Listing, _args, context) => noBiddingUntil(row, context),
    ...recordFields(EnterpriseBlacklisting),
  },
};
