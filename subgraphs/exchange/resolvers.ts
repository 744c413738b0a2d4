import type { Resolvers } from '../subgraph.ts';
import { verdictCodes } from './verdict-codes.ts';

export const exchangeResolvers: Resolvers = {
  Query: {
    me: (_root, _args, context) => context.caller,
    verdictCodes: (_root, wanted) => verdictCodes(wanted),
  },
};
