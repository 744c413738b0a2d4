import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  creditCode,
  day,
  notInFuture,
  oneOf,
  projectCode,
  required,
  text,
} from '../../../ledger/submission/fields/index.ts';
import { checkDepartment } from '../../department-only.ts';
import { project } from '../references/project.ts';
import { AbbreviationApproval } from './facts.ts';

/** Whose name is shortened (简称对象). */
const SUBJECTS = ['PROJECT', 'GENERAL_CONTRACTOR'] as const;

/** 规范简称核准, by the department in charge of the project. What a filing calls an abbreviation is none before. */
export const abbreviationSubmission = dataset({
  name: 'ABBREVIATION_APPROVAL',
  operation: 'submitAbbreviationApprovals',
  scopes: ['project:supervise'],
  fact: AbbreviationApproval,
  fields: {
    projectCode: required(projectCode()),
    subject: required(oneOf(SUBJECTS)),
    abbreviation: required(text({ max: 100 })),
    contractorCode: creditCode(),
    approvedOn: required(day()),
    authority: required(text({ max: 100 })),
  },
  check({ subject, contractorCode, approvedOn }, report, moment, caller) {
    checkDepartment(report, caller);
    notInFuture(report, 'approvedOn', approvedOn, moment);
    if (subject === 'GENERAL_CONTRACTOR' && contractorCode === null)
      report.reject('VALUE_MISSING', {
        path: 'contractorCode',
        expected: 'the contractor whose name it shortens',
      });
  },
  references: [project],
  write: (values, _found, { sentAt }) => ({ content: { ...values }, occurredAt: sentAt }),
  heldBy: ['projectCode', 'subject', 'abbreviation'],
});
