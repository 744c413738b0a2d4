import type { RawBuilder } from 'kysely';
import { businessDateOf } from '../../../kernel/calendar.ts';
import type { RowOf } from '../../../ledger/fact.ts';
import { recordFields } from '../../fields.ts';
import type { Resolvers } from '../../subgraph.ts';
import { submits } from '../../submission.ts';
import { among, between, type OfProjects, ofProjects } from '../asked-rows.ts';
import { PaymentGuarantee } from '../facts.ts';
import { projectOf } from '../references.ts';
import { isExpired } from '../rules/is-expired.ts';
import { paymentGuarantees } from './dataset.ts';

type Row = RowOf<typeof PaymentGuarantee>;

interface Filter extends OfProjects {
  readonly statuses?: readonly string[] | null;
  readonly endsFrom?: string | null;
  readonly endsTo?: string | null;
}

const LATEST_END = [{ property: 'endsOn', descending: true }];

export const paymentGuaranteeResolvers: Resolvers = {
  Query: {
    paymentGuarantee: (_root, { id }, context) => context.one(PaymentGuarantee, 'id', id),
    paymentGuarantees: (_root, { filter, ...page }, context) =>
      context.store.reader(PaymentGuarantee).page(context.session, {
        ...page,
        where: conditions(filter ?? {}),
        orderBy: LATEST_END,
      }),
  },
  Mutation: { submitPaymentGuarantees: submits(paymentGuarantees) },
  Project: {
    paymentGuarantees: ({ code }, _args, context) =>
      context.many(PaymentGuarantee, 'projectCode', code, LATEST_END),
  },
  Enterprise: {
    paymentGuarantees: ({ creditCode }, page, context) =>
      context.pageBelow(PaymentGuarantee, 'ownerCode', creditCode, {
        ...page,
        question: 'given',
        orderBy: LATEST_END,
      }),
  },
  PaymentGuarantee: {
    __resolveReference: ({ id }, context) => context.one(PaymentGuarantee, 'id', id),
    project: projectOf,
    owner: ({ ownerCode }: Row) => (ownerCode ? { creditCode: ownerCode } : null),
    beneficiary: ({ beneficiaryCode }: Row) => (beneficiaryCode ? { creditCode: beneficiaryCode } : null),
    amount: (row: Row) => row.amountFen,
    isExpired: (row: Row, _args, context) => isExpired(row, businessDateOf(context.now)),
    ...recordFields(PaymentGuarantee),
  },
};

const conditions = ({ statuses, endsFrom, endsTo, ...projects }: Filter): RawBuilder<unknown>[] => [
  ...ofProjects(projects),
  ...among('status', statuses),
  ...between('ends_on', endsFrom, endsTo),
];
