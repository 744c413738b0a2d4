import { type RawBuilder, sql } from 'kysely';
import { businessDateOf } from '../../../kernel/calendar.ts';
import { reads, shows } from '../../asked-fields.ts';
import { recordFields } from '../../fields.ts';
import type { Resolvers } from '../../subgraph.ts';
import { submits } from '../../submission.ts';
import { among, between, type OfProjects, ofProjects } from '../asked-rows.ts';
import { GuaranteeLetter } from '../facts.ts';
import { asReferred, projectOf } from '../references.ts';
import { isExpired } from '../rules/is-expired.ts';
import { guaranteeLetters } from './dataset.ts';


interface Filter extends OfProjects {
  readonly forms?: readonly string[] | null;
  readonly statuses?: readonly string[] | null;
  readonly endsFrom?: string | null;
  readonly endsTo?: string | null;
}

const LATEST_END = [{ property: 'endsOn', descending: true }];

export const guaranteeResolvers: Resolvers = {
  Query: {
    guaranteeLetter: (_root, { id }, context) => context.showOne(GuaranteeLetter, 'id', id),
    guaranteeLetters: (_root, { filter, ...page }, context) =>
      context.showPage(GuaranteeLetter, {
        ...page,
        where: conditions(filter ?? {}),
        orderBy: LATEST_END,
      }),
    guaranteeLettersExpiring: (_root, { by, ...page }, context) =>
      context.showPage(GuaranteeLetter, {
        ...page,
        where: [sql`t.status = 'IN_FORCE' and t.ends_on <= ${by}::date`],
        orderBy: [{ property: 'endsOn' }],
        isOfOneIndex: true,
      }),
  },
  Mutation: { submitGuaranteeLetters: submits(guaranteeLetters) },
  Project: {
    __resolveReference: asReferred,
    guaranteeLetters: ({ code }, _args, context) =>
      context.showMany(GuaranteeLetter, 'projectCode', code, LATEST_END),
  },
  GuaranteeLetter: {
    __resolveReference: ({ id }, context) => context.showOne(GuaranteeLetter, 'id', id),
    project: projectOf,
    amount: shows(GuaranteeLetter, 'amountFen'),
    isExpired: reads(GuaranteeLetter, ['endsOn'], (row, _args, context) =>
      isExpired(row, businessDateOf(context.now)),
    ),
    ...recordFields(GuaranteeLetter),
  },
};

const conditions = ({ forms, statuses, endsFrom, endsTo, ...projects }: Filter): RawBuilder<unknown>[] => [
  ...ofProjects(projects),
  ...among('form', forms),
  ...among('status', statuses),
  ...between('ends_on', endsFrom, endsTo),
];
