import { parseYuan, type Yuan, ZERO_YUAN } from '../../../kernel/yuan.ts';
import type { Freshness } from '../../../ledger/submission-queries/figure-freshness.ts';
import type { SubgraphContext } from '../../context.ts';
import { isWhole, projectFigureFreshness } from '../../figure-freshness.ts';
import { numberOfProject } from '../../province-parameters.ts';
import type { Resolvers } from '../../subgraph.ts';
import { ofWholeProjects } from '../../whole-projects.ts';
import { asReferred } from '../references.ts';
import { type MonthWhole, type ThreeWayMatch, threeWayMatch } from '../rules/three-way-match.ts';
import { paidMonth, type WorkerMonthKey } from './paid-month.ts';
import { paidWorkers, type ProjectMonthKey } from './paid-workers.ts';

/** What the gateway hands over of the other departments' fields when `threeWayMatch` is asked for. */
interface Known extends WorkerMonthKey {
  readonly isRegistered: boolean;
  readonly isContracted: boolean | null;
  readonly presentDays: number;
  readonly isOnSheet: boolean;
  readonly sheetDays: number | null;
  readonly payable: string | null;
  readonly actual: string | null;
  readonly areRostersWhole: boolean;
  readonly isAttendanceWhole: boolean;
  readonly areSheetsWhole: boolean;
  readonly areContractsWhole: boolean | null;
}

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
    threeWayMatch: ofWholeProjects((known: Known, _args, context) => matchOf(known, context)),
  },
};

async function matchOf(known: Known, context: SubgraphContext): Promise<ThreeWayMatch | null> {
  const { isContracted, payable, actual } = known;
  // Not known is not the same as none: the department that knows may be out of reach.
  if (isContracted === null || isContracted === undefined) return null;
  const [{ paidFen, elsewhereFen }, banks, tolerance] = await Promise.all([
    paidMonth(known, context),
    freshnessOf(known, context),
    numberOfProject(known.projectCode, 'THREE_WAY_MATCH_TOLERANCE_DAYS', `${known.month}-01`, context),
  ]);
  const month = {
    ...known,
    isContracted,
    payableFen: fenOf(payable),
    actualFen: fenOf(actual),
    paidFen: paidFen - elsewhereFen,
    paidElsewhereFen: elsewhereFen,
  };
  return threeWayMatch(month, wholeOf(known, banks), tolerance ?? 0);
}

const freshnessOf = ({ projectCode, month }: WorkerMonthKey, context: SubgraphContext): Promise<Freshness> =>
  projectFigureFreshness(projectCode, { datasets: ['DISBURSEMENT', 'SPECIAL_WAGE_ACCOUNT'], month }, context);

const wholeOf = (known: Known, banks: Freshness): MonthWhole => ({
  rosters: known.areRostersWhole,
  contracts: known.areContractsWhole ?? false,
  attendance: known.isAttendanceWhole,
  sheets: known.areSheetsWhole,
  payments: isWhole(banks, ['DISBURSEMENT'], known.month),
  accounts: isWhole(banks, ['SPECIAL_WAGE_ACCOUNT'], known.month),
});

/** No line states no amount. */
const fenOf = (stated: string | null): Yuan => (stated === null ? ZERO_YUAN : parseYuan(stated));
