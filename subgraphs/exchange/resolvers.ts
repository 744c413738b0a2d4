import type { Resolvers } from '../subgraph.ts';

export const exchangeResolvers: Resolvers = {
  Query: { me: (_root, _args, context) => context.caller },
};
