import type { Dataset } from '../../ledger/submission/dataset.ts';
import { abbreviationSubmission } from './abbreviations/approval-submission.ts';
import { approvalSubmission } from './approvals/approval-submission.ts';
import { fundingSubmission } from './approvals/funding-submission.ts';
import { keySupervisionSubmission } from './key-supervision/mark-submission.ts';
import { noticeBoardSubmission } from './notice-boards/board-submission.ts';
import { commitmentSubmission } from './notice-boards/commitment-submission.ts';
import { confirmationSubmission } from './payroll/confirmation-submission.ts';
import { deviceSubmission } from './sites/device-submission.ts';
import { fenceSubmission } from './sites/fence-submission.ts';
import { statusChangeSubmission } from './status-changes/application-submission.ts';

/** What may be submitted of projects and their sites beside their filing. */
export const projectDatasets: readonly Dataset[] = [
  statusChangeSubmission,
  deviceSubmission,
  fenceSubmission,
  noticeBoardSubmission,
  commitmentSubmission,
  approvalSubmission,
  fundingSubmission,
  keySupervisionSubmission,
  confirmationSubmission,
  abbreviationSubmission,
];
