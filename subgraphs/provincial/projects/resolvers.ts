import { type BusinessDate, daysBetween } from '../../../kernel/calendar.ts';
import type { RowOf } from '../../../ledger/fact.ts';
import { sql } from 'kysely';
import { identifierForm } from '../../../ledger/submission/fields/index.ts';
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
  context.one(Project, 'projectCode', code);

const enterprise = (code: string | null | undefined, context: SubgraphContext) =>
  code ? context.one(Enterprise, 'creditCode', code) : null;

/** The fields of every kind of project. */
const projectFields: Record<string, Resolver> = {
  __resolveReference: byCode,
  code: (row: ProjectRow) => row.projectCode,
  division: (row: ProjectRow) => divisionOf(row.divisionCode),
  category: (row: ProjectRow) => codeName('project-categories', row.category),
  contractPrice: (row: ProjectRow) => row.contractPriceFen,
  agreedMonthlyLabourCost: (row: ProjectRow) => row.agreedMonthlyLabourCostFen,
  constructionStatus: (row: ProjectRow) => statusOf(row.constructionStatus),
  filedAfterDays: (row: ProjectRow) =>
    row.startedOn && row.filedOn
      ? daysBetween(row.startedOn as BusinessDate, row.filedOn as BusinessDate)
      : null,
  particulars: (row: ProjectRow, _args, context) =>
    themesOf(Project, row, ['particulars', 'contact'], context),
  owner: (row: ProjectRow, _args, context) => enterprise(row.ownerCode, context),
  generalContractor: (row: ProjectRow, _args, context) => enterprise(row.generalContractorCode, context),
  participatingUnits: (row: ProjectRow, _args, context) =>
    context.many(ParticipatingUnit, 'projectCode', row.projectCode, [
      { property: 'role' },
      { property: 'enterpriseCode' },
    ]),
  crews: (row: ProjectRow, _args, context) =>
    context.many(Crew, 'projectCode', row.projectCode, [{ property: 'crewNo' }]),
  realNameRegistrations: (row: ProjectRow, args, context) =>
    context.pageBelow(RealNameRegistration, 'projectCode', row.projectCode, {
      ...args,
      question: JSON.stringify(['crew', args.crewNo]),
      where: args.crewNo == null ? [] : [sql`t.crew_no = ${args.crewNo}`],
      orderBy: [{ property: 'crewNo' }, { property: 'workerId' }],
    }),
  engagements: (row: ProjectRow, args, context) =>
    context.pageBelow(Engagement, 'projectCode', row.projectCode, {
      ...args,
      question: JSON.stringify(['on site', args.onSiteOn]),
      where: args.onSiteOn
        ? [
            sql`t.entered_on <= ${args.onSiteOn}::date and (t.exited_on is null or t.exited_on >= ${args.onSiteOn}::date)`,
          ]
        : [],
      orderBy: [{ property: 'enteredOn', descending: true }],
    }),
  attendance: ofWholeProjects(async (row: ProjectRow, args, context) => {
    const month = monthOf(args.month, context);
    await refuseArchived(context, month);
    return monthAttendance(context, row.projectCode, month);
  }),
  attendanceRecords: async (row: ProjectRow, args, context) => {
    const { month, question, where } = inSpan(args, context);
    await refuseArchived(context, month);
    return context.pageBelow(AttendanceRecord, 'projectCode', row.projectCode, {
      ...args,
      question: JSON.stringify([question, args.geofenceCheck]),
      where: args.geofenceCheck ? [...where, sql`t.fence_check = ${args.geofenceCheck}`] : where,
      orderBy: [{ property: 'occurredAt', descending: true }],
    });
  },
  payrollSheets: async (row: ProjectRow, args, context) => {
    const sheets = await context.many(PayrollSheet, 'projectCode', row.projectCode, [
      { property: 'payMonth', descending: true },
      { property: 'sheetNo' },
    ]);
    return args.month ? sheets.filter((sheet) => sheet.payMonth === args.month) : sheets;
  },
  warnings: async (row: ProjectRow, args, context) => {
    const warnings = await context.many(EarlyWarning, 'projectCode', row.projectCode, [
      { property: 'raisedOn', descending: true },
      { property: 'warningNo' },
    ]);
    return args.openOnly ? warnings.filter((warning) => warning.state !== 'CLEARED') : warnings;
  },
  doubtfulDataCases: (row: ProjectRow, _args, context) =>
    context.many(DoubtfulDataCase, 'projectCode', row.projectCode, [
      { property: 'issuedOn', descending: true },
    ]),
  ...recordFields(Project),
};

export const projectResolvers: Resolvers = {
  Query: {
    project: (_root, { code }, context) => context.one(Project, 'projectCode', identifierForm(code)),
    projects: (_root, args, context) =>
      context.store.reader(Project).page(context.session, {
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
  Project: { __resolveType: typeOfProject as Resolver, __resolveReference: byCode },
  HousingProject: projectFields,
  TransportProject: projectFields,
  WaterProject: projectFields,
  OtherProject: projectFields,
};
