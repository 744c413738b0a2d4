import { type BusinessDate, daysBetween } from '../../../kernel/calendar.ts';
import type { RowOf } from '../../../ledger/fact.ts';
import { sql } from 'kysely';
import { identifierForm } from '../../../ledger/submission/fields/index.ts';
import { reads, shows } from '../../asked-fields.ts';
import type { SubgraphContext } from '../../context.ts';
import { codeName, recordFields } from '../../fields.ts';
import type { Resolver, Resolvers } from '../../subgraph.ts';
import { ofWholeProjects } from '../../whole-projects.ts';
import { refuseArchived } from '../attendance/archived.ts';
import { inSpan, monthAttendance, monthOf } from '../attendance/month-attendance.ts';
import {
  AttendanceRecord,
  Crew,
  DoubtfulDataCase,
  EarlyWarning,
  Engagement,
  Enterprise,
  ParticipatingUnit,
  PayrollSheet,
  Project,
  RealNameRegistration,
} from '../facts.ts';
import { themesOf, yuanOf } from '../fields/particulars.ts';
import { statusOf } from './construction-status.ts';
import { divisionOf } from '../../../schema/divisions.ts';
import { projectConditions, projectOrder } from './project-filter.ts';

type Particulars = Readonly<Record<string, string | undefined>>;
type ProjectRow = RowOf<typeof Project>;

const KINDS: Readonly<Record<string, string>> = {
  HOUSING: 'HousingProject',
  TRANSPORT: 'TransportProject',
  WATER: 'WaterProject',
  OTHER: 'OtherProject',
};

export const typeOfProject = (row: { kind: string }): string => KINDS[row.kind]!;

const byCode: Resolver = ({ code }: { code: string }, context: SubgraphContext) =>
  context.showOne(Project, 'projectCode', code);

const enterprise = (code: string | null | undefined, context: SubgraphContext) =>
  code ? context.showOne(Enterprise, 'creditCode', code) : null;

const LATEST_SHEET = [{ property: 'payMonth', descending: true }, { property: 'sheetNo' }];
const LATEST_WARNING = [{ property: 'raisedOn', descending: true }, { property: 'warningNo' }];

/** The fields of every kind of project. */
const projectFields: Record<string, Resolver> = {
  __resolveReference: byCode,
  code: shows(Project, 'projectCode'),
  division: reads(Project, ['divisionCode'], (row) => divisionOf(row.divisionCode)),
  category: reads(Project, ['category'], (row) => codeName('project-categories', row.category)),
  contractPrice: shows(Project, 'contractPriceFen'),
  agreedMonthlyLabourCost: shows(Project, 'agreedMonthlyLabourCostFen'),
  constructionStatus: reads(Project, ['constructionStatus'], (row) => statusOf(row.constructionStatus)),
  filedAfterDays: reads(Project, ['startedOn', 'filedOn'], (row) =>
    row.startedOn && row.filedOn
      ? daysBetween(row.startedOn as BusinessDate, row.filedOn as BusinessDate)
      : null,
  ),
  particulars: reads(Project, ['id', 'particulars', 'contact'], (row, _args, context) =>
    themesOf(Project, row, ['particulars', 'contact'], context),
  ),
  owner: reads(Project, ['ownerCode'], (row, _args, context) => enterprise(row.ownerCode, context)),
  generalContractor: reads(Project, ['generalContractorCode'], (row, _args, context) =>
    enterprise(row.generalContractorCode, context),
  ),
  participatingUnits: reads(Project, ['projectCode'], (row, _args, context) =>
    context.showMany(ParticipatingUnit, 'projectCode', row.projectCode, [
      { property: 'role' },
      { property: 'enterpriseCode' },
    ]),
  ),
  crews: reads(Project, ['projectCode'], (row, _args, context) =>
    context.showMany(Crew, 'projectCode', row.projectCode, [{ property: 'crewNo' }]),
  ),
  realNameRegistrations: reads(Project, ['projectCode'], (row, args, context) =>
    context.showPageBelow(RealNameRegistration, 'projectCode', row.projectCode, {
      ...args,
      question: JSON.stringify(['crew', args.crewNo]),
      where: args.crewNo == null ? [] : [sql`t.crew_no = ${args.crewNo}`],
      orderBy: [{ property: 'crewNo' }, { property: 'workerId' }],
    }),
  ),
  engagements: reads(Project, ['projectCode'], (row, args, context) =>
    context.showPageBelow(Engagement, 'projectCode', row.projectCode, {
      ...args,
      question: JSON.stringify(['on site', args.onSiteOn]),
      where: args.onSiteOn
        ? [
            sql`t.entered_on <= ${args.onSiteOn}::date and (t.exited_on is null or t.exited_on >= ${args.onSiteOn}::date)`,
          ]
        : [],
      orderBy: [{ property: 'enteredOn', descending: true }],
    }),
  ),
  attendance: ofWholeProjects(async (row: ProjectRow, args, context) => {
    const month = monthOf(args.month, context);
    await refuseArchived(context, month);
    return monthAttendance(context, row.projectCode, month);
  }),
  attendanceRecords: reads(Project, ['projectCode'], async (row, args, context) => {
    const { month, question, where } = inSpan(args, context);
    await refuseArchived(context, month);
    return context.showPageBelow(AttendanceRecord, 'projectCode', row.projectCode, {
      ...args,
      question: JSON.stringify([question, args.geofenceCheck]),
      where: args.geofenceCheck ? [...where, sql`t.fence_check = ${args.geofenceCheck}`] : where,
      orderBy: [{ property: 'occurredAt', descending: true }],
    });
  }),
  payrollSheets: reads(Project, ['projectCode'], async (row, args, context) => {
    const sheets = await context.showMany(PayrollSheet, 'projectCode', row.projectCode, LATEST_SHEET, [
      'payMonth',
    ]);
    return args.month ? sheets.filter((sheet) => sheet.payMonth === args.month) : sheets;
  }),
  warnings: reads(Project, ['projectCode'], async (row, args, context) => {
    const warnings = await context.showMany(EarlyWarning, 'projectCode', row.projectCode, LATEST_WARNING, [
      'state',
    ]);
    return args.openOnly ? warnings.filter((warning) => warning.state !== 'CLEARED') : warnings;
  }),
  doubtfulDataCases: reads(Project, ['projectCode'], (row, _args, context) =>
    context.showMany(DoubtfulDataCase, 'projectCode', row.projectCode, [
      { property: 'issuedOn', descending: true },
    ]),
  ),
  ...recordFields(Project),
};

export const projectResolvers: Resolvers = {
  Query: {
    project: (_root, { code }, context) => context.showOne(Project, 'projectCode', identifierForm(code)),
    projects: (_root, args, context) =>
      context.showPage(Project, {
        ...args,
        where: projectConditions(args.filter, context),
        orderBy: projectOrder(args.orderBy, args.direction),
      }),
  },
  ProjectParticulars: {
    projectSize: (stated: Particulars) => codeName('project-sizes', stated.projectSize),
    constructionNature: (stated: Particulars) => codeName('construction-nature', stated.constructionNature),
    projectFunction: (stated: Particulars) => codeName('project-functions', stated.projectFunction),
    approvalLevel: (stated: Particulars) => codeName('project-approval-levels', stated.approvalLevel),
    totalInvestment: (stated: Particulars) => yuanOf(stated.totalInvestment),
  },
  Project: { __resolveType: reads(Project, ['kind'], typeOfProject), __resolveReference: byCode },
  HousingProject: projectFields,
  TransportProject: projectFields,
  WaterProject: projectFields,
  OtherProject: projectFields,
};
