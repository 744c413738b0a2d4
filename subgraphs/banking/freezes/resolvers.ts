import { type RawBuilder, sql } from 'kysely';
import type { RowOf } from '../../../ledger/fact.ts';
import { codeName, recordFields } from '../../fields.ts';
import type { Resolvers } from '../../subgraph.ts';
import { submits } from '../../submission.ts';
import { accountOf, onAccount } from '../accounts/account-of.ts';
import { among, between, type OfProjects, ofProjects } from '../asked-rows.ts';
import { AccountFreeze, type SpecialWageAccount } from '../facts.ts';
import { projectOf } from '../references.ts';
import { accountFreezes } from './dataset.ts';

type Row = RowOf<typeof AccountFreeze>;

interface Filter extends OfProjects {
  readonly targets?: readonly string[] | null;
  readonly causes?: readonly string[] | null;
  readonly standingOnly?: boolean | null;
  readonly from?: string | null;
  readonly to?: string | null;
}

const LATEST = [{ property: 'effectiveOn', descending: true }];

export const freezeResolvers: Resolvers = {
  Query: {
    accountFreeze: (_root, { id }, context) => context.one(AccountFreeze, 'id', id),
    accountFreezes: (_root, { filter, ...page }, context) =>
      context.store.reader(AccountFreeze).page(context.session, {
        ...page,
        where: conditions(filter ?? {}),
        orderBy: LATEST,
      }),
  },
  Mutation: { submitAccountFreezes: submits(accountFreezes) },
  Project: {
    accountFreezes: ({ code }, _args, context) => context.many(AccountFreeze, 'projectCode', code, LATEST),
  },
  SpecialWageAccount: {
    freezes: (row: RowOf<typeof SpecialWageAccount>, page, context) =>
      context.store.reader(AccountFreeze).page(context.session, {
        ...page,
        where: [onAccount(row)],
        orderBy: LATEST,
      }),
  },
  AccountFreeze: {
    __resolveReference: ({ id }, context) => context.one(AccountFreeze, 'id', id),
    project: projectOf,
    account: (row: Row, _args, context) =>
      row.target === 'SPECIAL_ACCOUNT' ? accountOf(row, context) : null,
    bank: (row: Row) => codeName('bank-codes', row.bankCode),
    accountNumber: (row: Row, _args, context) => context.open(AccountFreeze, row, 'accountNumber'),
    amount: (row: Row) => row.amountFen,
    ...recordFields(AccountFreeze),
  },
};

const conditions = (filter: Filter): RawBuilder<unknown>[] => [
  ...ofProjects(filter),
  ...among('target', filter.targets),
  ...among('cause', filter.causes),
  ...between('effective_on', filter.from, filter.to),
  ...(filter.standingOnly ? [sql`t.lifted_on is null and t.measure <> 'DEDUCTION'`] : []),
];
