import type { RawBuilder } from 'kysely';
import { businessDateOf } from '../../../kernel/calendar.ts';
import type { Yuan } from '../../../kernel/yuan.ts';
import type { RowOf } from '../../../ledger/fact.ts';
import { codeName, recordFields } from '../../fields.ts';
import { projectFigureFreshness } from '../../figure-freshness.ts';
import type { SubgraphContext } from '../../context.ts';
import { divisionOfProject } from '../../province-parameters.ts';
import type { Resolvers } from '../../subgraph.ts';
import { submits } from '../../submission.ts';
import { among, type OfProjects, ofProjects } from '../asked-rows.ts';
import { GuaranteeDeposit } from '../facts.ts';
import { projectOf } from '../references.ts';
import { checkDepositAccountName, isNamed, type Named } from '../rules/account-name.ts';
import { guaranteeDeposits } from './dataset.ts';
import type { DepositUse, DepositUseDue } from '../rules/deposit-use.ts';
import { depositUseDueIn } from './use-due.ts';
import { type DepositByRule, depositByRule } from './deposit-by-rule.ts';
import { UNSTATED, type Use, usesOf } from './uses.ts';

type Deposit = RowOf<typeof GuaranteeDeposit>;

/**
 * What the gateway hands over of the provincial hub's project when `nameCheck` or `requiredByRule` is asked for; no more than the
 * caller may see.
 */
interface ProjectOnRecord extends Partial<Named> {
  readonly generalContractor?: Partial<Named> | null;
  readonly contractPrice?: string | null;
  readonly divisionCode?: string;
}

type OnRecord = Deposit & { readonly projectOnRecord?: ProjectOnRecord | null };

interface DepositReference {
  readonly id: string;
  readonly project?: ProjectOnRecord | null;
}

interface Filter extends OfProjects {
  readonly forms?: readonly string[] | null;
  readonly statuses?: readonly string[] | null;
}

export const depositResolvers: Resolvers = {
  Query: {
    guaranteeDeposit: (_root, { id }, context) => context.one(GuaranteeDeposit, 'id', id),
    guaranteeDeposits: (_root, { filter, ...page }, context) =>
      context.store.reader(GuaranteeDeposit).page(context.session, {
        ...page,
        where: conditions(filter ?? {}),
        orderBy: [{ property: 'projectCode' }, { property: 'form' }],
      }),
  },
  Mutation: { submitGuaranteeDeposits: submits(guaranteeDeposits) },
  Project: {
    guaranteeDeposits: ({ code }, _args, context) =>
      context.many(GuaranteeDeposit, 'projectCode', code, [{ property: 'form' }]),
  },
  GuaranteeDeposit: {
    __resolveReference: async ({ id, project }: DepositReference, context) => {
      const deposit = await context.one(GuaranteeDeposit, 'id', id);
      return deposit && { ...deposit, projectOnRecord: project };
    },
    project: projectOf,
    nameCheck: ({ accountName, projectOnRecord: project }: OnRecord) => {
      const contractor = project?.generalContractor;
      return accountName && isNamed(contractor) && isNamed(project)
        ? checkDepositAccountName(accountName, contractor, project)
        : null;
    },
    required: (row: Deposit) => row.requiredFen,
    requiredByRule: (row: OnRecord, _args, context) => {
      const byRule = depositByRule({
        stated: row.contractPriceFen,
        onRecord: row.projectOnRecord?.contractPrice,
        history: row.arrearsHistory,
        lastArrearsOn: row.lastArrearsOn,
        division: row.projectOnRecord?.divisionCode,
        on: row.storedOn ?? businessDateOf(context.now),
      });
      return byRule && { projectCode: row.projectCode, ...byRule };
    },
    contractPrice: (row: Deposit) => row.contractPriceFen,
    stored: (row: Deposit) => row.storedFen,
    accountNumber: (row: Deposit, _args, context) =>
      row.accountNumber && context.open(GuaranteeDeposit, row, 'accountNumber'),
    use: (row: Deposit) => usesOfDeposit(row).at(-1) ?? null,
    uses: usesOfDeposit,
    bank: (row: Deposit) => codeName('bank-codes', row.bankCode),
    ...recordFields(GuaranteeDeposit),
  },
  GuaranteeDepositUse: {
    paymentDueOn: async (use: UseOfDeposit, _args, context) =>
      (await dueOfUse(use, context))?.payment?.date ?? null,
    restoringDueOn: async (use: UseOfDeposit, _args, context) =>
      (await dueOfUse(use, context))?.restoring?.date ?? null,
    isProvisional: async (use: UseOfDeposit, _args, context) => {
      const due = await dueOfUse(use, context);
      return (due?.payment?.provisional || due?.restoring?.provisional) ?? false;
    },
  },
  RequiredDeposit: {
    ratesDocument: ({ rates }: DepositByRule) => rates.documentNo,
    isModelled: ({ rates }: DepositByRule) => rates.isModelled,
    freshness: ({ projectCode }: OfDeposit, _args, context) =>
      projectFigureFreshness(projectCode, { datasets: ['GUARANTEE_DEPOSIT'] }, context),
  },
};

interface UseOfDeposit extends Use {
  readonly projectCode: string;
}

/** All uses in their order; where only the latest is stated, that one. */
function usesOfDeposit({ projectCode, uses, ...row }: Deposit): UseOfDeposit[] {
  const stated = usesOf(uses);
  if (stated.length > 0) return stated.map((use) => ({ ...use, projectCode }));
  const { usedOn = null, useNoticedOn: noticedOn = null, restoredOn = null } = row;
  if (usedOn === null && noticedOn === null) return [];
  const amount = (row.usedFen ?? null) as Yuan | null;
  return [{ ...UNSTATED, projectCode, amount, noticedOn, usedOn, restoredOn }];
}

async function dueOfUse(use: UseOfDeposit, context: SubgraphContext): Promise<DepositUseDue | null> {
  const division = await divisionOfProject(use.projectCode, context);
  return division === null ? null : depositUseDueIn(division, use as DepositUse);
}

interface OfDeposit {
  readonly projectCode: string;
}

const conditions = ({ forms, statuses, ...projects }: Filter): RawBuilder<unknown>[] => [
  ...ofProjects(projects),
  ...among('form', forms),
  ...among('status', statuses),
];
