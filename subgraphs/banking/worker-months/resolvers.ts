import { parseYuan, type Yuan, ZERO_YUAN } from '../../../kernel/yuan.ts';
import type { SubgraphContext } from '../../context.ts';
import type { Resolvers } from '../../subgraph.ts';
import { asReferred } from '../references.ts';
import { type ThreeWayMatch, threeWayMatch } from '../rules/three-way-match.ts';
import { paidMonth, type WorkerMonthKey } from './paid-month.ts';

/** What the gateway hands over of the other departments' fields when `threeWayMatch` is asked for. */
interface Known extends WorkerMonthKey {
  readonly isRegistered: boolean;
  readonly isContracted: boolean | null;
  readonly presentDays: number;
  readonly isOnSheet: boolean;
  readonly sheetDays: number | null;
  readonly payable: string | null;
  readonly actual: string | null;
}

export const workerMonthResolvers: Resolvers = {
  WorkerMonth: {
    __resolveReference: asReferred,
    paid: async (key: WorkerMonthKey, _args, context) => (await paidMonth(key, context)).paidFen,
    paidElsewhere: async (key: WorkerMonthKey, _args, context) =>
      (await paidMonth(key, context)).elsewhereFen,
    threeWayMatch: (known: Known, _args, context) => matchOf(known, context),
  },
};

async function matchOf(known: Known, context: SubgraphContext): Promise<ThreeWayMatch | null> {
  const { isContracted, payable, actual } = known;
  // Not known is not the same as none: the department that knows may be out of reach.
  if (isContracted === null || isContracted === undefined) return null;
  const { paidFen, elsewhereFen } = await paidMonth(known, context);
  return threeWayMatch({
    ...known,
    isContracted,
    payableFen: fenOf(payable),
    actualFen: fenOf(actual),
    paidFen: paidFen - elsewhereFen,
    paidElsewhereFen: elsewhereFen,
  });
}

/** No line states no amount. */
const fenOf = (stated: string | null): Yuan => (stated === null ? ZERO_YUAN : parseYuan(stated));
