import type { RawBuilder } from 'kysely';
import type { RowOf } from '../../../ledger/fact.ts';
import { codeName, recordFields } from '../../fields.ts';
import { projectFigureFreshness } from '../../figure-freshness.ts';
import { inReach } from '../../project-scope.ts';
import type { SubgraphContext } from '../../context.ts';
import type { Resolvers } from '../../subgraph.ts';
import { submits } from '../../submission.ts';
import { ofWholeProjects } from '../../whole-projects.ts';
import { accountOf } from '../accounts/account-of.ts';
import { askedMonth } from '../asked-month.ts';
import { among, between, type OfProjects, ofProjects } from '../asked-rows.ts';
import { Disbursement } from '../facts.ts';
import { asReferred, projectOf, workerOf } from '../references.ts';
import { paymentDifferences } from '../rules/payment-flow.ts';
import { bookingOfPayment } from './booking-of-payment.ts';
import { disbursements } from './dataset.ts';
import { type MonthDisbursement, monthDisbursement } from './month-disbursement.ts';

type Row = RowOf<typeof Disbursement>;

interface Filter extends OfProjects {
  readonly month?: string | null;
  readonly results?: readonly string[] | null;
  readonly from?: string | null;
  readonly to?: string | null;
}

const LATEST_PAID = [{ property: 'paidOn', descending: true }];

export const disbursementResolvers: Resolvers = {
  Query: {
    disbursement: (_root, { id }, context) => context.one(Disbursement, 'id', id),
    disbursements: async (_root, { filter, ...page }, context) =>
      context.store.reader(Disbursement).page(context.session, {
        ...page,
        where: [...(await inReach(context, { bank: true, worker: true })), ...conditions(filter ?? {})],
        orderBy: LATEST_PAID,
      }),
  },
  Mutation: { submitDisbursements: submits(disbursements) },
  Project: {
    disbursements: ({ code }, { month: stated, results, ...page }, context) => {
      const month = askedMonth(stated, context);
      return context.pageBelow(Disbursement, 'projectCode', code, {
        ...page,
        question: JSON.stringify([month, results]),
        where: conditions({ month, results }),
        orderBy: LATEST_PAID,
      });
    },
    disbursed: ofWholeProjects(({ code }, { month }, context) =>
      monthDisbursement(askedMonth(month, context), code, context),
    ),
  },
  PayrollEntry: {
    __resolveReference: asReferred,
    disbursements: ({ id }, _args, context) =>
      context.many(Disbursement, 'payrollEntryId', id, [{ property: 'attempt' }]),
  },
  MigrantWorker: {
    disbursements: ({ id }, page, context) =>
      context.pageBelow(Disbursement, 'workerId', id, {
        ...page,
        question: 'paid',
        orderBy: LATEST_PAID,
      }),
  },
  MonthDisbursement: {
    freshness: ({ projectCode, month }: MonthDisbursement, _args, context) =>
      projectFigureFreshness(projectCode, { datasets: ['DISBURSEMENT'], month }, context),
  },
  Disbursement: {
    __resolveReference: ({ id }, context) => context.one(Disbursement, 'id', id),
    project: projectOf,
    worker: workerOf,
    payrollEntry: (row: Row) => ({ id: row.payrollEntryId }),
    bank: (row: Row) => codeName('bank-codes', row.bankCode),
    amount: (row: Row) => row.amountFen,
    payerAccountNumber: (row: Row, _args, context) => opened(row, 'payerAccountNumber', context),
    payerAccount: ({ bankCode, payerAccountIndex: accountIndex }: Row, _args, context) =>
      accountIndex && accountOf({ bankCode, accountIndex }, context),
    payeeCardNumber: (row: Row, _args, context) => opened(row, 'payeeCardNumber', context),
    differences: async (row: Row, _args, context) => {
      const booking = await bookingOfPayment(row, context);
      return booking && paymentDifferences(row, booking);
    },
    payMonth: (row: Row) => row.forMonth,
    ...recordFields(Disbursement),
  },
};

const opened = (row: Row, number: 'payerAccountNumber' | 'payeeCardNumber', context: SubgraphContext) =>
  row[number] && context.open(Disbursement, row, number);

const conditions = ({ month, results, from, to, ...projects }: Filter): RawBuilder<unknown>[] => [
  ...ofProjects(projects),
  ...among('for_month', month ? [month] : null),
  ...among('result', results),
  ...between('paid_on', from, to),
];
