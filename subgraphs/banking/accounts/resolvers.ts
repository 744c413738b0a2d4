import { type RawBuilder, sql } from 'kysely';
import type { RowOf } from '../../../ledger/fact.ts';
import { codeName, recordFields } from '../../fields.ts';
import { projectsWithin } from '../../project-scope.ts';
import type { Resolvers } from '../../subgraph.ts';
import { submits } from '../../submission.ts';
import { askedMonth, bookedIn } from '../asked-month.ts';
import { AccountFlow, SpecialWageAccount } from '../facts.ts';
import { asReferred, projectOf } from '../references.ts';
import { checkSpecialAccountName, type Named } from '../rules/account-name.ts';
import { type AccountKey, accountOf } from './account-of.ts';
import { specialWageAccounts } from './dataset.ts';

type Account = RowOf<typeof SpecialWageAccount>;
type Flow = RowOf<typeof AccountFlow>;

/** What the gateway hands over of the provincial hub's names when `nameCheck` is asked for. */
interface NamesOnRecord {
  readonly project: Named;
  readonly generalContractor: Named;
}

interface AccountReference extends Partial<NamesOnRecord> {
  readonly id: string;
}

interface Filter {
  readonly bankCode?: string | null;
  readonly statuses?: readonly string[] | null;
  readonly division?: string | null;
}

/** A page's order has a value in every row; the day of opening may be missing. */
const BY_PROJECT = [{ property: 'projectCode' }];
const LATEST_OPENED = [{ property: 'openedOn', descending: true }];
const LATEST_BOOKED = [{ property: 'occurredAt', descending: true }];

export const accountResolvers: Resolvers = {
  Query: {
    specialWageAccount: (_root, { id }, context) => context.one(SpecialWageAccount, 'id', id),
    specialWageAccounts: (_root, { filter, ...page }, context) =>
      context.store.reader(SpecialWageAccount).page(context.session, {
        ...page,
        where: conditions(filter),
        orderBy: BY_PROJECT,
      }),
    accountFlows: async (_root, { accountId, ...page }, context) => {
      const account = await context.one(SpecialWageAccount, 'id', accountId);
      return context.store.reader(AccountFlow).page(context.session, {
        ...page,
        where: [account ? onAccount(account) : sql`false`],
        orderBy: LATEST_BOOKED,
      });
    },
  },
  Mutation: { submitSpecialWageAccounts: submits(specialWageAccounts) },
  Project: {
    specialWageAccounts: ({ code }, _args, context) =>
      context.many(SpecialWageAccount, 'projectCode', code, LATEST_OPENED),
    accountFlows: ({ code }, { month, ...page }, context) => {
      const asked = askedMonth(month, context);
      return context.pageBelow(AccountFlow, 'projectCode', code, {
        ...page,
        question: asked,
        where: [bookedIn(asked)],
        orderBy: LATEST_BOOKED,
      });
    },
  },
  Enterprise: {
    __resolveReference: asReferred,
    specialWageAccounts: ({ creditCode }, page, context) =>
      context.pageBelow(SpecialWageAccount, 'generalContractorCode', creditCode, {
        ...page,
        question: 'opened',
        orderBy: BY_PROJECT,
      }),
  },
  SpecialWageAccount: {
    __resolveReference: async ({ id, project, generalContractor }: AccountReference, context) => {
      const account = await context.one(SpecialWageAccount, 'id', id);
      return (
        account && { ...account, onRecord: project && generalContractor && { project, generalContractor } }
      );
    },
    project: projectOf,
    nameCheck: ({ accountName, onRecord }: Account & { onRecord?: NamesOnRecord | null }) =>
      onRecord && accountName
        ? checkSpecialAccountName(accountName, onRecord.generalContractor, onRecord.project)
        : null,
    generalContractor: ({ generalContractorCode }: Account) =>
      generalContractorCode ? { creditCode: generalContractorCode } : null,
    bank: (row: Account) => codeName('bank-codes', row.bankCode),
    accountNumber: (row: Account, _args, context) => context.open(SpecialWageAccount, row, 'accountNumber'),
    balance: (row: Account) => row.balanceFen,
    flows: (row: Account, { month, ...page }, context) =>
      context.store.reader(AccountFlow).page(context.session, {
        ...page,
        where: [onAccount(row), bookedIn(askedMonth(month, context))],
        orderBy: LATEST_BOOKED,
      }),
    ...recordFields(SpecialWageAccount),
  },
  AccountFlow: {
    __resolveReference: ({ id }, context) => context.one(AccountFlow, 'id', id),
    project: projectOf,
    account: (row: Flow, _args, context) => accountOf(row, context),
    amount: (row: Flow) => row.amountFen,
    balanceAfter: (row: Flow) => row.balanceAfterFen,
    provenance: recordFields(AccountFlow).provenance,
  },
};

const onAccount = ({ bankCode, accountIndex }: AccountKey): RawBuilder<unknown> =>
  sql`t.bank_code = ${bankCode} and t.account_index = ${accountIndex}`;

function conditions(filter: Filter | null | undefined): RawBuilder<unknown>[] {
  const where: RawBuilder<unknown>[] = [];
  if (filter?.bankCode) where.push(sql`t.bank_code = ${filter.bankCode}`);
  if (filter?.statuses) where.push(sql`t.status = any(${filter.statuses as string[]})`);
  if (filter?.division) where.push(projectsWithin('banking', filter.division));
  return where;
}
