import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  code,
  day,
  documentNo,
  notInFuture,
  projectCode,
  required,
  text,
  yuan,
} from '../../../ledger/submission/fields/index.ts';
import { project } from '../references/project.ts';
import { ProjectApproval } from './facts.ts';

/** 立项审批. A number is a text of its authority's, such as 桂发改投资〔2025〕12号. */
export const approvalSubmission = dataset({
  name: 'PROJECT_APPROVAL',
  operation: 'submitProjectApprovals',
  scopes: ['project:submit'],
  fact: ProjectApproval,
  fields: {
    projectCode: required(projectCode()),
    approvalNo: required(documentNo({ max: 50, isFree: true })),
    level: required(code('project-approval-levels')),
    authority: required(text({ max: 100 })),
    approvedOn: required(day()),
    investment: yuan(),
  },
  check: ({ approvedOn }, report, moment) => notInFuture(report, 'approvedOn', approvedOn, moment),
  references: [project],
  write: ({ investment, ...values }, _found, { sentAt }) => ({
    content: { ...values, investmentFen: investment },
    occurredAt: sentAt,
  }),
  heldBy: ['projectCode', 'approvalNo'],
});
