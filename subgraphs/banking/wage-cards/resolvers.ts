import { type RawBuilder, sql } from 'kysely';
import type { Caller } from '../../../kernel/caller.ts';
import { fits } from '../../../ledger/fits.ts';
import { reads } from '../../asked-fields.ts';
import { codeName, recordFields } from '../../fields.ts';
import type { Resolvers } from '../../subgraph.ts';
import { submits } from '../../submission.ts';
import { among, between } from '../asked-rows.ts';
import { WageCard } from '../facts.ts';
import { asReferred, workerOf } from '../references.ts';
import { wageCards } from './dataset.ts';

interface Filter {
  readonly workerId?: string | null;
  readonly bankCode?: string | null;
  readonly statuses?: readonly string[] | null;
  readonly issuedFrom?: string | null;
  readonly issuedTo?: string | null;
}

export const wageCardResolvers: Resolvers = {
  Query: {
    wageCard: (_root, { id }, context) => context.showOne(WageCard, 'id', id),
    wageCards: (_root, { filter, ...page }, context) =>
      context.showPage(WageCard, {
        ...page,
        where: [...ownCards(context.caller), ...conditions(filter ?? {})],
        orderBy: [{ property: 'workerId' }],
      }),
  },
  Mutation: { submitWageCards: submits(wageCards) },
  MigrantWorker: {
    __resolveReference: asReferred,
    wageCard: ({ id }, _args, context) => context.showOne(WageCard, 'workerId', id),
  },
  WageCard: {
    __resolveReference: ({ id }, context) => context.showOne(WageCard, 'id', id),
    worker: workerOf,
    bank: reads(WageCard, ['bankCode'], (row) => codeName('bank-codes', row.bankCode)),
    cardNumber: reads(WageCard, ['id', 'cardNumber'], (row, _args, context) =>
      context.open(WageCard, row, 'cardNumber'),
    ),
    ...recordFields(WageCard),
  },
};

const conditions = ({
  workerId,
  bankCode,
  statuses,
  issuedFrom,
  issuedTo,
}: Filter): RawBuilder<unknown>[] => [
  ...(workerId == null ? [] : [fits(workerId, 'uuid') ? sql`t.worker_id = ${workerId}::uuid` : sql`false`]),
  ...among('bank_code', bankCode == null ? null : [bankCode]),
  ...among('status', statuses),
  ...between('issued_on', issuedFrom, issuedTo),
];

/** What row scope leaves anyway (decision 0004), as a condition of an index: millions of cards would be looked through for one's own. */
function ownCards({ kind, worker, bank }: Caller): RawBuilder<unknown>[] {
  if (kind === 'WORKER_APP') return [worker ? sql`t.worker_id = ${worker}::uuid` : sql`false`];
  if (kind === 'BANK') return [bank ? sql`t.bank_code = ${bank}` : sql`false`];
  return kind === 'ENTERPRISE' || kind === 'VENDOR' ? [sql`false`] : [];
}
