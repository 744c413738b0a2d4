import type { Caller } from '../../../../kernel/caller.ts';
import { vendor } from '../../support/submitting.ts';

/** The inputs of the datasets on projects and their sites, by their mutations. */
export const PROJECT_INPUTS: Readonly<Record<string, string>> = {
  submitStatusChangeApplications: 'StatusChangeApplicationRecordInput',
  submitAttendanceDevices: 'AttendanceDeviceRecordInput',
  submitGeofences: 'GeofenceRecordInput',
  submitNoticeBoards: 'NoticeBoardRecordInput',
  submitNoArrearsCommitments: 'NoArrearsCommitmentRecordInput',
  submitProjectApprovals: 'ProjectApprovalRecordInput',
  submitFundingStatements: 'FundingStatementRecordInput',
  submitKeySupervisionMarks: 'KeySupervisionMarkRecordInput',
  submitAbbreviationApprovals: 'AbbreviationApprovalRecordInput',
  submitPayrollConfirmations: 'PayrollConfirmationRecordInput',
};

const SUBMITS = ['project:submit', 'project:supervise', 'attendance:submit', 'payroll:submit'];

/** Two platforms of one district's housing sites, with all that is submitted of projects. */
export const siteOffices: readonly [Caller, Caller] = [
  vendor('site-office-a', '450103', SUBMITS, 'HOUSING'),
  vendor('site-office-b', '450103', SUBMITS, 'HOUSING'),
];

/** The industry department of the district, as its token would make it. */
export const housingOfficer: Caller = {
  organisation: '示例区住房和城乡建设局',
  person: 'officer-1',
  kind: 'DEPARTMENT',
  roles: ['county-housing'],
  scopes: ['project:read', 'project:supervise'],
  sectors: ['HOUSING'],
  divisions: ['450103'],
  assurance: 'TOKEN',
};

/** A digest of a file that there is not. */
export const digestOf = (digit: string): string => digit.repeat(64);
