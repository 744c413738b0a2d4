import type { Fact, RowOf } from '../../../ledger/fact.ts';
import type { OrderBy } from '../../../ledger/reader.ts';
import type { Resolver, Resolvers } from '../../subgraph.ts';
import { ofWholeProjects } from '../../whole-projects.ts';
import { abbreviationResolvers, approvalsOf, approvedFor } from '../abbreviations/resolvers.ts';
import { FundingStatement, ProjectApproval } from '../approvals/facts.ts';
import { approvalResolvers } from '../approvals/resolvers.ts';
import type { Project } from '../facts.ts';
import { isUnderKeySupervision, keySupervisionResolvers, marksOf } from '../key-supervision/resolvers.ts';
import { NoArrearsCommitment, NoticeBoard } from '../notice-boards/facts.ts';
import { noticeBoardResolvers } from '../notice-boards/resolvers.ts';
import { projectMonthResolvers } from '../payroll/project-month-resolvers.ts';
import { searchResolvers } from '../search/resolvers.ts';
import { attendanceMeansOf } from '../sites/attendance-means.ts';
import { AttendanceDevice, Geofence } from '../sites/facts.ts';
import { siteResolvers } from '../sites/resolvers.ts';
import { StatusChangeApplication } from '../status-changes/facts.ts';
import { statusChangeResolvers } from '../status-changes/resolvers.ts';
import { isStatusUnapproved, statusHistory } from '../status-changes/status-history.ts';
import { conflictsOfProject, projectClaimResolvers } from './claims.ts';
import { crewResolvers } from './crew-resolvers.ts';
import { unitResolvers } from './unit-resolvers.ts';

type ProjectRow = RowOf<typeof Project>;

/** A short list of what belongs to the project. */
const listOf =
  (fact: Fact, ...orderBy: OrderBy[]): Resolver =>
  (row: ProjectRow, _args, context) =>
    context.many(fact, 'projectCode', row.projectCode, orderBy);

const latest = (property: string): OrderBy => ({ property, descending: true });

const detail: Record<string, Resolver> = {
  conflicts: (row: ProjectRow, _args, context) => conflictsOfProject(row, context),
  isUnderKeySupervision: (row: ProjectRow, _args, context) => isUnderKeySupervision(row, context),
  statusHistory: (row: ProjectRow, _args, context) => statusHistory(row, context),
  // Whoever sees no decisions would be told that there were none.
  isStatusUnapproved: ofWholeProjects((row: ProjectRow, _args, context) => isStatusUnapproved(row, context)),
  statusChangeApplications: listOf(StatusChangeApplication, latest('appliedOn'), {
    property: 'applicationNo',
  }),
  attendanceDevices: listOf(AttendanceDevice, { property: 'deviceNo' }),
  geofences: listOf(Geofence, { property: 'fenceNo' }),
  approvedAbbreviations: (row: ProjectRow, _args, context) => approvedFor(row, 'PROJECT', context),
  approvedContractorAbbreviations: (row: ProjectRow, _args, context) =>
    approvedFor(row, 'GENERAL_CONTRACTOR', context),
  abbreviationApprovals: (row: ProjectRow, _args, context) => approvalsOf(row.projectCode, context),
  attendanceMeans: ofWholeProjects((row: ProjectRow, _args, context) => attendanceMeansOf(row, context)),
  noticeBoards: listOf(NoticeBoard, { property: 'boardNo' }),
  noArrearsCommitments: listOf(NoArrearsCommitment, latest('signedOn'), { property: 'enterpriseCode' }),
  approvals: listOf(ProjectApproval, latest('approvedOn'), { property: 'approvalNo' }),
  fundingStatements: listOf(FundingStatement, latest('statedOn'), { property: 'statementNo' }),
  keySupervisionMarks: (row: ProjectRow, _args, context) => marksOf(row.projectCode, context),
};

/** What is kept of projects and their sites beside their filing. */
export const projectDetailResolvers: readonly Resolvers[] = [
  { HousingProject: detail, TransportProject: detail, WaterProject: detail, OtherProject: detail },
  projectClaimResolvers,
  unitResolvers,
  crewResolvers,
  statusChangeResolvers,
  siteResolvers,
  noticeBoardResolvers,
  approvalResolvers,
  keySupervisionResolvers,
  abbreviationResolvers,
  projectMonthResolvers,
  searchResolvers,
];
