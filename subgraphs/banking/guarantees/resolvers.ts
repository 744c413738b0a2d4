import { sql } from 'kysely';
import { businessDateOf } from '../../../kernel/calendar.ts';
import type { RowOf } from '../../../ledger/fact.ts';
import { codeName, recordFields } from '../../fields.ts';
import type { Resolvers } from '../../subgraph.ts';
import { checkDepositAccountName } from '../rules/account-name.ts';
import { GuaranteeDeposit, GuaranteeLetter } from '../facts.ts';
import { asReferred, projectOf } from '../references.ts';
import { isExpired } from '../rules/is-expired.ts';

type Deposit = RowOf<typeof GuaranteeDeposit>;
type Letter = RowOf<typeof GuaranteeLetter>;

/** What the gateway hands over of the provincial hub's project when `nameCheck` is asked for. */
interface ProjectOnRecord {
  readonly name: string;
  readonly generalContractor: { readonly name: string } | null;
}

interface DepositReference {
  readonly id: string;
  readonly project?: ProjectOnRecord | null;
}

export const guaranteeResolvers: Resolvers = {
  Query: {
    guaranteeLettersExpiring: (_root, { by, ...page }, context) =>
      context.store.reader(GuaranteeLetter).page(context.session, {
        ...page,
        where: [sql`t.status = 'IN_FORCE' and t.ends_on <= ${by}::date`],
        orderBy: [{ property: 'endsOn' }],
      }),
  },
  Project: {
    __resolveReference: asReferred,
    guaranteeDeposits: ({ code }, _args, context) =>
      context.many(GuaranteeDeposit, 'projectCode', code, [{ property: 'form' }]),
    guaranteeLetters: ({ code }, _args, context) =>
      context.many(GuaranteeLetter, 'projectCode', code, [{ property: 'endsOn', descending: true }]),
  },
  GuaranteeDeposit: {
    __resolveReference: async ({ id, project }: DepositReference, context) => {
      const deposit = await context.one(GuaranteeDeposit, 'id', id);
      return deposit && { ...deposit, projectOnRecord: project };
    },
    project: projectOf,
    nameCheck: ({ accountName, projectOnRecord }: Deposit & { projectOnRecord?: ProjectOnRecord | null }) =>
      accountName && projectOnRecord?.generalContractor
        ? checkDepositAccountName(accountName, projectOnRecord.generalContractor, projectOnRecord)
        : null,
    required: (row: Deposit) => row.requiredFen,
    stored: (row: Deposit) => row.storedFen,
    bank: (row: Deposit) => codeName('bank-codes', row.bankCode),
    ...recordFields(GuaranteeDeposit),
  },
  GuaranteeLetter: {
    __resolveReference: ({ id }, context) => context.one(GuaranteeLetter, 'id', id),
    project: projectOf,
    amount: (row: Letter) => row.amountFen,
    isExpired: (row: Letter, _args, context) => isExpired(row, businessDateOf(context.now)),
    ...recordFields(GuaranteeLetter),
  },
};
