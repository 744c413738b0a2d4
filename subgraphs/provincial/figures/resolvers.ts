import { type BusinessDate, businessDateOf, yearMonthOf } from '../../../kernel/calendar.ts';
import { EVERYWHERE } from '../../../kernel/identifiers/division-code.ts';
import { BadInput } from '../../../kernel/refusals.ts';
import type { RestsOn } from '../../../ledger/submission-queries/figure-freshness.ts';
import { divisionOf, divisionsBelow } from '../../../schema/divisions.ts';
import { type FiguresKey, figuresOf } from '../../division-figures.ts';
import { freshnessOf, ofDay, type PartOfDay } from '../../figures-freshness.ts';
import { askedDivision } from '../../project-scope.ts';
import type { Resolvers } from '../../subgraph.ts';
import { refuseArchived } from '../attendance/archived.ts';
import { ROSTERS } from '../workers/site-record.ts';
import { attendance, enterprisesTakingPart, payroll, projectsOnFile, roster } from './questions.ts';

export const figuresResolvers: Resolvers = {
  Query: {
    platformFigures: (_root, { division, on }, { now }): FiguresKey => {
      askedDivision(division ?? EVERYWHERE);
      if (on) refuseDayAhead(on, businessDateOf(now));
      return { division: division ?? EVERYWHERE, on: on ?? businessDateOf(now) };
    },
  },
  PlatformFigures: {
    __resolveReference: ({ division, on }: FiguresKey): FiguresKey => ({ division, on }),
    divisionName: ({ division }: FiguresKey) => divisionOf(division)?.fullName ?? null,
    projectsOnFile: async (key: FiguresKey, _args, context) => ({
      ...numbers(await figuresOf(key, projectsOnFile(context), context)),
      ...ofDay(key, FILINGS),
    }),
    projectsUnderConstruction: async (key: FiguresKey, _args, context) =>
      Number((await figuresOf(key, projectsOnFile(context), context)).building),
    enterprisesTakingPart: async (key: FiguresKey, _args, context) =>
      Number((await figuresOf(key, enterprisesTakingPart(context), context)).counted),
    workersRegistered: async (key: FiguresKey, _args, context) => ({
      ...numbers(await figuresOf(key, roster(context), context)),
      ...ofDay(key, [ROSTERS]),
    }),
    workersOnSite: async (key: FiguresKey, _args, context) =>
      Number((await figuresOf(key, roster(context), context)).onSite),
    attendance: async (key: FiguresKey, _args, context) => {
      await refuseArchived(context, yearMonthOf(key.on as BusinessDate));
      return {
        ...numbers(await figuresOf(key, attendance(context), context)),
        ...ofDay(key, ['ATTENDANCE']),
      };
    },
    payroll: async (key: FiguresKey, _args, context) => {
      const { sheets, payable, actual } = await figuresOf(key, payroll(context), context);
      return {
        ...ofDay(key, ['PAYROLL_SHEET']),
        sheets: Number(sheets),
        payable: BigInt(payable),
        actual: BigInt(actual),
      };
    },
    freshness: (key: FiguresKey, _args, context) => freshnessOf(ofDay(key, COUNTED), context),
    byDivision: ({ division, on }: FiguresKey): FiguresKey[] =>
      divisionsBelow(division).map((below) => ({ division: below, on })),
  },
  PlatformCount: { freshness: (part: PartOfDay, _args, context) => freshnessOf(part, context) },
  PlatformAttendance: { freshness: (part: PartOfDay, _args, context) => freshnessOf(part, context) },
  PlatformPayroll: { freshness: (part: PartOfDay, _args, context) => freshnessOf(part, context) },
};

/** @throws BadInput `DAY_IN_FUTURE`: nothing had come yet, at the instant asked about, of what is counted */
function refuseDayAhead(on: BusinessDate, today: BusinessDate): void {
  if (on <= today) return;
  throw new BadInput('DAY_IN_FUTURE', 'the day lies in the future', {
    path: ['on'],
    expected: `a day up to ${today}`,
    came: on,
    remedy: 'ask for today or a day before it',
  });
}

const FILINGS: readonly RestsOn[] = ['PROJECT'];
const COUNTED: readonly RestsOn[] = ['PROJECT', 'PARTICIPATING_UNIT', ROSTERS, 'ATTENDANCE', 'PAYROLL_SHEET'];

/** Counts of the database as the numbers of the graph. */
const numbers = (counts: object): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, Number(count)]));
