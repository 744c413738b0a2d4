import { type FiguresKey, figuresOf } from '../../division-figures.ts';
import { freshnessOf, ofDay, type PartOfDay } from '../../figures-freshness.ts';
import type { Resolver, Resolvers } from '../../subgraph.ts';
import { activeSpecialAccounts, type Money, money } from './questions.ts';

const amounts =
  (of: 'received' | 'paid'): Resolver =>
  async (key: FiguresKey, _args, context) => {
    const found = await figuresOf<Money>(key, money(context), context);
    return {
      ...ofDay(key, [of === 'received' ? 'LABOUR_COST_TRANSFER' : 'DISBURSEMENT']),
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
    bankingFreshness: (key: FiguresKey, _args, context) => freshnessOf(ofDay(key, COUNTED), context),
  },
  PlatformAmount: { freshness: (part: PartOfDay, _args, context) => freshnessOf(part, context) },
};

const COUNTED = ['SPECIAL_WAGE_ACCOUNT', 'LABOUR_COST_TRANSFER', 'DISBURSEMENT'];
