import { type RawBuilder, sql } from 'kysely';
import type { RowOf } from '../../../ledger/fact.ts';
import { reads, shows } from '../../asked-fields.ts';
import type { SubgraphContext } from '../../context.ts';
import { codeName, recordFields } from '../../fields.ts';
import { sourceFigureFreshness } from '../../figure-freshness.ts';
import { projectsWithin } from '../../project-scope.ts';
import type { Resolvers } from '../../subgraph.ts';
import { submits } from '../../submission.ts';
import { askedMonth, bookedIn } from '../asked-month.ts';
import { LATEST_DAY } from '../empty-days/resolvers.ts';
import { AccountFlow, EmptyAccountDay, SpecialWageAccount } from '../facts.ts';
import { missingSerials } from '../flows/missing-serials.ts';
import { LATEST_BOOKED } from '../flows/resolvers.ts';
import { asReferred, projectOf } from '../references.ts';
import {
  checkSpecialAccountName,
  isNamed,
  type Named,
  usesUnapprovedAbbreviation,
} from '../rules/account-name.ts';
import { filingDueOn } from './filing-due.ts';
import { onAccount } from './account-of.ts';
import { specialWageAccounts } from './dataset.ts';
import { sharedWith } from './shared-with.ts';

type Account = RowOf<typeof SpecialWageAccount>;

/** What the gateway hands over of the provincial hub's names when `nameCheck` is asked for; no more than the caller may see. */
interface NamesOnRecord {
  readonly project?: ProjectNames | null;
  readonly generalContractor?: Partial<Named> | null;
}

interface ProjectNames extends Partial<Named> {
  readonly approvedAbbreviations?: readonly string[] | null;
  readonly approvedContractorAbbreviations?: readonly string[] | null;
  readonly generalContractor?: { readonly name?: string | null } | null;
}

type OnRecord = Account & { readonly onRecord?: NamesOnRecord };

/** What is said of the account's name beside those on record; null where one of them is not known. */
function named<Told>(
  { accountName, onRecord }: OnRecord,
  check: (accountName: string, contractor: Named, project: Named) => Told,
): Told | null {
  const names: ProjectNames = onRecord?.project ?? {};
  const contractor = onRecord?.generalContractor;
  if (!accountName || !isNamed(contractor) || !isNamed(names)) return null;
  // Approved for the project's contractor, and for no other that may have opened an account for it.
  const isOfProject = contractor.name === names.generalContractor?.name;
  const approved = isOfProject ? (names.approvedContractorAbbreviations ?? null) : null;
  const project = { ...names, approved: names.approvedAbbreviations ?? null };
  return check(accountName, { ...contractor, approved }, project);
}

interface AccountReference extends NamesOnRecord {
  readonly id: string;
}

interface Filter {
  readonly projectCode?: string | null;
  readonly bankCode?: string | null;
  readonly statuses?: readonly string[] | null;
  readonly division?: string | null;
}

/** A page's order has a value in every row; the day of opening may be missing. */
const BY_PROJECT = [{ property: 'projectCode' }];
const LATEST_OPENED = [{ property: 'openedOn', descending: true }];

export const accountResolvers: Resolvers = {
  Query: {
    specialWageAccount: (_root, { id }, context) => context.showOne(SpecialWageAccount, 'id', id),
    specialWageAccounts: (_root, { filter, ...page }, context) =>
      context.showPage(SpecialWageAccount, {
        ...page,
        where: conditions(filter),
        orderBy: BY_PROJECT,
      }),
  },
  Mutation: { submitSpecialWageAccounts: submits(specialWageAccounts) },
  Project: {
    specialWageAccounts: ({ code }, _args, context) =>
      context.showMany(SpecialWageAccount, 'projectCode', code, LATEST_OPENED),
    sharedWageAccounts: ({ code }, _args, context) => sharedWith(code, context),
  },
  Enterprise: {
    __resolveReference: asReferred,
    specialWageAccounts: ({ creditCode }, page, context) =>
      context.showPageBelow(SpecialWageAccount, 'generalContractorCode', creditCode, {
        ...page,
        question: 'opened',
        orderBy: BY_PROJECT,
      }),
  },
  SpecialWageAccount: {
    __resolveReference: async ({ id, project, generalContractor }: AccountReference, context) => {
      const account = await context.one(SpecialWageAccount, 'id', id);
      return account && { ...account, onRecord: { project, generalContractor } };
    },
    project: projectOf,
    nameCheck: (row: OnRecord) => named(row, checkSpecialAccountName),
    usesUnapprovedAbbreviation: (row: OnRecord) => named(row, usesUnapprovedAbbreviation),
    generalContractor: reads(SpecialWageAccount, ['generalContractorCode'], ({ generalContractorCode }) =>
      generalContractorCode ? { creditCode: generalContractorCode } : null,
    ),
    filingDueOn: (row: Account, _args, context) => filingDueOn(row, context),
    bank: reads(SpecialWageAccount, ['bankCode'], (row) => codeName('bank-codes', row.bankCode)),
    accountNumber: reads(SpecialWageAccount, ['id', 'accountNumber'], (row, _args, context) =>
      context.open(SpecialWageAccount, row, 'accountNumber'),
    ),
    balance: shows(SpecialWageAccount, 'balanceFen'),
    flows: (row: Account, { month, ...page }, context) =>
      context.showPage(AccountFlow, {
        ...page,
        where: [onAccount(row), bookedIn(askedMonth(month, context))],
        orderBy: LATEST_BOOKED,
      }),
    missingSerials: async (row: Account, _args, context) => ({
      account: row,
      ...(await missingSerials(row, context)),
    }),
    freshness: (row: Account, _args, context) => bookingsFreshness(row, context),
    emptyDays: (row: Account, page, context) =>
      context.showPage(EmptyAccountDay, {
        ...page,
        where: [onAccount(row)],
        orderBy: LATEST_DAY,
      }),
    ...recordFields(SpecialWageAccount),
  },
  SharedAccountProject: { project: projectOf },
  MissingSerials: {
    freshness: ({ account }: { readonly account: Account }, _args, context) =>
      bookingsFreshness(account, context),
  },
};

const bookingsFreshness = (row: Account, context: SubgraphContext) =>
  sourceFigureFreshness(row, { datasets: ['ACCOUNT_FLOW'] }, context);

function conditions(filter: Filter | null | undefined): RawBuilder<unknown>[] {
  const where: RawBuilder<unknown>[] = [];
  if (filter?.projectCode != null) where.push(sql`t.project_code = ${filter.projectCode}`);
  if (filter?.bankCode != null) where.push(sql`t.bank_code = ${filter.bankCode}`);
  if (filter?.statuses != null) where.push(sql`t.status = any(${filter.statuses as string[]})`);
  if (filter?.division != null) where.push(projectsWithin('banking', filter.division));
  return where;
}
