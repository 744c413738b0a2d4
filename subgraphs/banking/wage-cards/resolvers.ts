import type { RowOf } from '../../../ledger/fact.ts';
import { codeName, recordFields } from '../../fields.ts';
import type { Resolvers } from '../../subgraph.ts';
import { submits } from '../../submission.ts';
import { WageCard } from '../facts.ts';
import { asReferred, workerOf } from '../references.ts';
import { wageCards } from './dataset.ts';

type Row = RowOf<typeof WageCard>;

export const wageCardResolvers: Resolvers = {
  Mutation: { submitWageCards: submits(wageCards) },
  MigrantWorker: {
    __resolveReference: asReferred,
    wageCard: ({ id }, _args, context) => context.one(WageCard, 'workerId', id),
  },
  WageCard: {
    __resolveReference: ({ id }, context) => context.one(WageCard, 'id', id),
    worker: workerOf,
    bank: (row: Row) => codeName('bank-codes', row.bankCode),
    cardNumber: (row: Row, _args, context) => context.open(WageCard, row, 'cardNumber'),
    ...recordFields(WageCard),
  },
};
