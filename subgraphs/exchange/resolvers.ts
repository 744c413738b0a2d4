import { toldOfValue } from '../session.ts';
import type { Resolvers } from '../subgraph.ts';
import { exchangeDatabase } from './database.ts';
import { FieldUsageStore, type UsageFilter } from './field-usage.ts';
import { verdictCodes } from './verdict-codes.ts';

export const exchangeResolvers: Resolvers = {
  Query: {
    me: (_root, _args, context) => context.caller,
    verdictCodes: (_root, wanted) => verdictCodes(wanted),
    fieldUsage: (_root, wanted: UsageFilter, { store }) =>
      new FieldUsageStore(exchangeDatabase(store.pool))
        .find({ ...wanted, first: bounded(wanted.first) })
        .catch((cause: unknown) => {
          throw toldOfValue(cause);
        }),
  },
};

const MOST = 1_000;

const bounded = (first: number): number => Math.min(Math.max(first, 0), MOST);
