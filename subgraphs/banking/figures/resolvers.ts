import { type FiguresKey, type FiguresQuestion, figuresOf } from '../../division-figures.ts';
import type { Resolver, Resolvers } from '../../subgraph.ts';
import type { SubgraphContext } from '../../context.ts';
import { activeSpecialAccounts, type Amounts, labourCostReceived, wagesPaid } from './questions.ts';

const amounts =
  (question: (context: SubgraphContext) => FiguresQuestion<Amounts>): Resolver =>
  async (key: FiguresKey, _args, context) => {
    const { today, month, total } = await figuresOf(key, question(context), context);
    return { today: BigInt(today), month: BigInt(month), total: BigInt(total) };
  };

export const figuresResolvers: Resolvers = {
  PlatformFigures: {
    __resolveReference: ({ division, on }: FiguresKey): FiguresKey => ({ division, on }),
    labourCostReceived: amounts(labourCostReceived),
    wagesPaid: amounts(wagesPaid),
    activeSpecialAccounts: async (key: FiguresKey, _args, context) =>
      Number((await figuresOf(key, activeSpecialAccounts(context), context)).counted),
  },
};
