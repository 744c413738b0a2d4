import type { Freshness } from '../../../ledger/submission-queries/figure-freshness.ts';
import { identifierForm } from '../../../ledger/submission/fields/index.ts';
import type { SubgraphContext } from '../../context.ts';
import { isWhole, projectFigureFreshness } from '../../figure-freshness.ts';
import { numberOfProject } from '../../province-parameters.ts';
import type { Resolvers } from '../../subgraph.ts';
import { refuseOwnRows } from '../../whole-projects.ts';
import { refuseArchived } from '../attendance/archived.ts';
import { monthOf } from '../attendance/month-attendance.ts';
import { MigrantWorker, Project } from '../facts.ts';
import {
  beginMonth,
  isRegistered,
  monthTotals,
  type ProjectMonth,
  workerMonth,
  type WorkerMonth,
  workerMonths,
} from './project-month.ts';
import { ROSTERS } from '../workers/site-record.ts';
import { type SiteMatch, siteMatchOf } from './rules/site-match.ts';

const FROM_THE_MONTH = ['totals', 'workers'];

export const projectMonthResolvers: Resolvers = {
  Query: {
    projectMonth: async (_root, { code, month: asked }, context) => {
      const month = monthOf(asked, context);
      const of = { code: identifierForm(code), month };
      if (FROM_THE_MONTH.some((field) => context.asked?.asks('ProjectMonth', field))) beginMonth(of, context);
      if (!(await context.showOne(Project, 'projectCode', of.code))) return null;
      await refuseArchived(context, month);
      return of;
    },
  },
  ProjectMonth: {
    __resolveReference: ({ projectCode: code, month }: { projectCode: string; month: string }) => ({
      code,
      month,
    }),
    projectCode: ({ code }: ProjectMonth) => code,
    project: ({ code }: ProjectMonth, _args, context) => context.showOne(Project, 'projectCode', code),
    totals: async (of: ProjectMonth, _args, context) => {
      refuseOwnRows(context);
      return { ...of, ...(await monthTotals(of, context)) };
    },
    workers: (of: ProjectMonth, page, context) => workerMonths(of, page, context),
  },
  ProjectMonthTotals: {
    payable: ({ payableFen }: { readonly payableFen: bigint }) => payableFen,
    actual: ({ actualFen }: { readonly actualFen: bigint }) => actualFen,
    freshness: ({ code, month }: ProjectMonth, _args, context) =>
      projectFigureFreshness(code, { datasets: ['ATTENDANCE', 'PAYROLL_SHEET'], month }, context),
  },
  WorkerMonth: {
    __resolveReference: async (key, context) => {
      await refuseArchived(context, key.month);
      return workerMonth(key, context);
    },
    workerId: ({ id }: WorkerMonth) => id,
    worker: ({ id }: WorkerMonth, _args, context) => context.showOne(MigrantWorker, 'workerId', id),
    isRegistered: (row: WorkerMonth, _args, context) => isRegistered(row, context),
    payable: (row: WorkerMonth) => (row.isOnSheet ? row.payableFen : null),
    actual: (row: WorkerMonth) => (row.isOnSheet ? row.actualFen : null),
    siteMatch: (row: WorkerMonth, _args, context) => matchOf(row, context),
    freshness: (row: WorkerMonth, _args, context) => freshnessOf(row, context),
    areRostersWhole: async (row: WorkerMonth, _args, context) => (await wholeOf(row, context)).rosters,
    isAttendanceWhole: async (row: WorkerMonth, _args, context) => (await wholeOf(row, context)).attendance,
    areSheetsWhole: async (row: WorkerMonth, _args, context) => (await wholeOf(row, context)).sheets,
  },
};

const freshnessOf = ({ projectCode, month }: WorkerMonth, context: SubgraphContext): Promise<Freshness> =>
  projectFigureFreshness(projectCode, { datasets: [ROSTERS, 'ATTENDANCE', 'PAYROLL_SHEET'], month }, context);

/** What of a project's month is stated whole, the same for all of its workers. */
const wholeOf = (row: WorkerMonth, context: SubgraphContext) =>
  context.once(`whole month ${row.projectCode} ${row.month}`, async () => {
    const freshness = await freshnessOf(row, context);
    return {
      rosters: isWhole(freshness, ROSTERS, row.month),
      attendance: isWhole(freshness, ['ATTENDANCE'], row.month),
      sheets: isWhole(freshness, ['PAYROLL_SHEET'], row.month),
    };
  });

async function matchOf(row: WorkerMonth, context: SubgraphContext): Promise<SiteMatch> {
  const { projectCode, month } = row;
  const [registered, whole, tolerance] = await Promise.all([
    isRegistered(row, context),
    wholeOf(row, context),
    numberOfProject(projectCode, 'THREE_WAY_MATCH_TOLERANCE_DAYS', `${month}-01`, context),
  ]);
  return siteMatchOf({ ...row, isRegistered: registered }, whole, tolerance ?? 0);
}
