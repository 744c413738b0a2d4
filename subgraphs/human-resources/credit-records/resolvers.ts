import { type RawBuilder, sql } from 'kysely';
import { businessDateOf } from '../../../kernel/calendar.ts';
import type { RowOf } from '../../../ledger/fact.ts';
import { recordFields } from '../../fields.ts';
import type { Resolvers } from '../../subgraph.ts';
import { submits } from '../../submission.ts';
import { CreditRecord } from '../facts.ts';
import { equal, isOneOf } from '../filters.ts';
import { ofOwnCredit } from '../own-credit.ts';
import { enterpriseOf } from '../references.ts';
import { creditRecords } from './dataset.ts';

type Row = RowOf<typeof CreditRecord>;

interface Filter {
  readonly creditCode?: string | null;
  readonly kind?: string | null;
  readonly categories?: readonly string[] | null;
  readonly validOn?: string | null;
}

const LATEST = [{ property: 'validFrom', descending: true }, { property: 'recordNo' }];

export const creditRecordResolvers: Resolvers = {
  Query: {
    creditRecord: (_root, { id }, context) => context.one(CreditRecord, 'id', id),
    creditRecords: (_root, { filter, ...page }, context) =>
      context.store.reader(CreditRecord).page(context.session, {
        ...page,
        where: conditions(filter ?? {}),
        orderBy: LATEST,
      }),
  },
  Mutation: { submitCreditRecords: submits(creditRecords) },
  Enterprise: {
    creditRecords: ofOwnCredit(({ creditCode }, { kind, ...page }, context) =>
      context.pageBelow(CreditRecord, 'creditCode', creditCode, {
        ...page,
        question: JSON.stringify(['kind', kind]),
        where: equal('kind', kind),
        orderBy: LATEST,
      }),
    ),
  },
  CreditRecord: {
    __resolveReference: ({ id }, context) => context.one(CreditRecord, 'id', id),
    enterprise: (row: Row) => enterpriseOf(row.creditCode),
    isValid: ({ validFrom, validTo }: Row, _args, context) => {
      const today = businessDateOf(context.now);
      return validFrom <= today && (validTo == null || today <= validTo);
    },
    ...recordFields(CreditRecord),
  },
};

const conditions = ({ creditCode, kind, categories, validOn }: Filter): RawBuilder<unknown>[] => [
  ...equal('credit_code', creditCode),
  ...equal('kind', kind),
  ...isOneOf('category', categories),
  ...(validOn == null
    ? []
    : [sql`t.valid_from <= ${validOn}::date and (t.valid_to is null or t.valid_to >= ${validOn}::date)`]),
];
