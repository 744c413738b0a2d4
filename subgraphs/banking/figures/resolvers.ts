import { type FiguresKey, figuresOf } from '../../division-figures.ts';
import type { Resolver, Resolvers } from '../../subgraph.ts';
import { activeSpecialAccounts, type Money, money } from './questions.ts';

const amounts =
  (of: 'received' | 'paid'): Resolver =>
  async (key: FiguresKey, _args, context) => {
    const found = await figuresOf<Money>(key, money(context), context);
    return {
      today: BigInt(found[`${of}Today`]),
      month: BigInt(found[`${of}Month`]),
      total: BigInt(found[`${of}Total`]),
    };
  };

export const figuresResolvers: Resolvers = {
  PlatformFigures: {
    __resolveReference: ({ division, on }: FiguresKey): FiguresKey => ({ division, on }),
    labourCostReceived: amounts('received'),
    wagesPaid: amounts('paid'),
    activeSpecialAccounts: async (key: FiguresKey, _args, context) =>
      Number((await figuresOf(key, activeSpecialAccounts(context), context)).counted),
  },
};
