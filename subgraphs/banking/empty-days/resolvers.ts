import type { RowOf } from '../../../ledger/fact.ts';
import { recordFields } from '../../fields.ts';
import { inReach } from '../../project-scope.ts';
import type { Resolvers } from '../../subgraph.ts';
import { submits } from '../../submission.ts';
import { accountOf } from '../accounts/account-of.ts';
import { between, ofProjects } from '../asked-rows.ts';
import { EmptyAccountDay } from '../facts.ts';
import { projectOf } from '../references.ts';
import { emptyAccountDays } from './dataset.ts';

type Row = RowOf<typeof EmptyAccountDay>;

export const LATEST_DAY = [{ property: 'day', descending: true }];

export const emptyDayResolvers: Resolvers = {
  Query: {
    emptyAccountDay: (_root, { id }, context) => context.one(EmptyAccountDay, 'id', id),
    emptyAccountDays: async (_root, { filter, ...page }, context) =>
      context.store.reader(EmptyAccountDay).page(context.session, {
        ...page,
        where: [
          ...(await inReach(context, { bank: true })),
          ...ofProjects(filter ?? {}),
          ...between('day', filter?.from, filter?.to),
        ],
        orderBy: LATEST_DAY,
      }),
  },
  Mutation: { submitEmptyAccountDays: submits(emptyAccountDays) },
  EmptyAccountDay: {
    __resolveReference: ({ id }, context) => context.one(EmptyAccountDay, 'id', id),
    project: projectOf,
    account: (row: Row, _args, context) => accountOf(row, context),
    ...recordFields(EmptyAccountDay),
  },
};
