import type { Freshness } from '../../../ledger/submission-queries/figure-freshness.ts';
import { identifierForm } from '../../../ledger/submission/fields/index.ts';
import { numberOn } from '../../../schema/province-profiles.ts';
import type { SubgraphContext } from '../../context.ts';
import { isWhole, projectFigureFreshness } from '../../figure-freshness.ts';
import { divisionOfProject } from '../../province-parameters.ts';
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
const WHOLE = ['areRostersWhole', 'isAttendanceWhole', 'areSheetsWhole'];

export const projectMonthResolvers: Resolvers = {
  Query: {
    projectMonth: async (_root, { code, month: asked }, context) => {
      const month = monthOf(asked, context);
      const of = { code: identifierForm(code), month };
      beginAsked(of, context);
      if (!(await projectOf(of.code, context))) return null;
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
    project: ({ code }: ProjectMonth, _args, context) => projectOf(code, context),
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
    toleranceDays: (row: WorkerMonth, _args, context) => toleranceOf(row, context),
    payable: (row: WorkerMonth) => (row.isOnSheet ? row.payableFen : null),
    actual: (row: WorkerMonth) => (row.isOnSheet ? row.actualFen : null),
    siteMatch: (row: WorkerMonth, _args, context) => matchOf(row, context),
    freshness: (row: WorkerMonth, _args, context) => freshnessOf(row, context),
    areRostersWhole: async (row: WorkerMonth, _args, context) => (await wholeOf(row, context)).rosters,
    isAttendanceWhole: async (row: WorkerMonth, _args, context) => (await wholeOf(row, context)).attendance,
    areSheetsWhole: async (row: WorkerMonth, _args, context) => (await wholeOf(row, context)).sheets,
  },
};

/** Has what the answer will need beside the project read at once with it, since neither depends on the other. */
function beginAsked(of: ProjectMonth, context: SubgraphContext): void {
  const asks = (type: string, fields: readonly string[]) =>
    fields.some((field) => context.asked?.asks(type, field));
  if (asks('ProjectMonth', FROM_THE_MONTH)) beginMonth(of, context);
  // Whoever needs it waits for it, and is told of its failure.
  if (asks('WorkerMonth', WHOLE)) wholeOf({ ...of, projectCode: of.code }, context).catch(() => undefined);
}

/** The project, with the division by which its province's parameters are found. */
const projectOf = async (code: string, context: SubgraphContext) =>
  (await context.showMany(Project, 'projectCode', code, undefined, ['divisionCode']))[0] ?? null;

type MonthOfProject = Pick<WorkerMonth, 'projectCode' | 'month'>;

const freshnessOf = ({ projectCode, month }: MonthOfProject, context: SubgraphContext): Promise<Freshness> =>
  projectFigureFreshness(projectCode, { datasets: [ROSTERS, 'ATTENDANCE', 'PAYROLL_SHEET'], month }, context);

/** What of a project's month is stated whole, the same for all of its workers. */
const wholeOf = (row: MonthOfProject, context: SubgraphContext) =>
  context.once(`whole month ${row.projectCode} ${row.month}`, async () => {
    const freshness = await freshnessOf(row, context);
    return {
      rosters: isWhole(freshness, ROSTERS, row.month),
      attendance: isWhole(freshness, ['ATTENDANCE'], row.month),
      sheets: isWhole(freshness, ['PAYROLL_SHEET'], row.month),
    };
  });

async function matchOf(row: WorkerMonth, context: SubgraphContext): Promise<SiteMatch> {
  const [registered, whole, tolerance] = await Promise.all([
    isRegistered(row, context),
    wholeOf(row, context),
    toleranceOf(row, context),
  ]);
  return siteMatchOf({ ...row, isRegistered: registered }, whole, tolerance);
}

const toleranceOf = ({ projectCode, month }: WorkerMonth, context: SubgraphContext): Promise<number> =>
  context.once(`tolerance of ${projectCode} ${month}`, async () => {
    const division =
      (await projectOf(projectCode, context))?.divisionCode ?? (await divisionOfProject(projectCode, context));
    return (division === null ? null : numberOn(division, TOLERANCE, `${month}-01`)) ?? 0;
  });

const TOLERANCE = 'THREE_WAY_MATCH_TOLERANCE_DAYS';
