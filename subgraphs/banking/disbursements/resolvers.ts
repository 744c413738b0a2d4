import type { RowOf } from '../../../ledger/fact.ts';
import { codeName, recordFields } from '../../fields.ts';
import type { Resolvers } from '../../subgraph.ts';
import { askedMonth } from '../asked-month.ts';
import { Disbursement } from '../facts.ts';
import { asReferred, projectOf, workerOf } from '../references.ts';
import { monthDisbursement } from './month-disbursement.ts';

type Row = RowOf<typeof Disbursement>;

export const disbursementResolvers: Resolvers = {
  Project: {
    disbursed: ({ code }, { month }, context) => monthDisbursement(askedMonth(month, context), code, context),
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
        orderBy: [{ property: 'paidOn', descending: true }],
      }),
  },
  Disbursement: {
    __resolveReference: ({ id }, context) => context.one(Disbursement, 'id', id),
    project: projectOf,
    worker: workerOf,
    payrollEntry: (row: Row) => ({ id: row.payrollEntryId }),
    bank: (row: Row) => codeName('bank-codes', row.bankCode),
    amount: (row: Row) => row.amountFen,
    provenance: recordFields(Disbursement).provenance,
  },
};
