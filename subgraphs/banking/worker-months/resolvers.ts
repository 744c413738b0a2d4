import type { Freshness } from '../../../ledger/submission-queries/figure-freshness.ts';
import type { SubgraphContext } from '../../context.ts';
import { isWhole, projectFigureFreshness } from '../../figure-freshness.ts';
import type { Resolvers } from '../../subgraph.ts';
import { ofWholeProjects } from '../../whole-projects.ts';
import { asReferred } from '../references.ts';
import { paidMonth, type WorkerMonthKey } from './paid-month.ts';
import { paidWorkers, type ProjectMonthKey } from './paid-workers.ts';

export const workerMonthResolvers: Resolvers = {
  ProjectMonth: {
    __resolveReference: asReferred,
    paidWorkers: (of: ProjectMonthKey, page, context) => paidWorkers(of, page, context),
  },
  WorkerMonth: {
    __resolveReference: asReferred,
    paid: async (key: WorkerMonthKey, _args, context) => (await paidMonth(key, context)).paidFen,
    paidElsewhere: ofWholeProjects(
      async (key: WorkerMonthKey, _args, context) => (await paidMonth(key, context)).elsewhereFen,
    ),
    bankingFreshness: (key: WorkerMonthKey, _args, context) => freshnessOf(key, context),
    arePaymentsWhole: async (key: WorkerMonthKey, _args, context) => (await wholeOf(key, context)).payments,
    areAccountsWhole: async (key: WorkerMonthKey, _args, context) => (await wholeOf(key, context)).accounts,
  },
};

const freshnessOf = ({ projectCode, month }: WorkerMonthKey, context: SubgraphContext): Promise<Freshness> =>
  projectFigureFreshness(projectCode, { datasets: ['DISBURSEMENT', 'SPECIAL_WAGE_ACCOUNT'], month }, context);

/** What of a project's month the banks have stated whole, the same for all of its workers. */
const wholeOf = (key: WorkerMonthKey, context: SubgraphContext) =>
  context.once(`whole month ${key.projectCode} ${key.month}`, async () => {
    const freshness = await freshnessOf(key, context);
    return {
      payments: isWhole(freshness, ['DISBURSEMENT'], key.month),
      accounts: isWhole(freshness, ['SPECIAL_WAGE_ACCOUNT'], key.month),
    };
  });
