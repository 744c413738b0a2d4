import { type BusinessDate, listedHolidays } from '../../../kernel/calendar.ts';
import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  checkIdentity,
  creditCode,
  day,
  documentNo,
  identityFields,
  integer,
  notInFuture,
  notReversed,
  oneOf,
  projectCode,
  required,
  yuan,
} from '../../../ledger/submission/fields/index.ts';
import { organisationCode } from '../organisations/dataset.ts';
import { receivingOrganisation } from '../organisations/references.ts';
import { identity, samePerson } from '../references/worker.ts';
import {
  complainantHere,
  complainantOf,
  complaintsHere,
  isRepeated,
  knownComplainant,
} from './complainant.ts';
import { ArrearsComplaint } from './facts.ts';
import { checkLodged, complainedOf, isLodging, statedBefore } from './lodging.ts';
import { daysOf, projectDivision } from './project-division.ts';
import { answerDueOn } from './rules/answer-due.ts';
import { speaksFor } from './rules/receiving-body.ts';

const OUTCOMES = ['PAID', 'MEDIATED', 'TRANSFERRED', 'UNFOUNDED', 'TAKEN_BACK'] as const;

const fields = {
  receivingBody: required(organisationCode()),
  complaintNo: required(documentNo({ max: 50 })),
  projectCode: required(projectCode()),
  enterpriseCode: creditCode(),
  ...identityFields,
  amount: yuan(),
  workers: integer({ min: 1, max: 10_000 }),
  receivedOn: required(day()),
  acceptedOn: day(),
  closedOn: day(),
  outcome: oneOf(OUTCOMES),
};

/**
 * 欠薪投诉. Whoever complains need not be on record: that people work who are not is what complaints tell. A worker's app lodges those
 * of its own worker; the body that receives one, and nobody else, states it under the same number from then on, and it is the body's until
 * the body takes it back.
 */
export const complaintSubmission = dataset<typeof fields>({
  name: 'ARREARS_COMPLAINT',
  operation: 'submitArrearsComplaints',
  scopes: ['complaint:submit'],
  fact: ArrearsComplaint,
  fields,
  isConfidential: true,
  check(values, report, moment, caller) {
    checkLodged(values, report, caller);
    const { receivedOn, acceptedOn, closedOn, outcome } = values;
    if (values.documentNumber !== null) checkIdentity(values, report);
    for (const name of ['receivedOn', 'acceptedOn', 'closedOn'] as const)
      notInFuture(report, name, values[name], moment);
    notReversed(report, 'acceptedOn', receivedOn, acceptedOn);
    notReversed(report, 'closedOn', acceptedOn ?? receivedOn, closedOn);
    if (closedOn !== null && outcome === null) report.reject('OUTCOME_MISSING', { path: 'outcome' });
    if (closedOn === null && outcome !== null) report.reject('OUTCOME_BEFORE_CLOSING', { path: 'closedOn' });
  },
  references: [
    complainedOf,
    projectDivision,
    samePerson,
    identity,
    knownComplainant,
    complainantHere,
    complaintsHere,
    receivingOrganisation,
    statedBefore,
  ],
  checkFound(values, found, report, { today }, caller) {
    const { workerId, receivingBody } = values;
    const { byWorker, before } = found(statedBefore)!;
    if (!byWorker && isLodging(before) && !speaksFor(caller, receivingBody, found(receivingOrganisation)))
      report.reject('RECEIVING_BODY_ONLY', {
        path: 'receivingBody',
        expected: 'the body with which the worker lodged the complaint',
      });
    if (byWorker && before !== null && before.workerId !== workerId)
      report.reject('WORKER_OF_ANOTHER', { path: 'complaintNo' });
    if (!found(receivingOrganisation)) report.warn('BODY_NOT_LISTED');
    if (complainantOf(found) === null) return;
    if (!found(complainantHere)) report.warn('NEVER_ENGAGED_HERE');
    if (isRepeated(values, found, today as BusinessDate)) report.warn('COMPLAINT_REPEATED');
  },
  write({ documentType, documentNumber, amount, workers, ...values }, found, { sentAt }) {
    const { byWorker, before } = found(statedBefore)!;
    const isTakenUp = !byWorker && before !== null && !before.withdrawn && before.lodging !== null;
    const content = {
      ...values,
      // Whose it is does not get lost when the body, which may not know the id, takes it up.
      workerId: complainantOf(found) ?? (isTakenUp ? before.workerId : null),
      lodging: byWorker ? 'LODGED' : isTakenUp ? 'TAKEN_UP' : null,
      amountFen: amount,
      workers: workers ?? 1,
      answerDueOn: answerDueOn(
        values,
        daysOf('COMPLAINT_ANSWER_WORKING_DAYS', values.acceptedOn ?? values.receivedOn, found),
        listedHolidays,
      ),
    };
    return { content, occurredAt: sentAt, takesOver: isTakenUp && isLodging(before) };
  },
  wasTakenOver: ({ lodging }) => lodging === 'TAKEN_UP',
  heldBy: ['receivingBody', 'complaintNo'],
});
