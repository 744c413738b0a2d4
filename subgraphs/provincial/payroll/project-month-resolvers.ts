import type { Resolvers } from '../../subgraph.ts';
import { monthOf } from '../attendance/month-attendance.ts';
import { MigrantWorker, Project } from '../facts.ts';
import {
  monthTotals,
  type ProjectMonth,
  workerMonth,
  type WorkerMonth,
  workerMonths,
} from './project-month.ts';
import { siteMatchOf } from './rules/site-match.ts';

export const projectMonthResolvers: Resolvers = {
  Query: {
    projectMonth: async (_root, { code, month }, context) =>
      (await context.one(Project, 'projectCode', code)) && { code, month: monthOf(month, context) },
  },
  ProjectMonth: {
    project: ({ code }: ProjectMonth, _args, context) => context.one(Project, 'projectCode', code),
    totals: (of: ProjectMonth, _args, context) => monthTotals(of, context),
    workers: (of: ProjectMonth, page, context) => workerMonths(of, page, context),
  },
  ProjectMonthTotals: {
    payable: ({ payableFen }: { readonly payableFen: bigint }) => payableFen,
    actual: ({ actualFen }: { readonly actualFen: bigint }) => actualFen,
  },
  WorkerMonth: {
    __resolveReference: (key, context) => workerMonth(key, context),
    workerId: ({ id }: WorkerMonth) => id,
    worker: ({ id }: WorkerMonth, _args, context) => context.one(MigrantWorker, 'workerId', id),
    payable: (row: WorkerMonth) => (row.isOnSheet ? row.payableFen : null),
    actual: (row: WorkerMonth) => (row.isOnSheet ? row.actualFen : null),
    siteMatch: (row: WorkerMonth) => siteMatchOf(row),
  },
};
