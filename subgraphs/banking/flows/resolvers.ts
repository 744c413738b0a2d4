import { type RawBuilder, sql } from 'kysely';
import type { RowOf } from '../../../ledger/fact.ts';
import { inOrderOfNumbers, type OrderBy } from '../../../ledger/reader.ts';
import { reads, shows } from '../../asked-fields.ts';
import type { SubgraphContext } from '../../context.ts';
import { recordFields } from '../../fields.ts';
import { inReach } from '../../project-scope.ts';
import type { Resolvers } from '../../subgraph.ts';
import { submits } from '../../submission.ts';
import { type AccountKey, accountOf, onAccount } from '../accounts/account-of.ts';
import { accountRows } from '../accounts/account-rows.ts';
import { accountKey } from '../accounts/known-account.ts';
import { askedMonth, bookedIn } from '../asked-month.ts';
import { among, between, type OfProjects, ofProjects } from '../asked-rows.ts';
import { AccountFlow, SpecialWageAccount } from '../facts.ts';
import { projectOf } from '../references.ts';
import { accountFlows } from './dataset.ts';

type Flow = RowOf<typeof AccountFlow>;

interface Filter extends OfProjects {
  readonly accountId?: string | null;
  readonly from?: string | null;
  readonly to?: string | null;
  readonly direction?: string | null;
  readonly kinds?: readonly string[] | null;
}

/** Of bookings at one instant the higher serial is the later one: banks number them in their order, and book hundreds of wages at once. */
export const LATEST_BOOKED: readonly OrderBy[] = [
  { property: 'occurredAt', descending: true },
  { property: 'serialNo', descending: true, byNumber: true },
];

export const flowResolvers: Resolvers = {
  Query: {
    accountFlow: (_root, { id }, context) => context.showOne(AccountFlow, 'id', id),
    accountFlows: async (_root, { accountId, filter, ...page }, context) =>
      context.showPage(AccountFlow, {
        ...page,
        where: [
          ...(await ofAccount(accountId, context)),
          ...(await ofAccount(filter?.accountId, context)),
          ...(await inReach(context, { bank: true })),
          ...conditions(filter ?? {}),
        ],
        orderBy: LATEST_BOOKED,
      }),
  },
  Mutation: { submitAccountFlows: submits(accountFlows) },
  Project: {
    accountFlows: ({ code }, { month, ...page }, context) => {
      const asked = askedMonth(month, context);
      return context.showPageBelow(AccountFlow, 'projectCode', code, {
        ...page,
        question: asked,
        where: [bookedIn(asked)],
        orderBy: LATEST_BOOKED,
      });
    },
  },
  AccountFlow: {
    __resolveReference: ({ id }, context) => context.showOne(AccountFlow, 'id', id),
    project: projectOf,
    account: (row: Flow, _args, context) => accountOf(row, context),
    amount: shows(AccountFlow, 'amountFen'),
    balanceAfter: shows(AccountFlow, 'balanceAfterFen'),
    counterpartyAccountNumber: reads(
      AccountFlow,
      ['id', 'counterpartyAccountNumber'],
      (row, _args, context) =>
        row.counterpartyAccountNumber && context.open(AccountFlow, row, 'counterpartyAccountNumber'),
    ),
    undoes: async (row: Flow, _args, context) =>
      row.undoesNo ? ((await related('serial_no', row, row.undoesNo, context))[0] ?? null) : null,
    undoneBy: (row: Flow, _args, context) => related('undoes_no', row, row.serialNo, context),
    ...recordFields(AccountFlow),
  },
};

async function ofAccount(
  id: string | null | undefined,
  context: SubgraphContext,
): Promise<RawBuilder<unknown>[]> {
  if (id == null) return [];
  const account = await context.one(SpecialWageAccount, 'id', id);
  return [account ? onAccount(account) : sql`false`];
}

const conditions = ({ from, to, direction, kinds, ...projects }: Filter): RawBuilder<unknown>[] => [
  ...ofProjects(projects),
  ...between('accounting_on', from, to),
  ...among('direction', direction ? [direction] : null),
  ...among('kind', kinds),
];

/** Bookings of the same account that have a number, or undo the one that has it; asked for all rows of an answer at once. */
export const related = (
  column: 'serial_no' | 'undoes_no',
  row: AccountKey,
  number: string,
  context: SubgraphContext,
): Promise<Flow[]> =>
  context
    .loader<string, Flow[]>(`flows by ${column}`, async (keys) => {
      const flows = await context.store.reader(AccountFlow).select(
        context.session,
        [
          sql`exists (select from ${accountRows(keys)} where k.bank_code = t.bank_code
            and k.account_index = t.account_index and k.rest = t.${sql.ref(column)})`,
        ],
        sql` order by t.occurred_at, ${inOrderOfNumbers(sql`t.serial_no`)}, t.id`,
      );
      const named = (flow: Flow) => accountKey(flow, column === 'serial_no' ? flow.serialNo : flow.undoesNo!);
      return keys.map((key) => flows.filter((flow) => named(flow) === key));
    })
    .load(accountKey(row, number));
