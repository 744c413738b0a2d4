import { AbbreviationApproval } from './abbreviations/facts.ts';
import { FundingStatement, ProjectApproval } from './approvals/facts.ts';
import { KeySupervisionMark } from './key-supervision/facts.ts';
import { NoArrearsCommitment, NoticeBoard } from './notice-boards/facts.ts';
import { PayrollConfirmation } from './payroll/facts.ts';
import { ProjectClaim } from './projects/facts.ts';
import { AttendanceDevice, Geofence } from './sites/facts.ts';
import { StatusChangeApplication, StatusChangeDecision } from './status-changes/facts.ts';

/** What is kept of projects and their sites beside their filing. */
export const projectFacts = [
  ProjectClaim,
  StatusChangeApplication,
  StatusChangeDecision,
  AttendanceDevice,
  Geofence,
  NoticeBoard,
  NoArrearsCommitment,
  ProjectApproval,
  FundingStatement,
  KeySupervisionMark,
  PayrollConfirmation,
  AbbreviationApproval,
];
