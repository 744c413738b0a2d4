import { type RawBuilder, sql } from 'kysely';
import { businessDateOf } from '../../../kernel/calendar.ts';
import type { RowOf } from '../../../ledger/fact.ts';
import type { SubgraphContext } from '../../context.ts';
import { codeName, recordFields } from '../../fields.ts';
import type { Resolvers } from '../../subgraph.ts';
import { Enterprise, Project } from '../facts.ts';
import { within } from '../projects/project-filter.ts';
import { conflictsOf } from './claims.ts';
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
        where: qualificationConditions(filter ?? {}),
        orderBy: [{ property: 'enterpriseCode' }, { property: 'name' }],
      }),
    enterpriseConductRecord: (_root, { id }, context) => context.one(EnterpriseConductRecord, 'id', id),
    enterpriseConductRecords: (_root, { filter, ...page }, context) =>
      context.store.reader(EnterpriseConductRecord).page(context.session, {
        ...page,
        where: recordConditions(filter ?? {}),
        orderBy: LATEST,
      }),
    enterpriseBlacklisting: (_root, { id }, context) => context.one(EnterpriseBlacklisting, 'id', id),
    enterpriseBlacklistings: (_root, { filter, ...page }, context) =>
      context.store.reader(EnterpriseBlacklisting).page(context.session, {
        ...page,
        where: listingConditions(filter ?? {}),
        orderBy: LISTED,
      }),
  },
  Enterprise: {
    conflicts: async (row: Firm, _args, context) =>
      conflictsOf(row, await context.many(EnterpriseClaim, 'creditCode', row.creditCode, BY_SOURCE)),
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
  },
  EnterpriseClaim: {
    registrationType: (row: RowOf<typeof EnterpriseClaim>) =>
      codeName('enterprise-registration-types', row.registrationType),
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
    ...recordFields(EnterpriseBlacklisting),
  },
};

interface OfEnterprises {
  readonly enterpriseCode?: string | null;
  readonly division?: string | null;
}

interface QualificationFilter extends OfEnterprises {
  readonly kind?: string | null;
  readonly validOn?: string | null;
  readonly endsBy?: string | null;
}

function qualificationConditions(filter: QualificationFilter): RawBuilder<unknown>[] {
  const where = ofEnterprises(filter);
  if (filter.kind) where.push(sql`t.kind = ${filter.kind}`);
  if (filter.endsBy) where.push(sql`t.valid_to <= ${filter.endsBy}::date`);
  if (filter.validOn)
    where.push(
      sql`coalesce(t.valid_from <= ${filter.validOn}::date, true) and coalesce(t.valid_to >= ${filter.validOn}::date, true)`,
    );
  return where;
}

interface RecordFilter extends OfEnterprises {
  readonly kind?: string | null;
  readonly from?: string | null;
  readonly to?: string | null;
}

function recordConditions({ kind, from, to, ...filter }: RecordFilter): RawBuilder<unknown>[] {
  const where = ofEnterprises(filter);
  if (kind) where.push(sql`t.kind = ${kind}`);
  if (from) where.push(sql`t.decided_on >= ${from}::date`);
  if (to) where.push(sql`t.decided_on <= ${to}::date`);
  return where;
}

interface ListingFilter extends OfEnterprises {
  readonly activeOn?: string | null;
}

function listingConditions({ activeOn, ...filter }: ListingFilter): RawBuilder<unknown>[] {
  const where = ofEnterprises(filter);
  if (activeOn)
    where.push(sql`t.starts_on <= ${activeOn}::date and t.ends_on >= ${activeOn}::date
      and (t.removed_on is null or t.removed_on > ${activeOn}::date)`);
  return where;
}

function ofEnterprises({ enterpriseCode, division }: OfEnterprises): RawBuilder<unknown>[] {
  const where: RawBuilder<unknown>[] = [];
  if (enterpriseCode) where.push(sql`t.enterprise_code = ${enterpriseCode}`);
  if (division)
    where.push(sql`exists (select 1 from provincial.enterprise e
      where e.credit_code = t.enterprise_code and not e.withdrawn and ${within('e.division_code', division)})`);
  return where;
}
