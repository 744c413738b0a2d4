import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  creditCode,
  day,
  documentNo,
  namesNobody,
  notInFuture,
  notReversed,
  projectCode,
  required,
  text,
} from '../../../ledger/submission/fields/index.ts';
import { project } from '../../../ledger/submission/references/project.ts';
import { checkDepartment } from '../../department-only.ts';
import { Interview } from '../facts.ts';
import { inspectionCase } from './case-reference.ts';
import { noteWarnings, sorted, warningIds } from './linked-warnings.ts';
import { checkAgainstProject, projectUnits, projectWarnings } from './project-on-record.ts';

const fields = {
  projectCode: required(projectCode()),
  interviewNo: required(documentNo({ max: 50, isFree: true })),
  employerCode: required(creditCode()),
  authority: required(text({ max: 100 })),
  heldOn: required(day()),
  cause: required(text({ max: 500 })),
  commitment: text({ max: 500 }),
  promisedBy: day(),
  caseNo: documentNo({ max: 50, isFree: true }),
  warningIds,
};

/** 约谈, as the authority that held it states it. */
export const interviews = dataset<typeof fields>({
  name: 'INTERVIEW',
  operation: 'submitInterviews',
  scopes: ['inspection:submit'],
  fact: Interview,
  fields,
  check({ heldOn, cause, commitment, promisedBy }, report, moment, caller) {
    namesNobody(report, { cause, commitment }, moment);
    checkDepartment(report, caller);
    notInFuture(report, 'heldOn', heldOn, moment);
    notReversed(report, 'promisedBy', heldOn, promisedBy);
    if (promisedBy !== null && commitment === null)
      report.reject('COMMITMENT_MISSING', { path: 'commitment' });
  },
  references: [project, projectWarnings, projectUnits, inspectionCase],
  checkFound(values, found, report) {
    checkAgainstProject(values, found, report);
    const { heldOn } = values;
    const of = found(inspectionCase);
    if (of && heldOn < of.acceptedOn)
      report.reject('BEFORE_ITS_CASE', { path: 'heldOn', expected: `a day not before ${of.acceptedOn}` });
  },
  write: ({ warningIds, ...values }, _found, { sentAt }) => ({
    content: { ...values, warningIds: sorted(warningIds) },
    occurredAt: sentAt,
  }),
  conclude: noteWarnings(Interview, 'interviewNo'),
  heldBy: ['projectCode', 'interviewNo'],
});
