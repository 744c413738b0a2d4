import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  creditCode,
  day,
  documentNo,
  flag,
  mobilePhone,
  notInFuture,
  notReversed,
  personName,
  projectCode,
  required,
} from '../../../ledger/submission/fields/index.ts';
import { project } from '../../../ledger/submission/references/project.ts';
import { WageOfficer } from '../facts.ts';
import { projectUnits, tellIfNoUnit } from '../inspections/project-on-record.ts';

const fields = {
  projectCode: required(projectCode()),
  officerNo: required(documentNo({ max: 50, takesNumbers: true })),
  employerCode: creditCode(),
  name: required(personName({ max: 50 })),
  phone: mobilePhone(),
  trainedOn: day(),
  certificateNo: documentNo({ max: 50, isFree: true }),
  isReviewer: flag(),
  appointedOn: required(day()),
  leftOn: day(),
};

/** 劳资专管员. One without training is taken and told: that is what the supervision looks for, and no fault of the record. */
export const wageOfficers = dataset<typeof fields>({
  name: 'WAGE_OFFICER',
  operation: 'submitWageOfficers',
  scopes: ['contract:submit'],
  fact: WageOfficer,
  fields,
  check(values, report, moment) {
    const { trainedOn, certificateNo, appointedOn, leftOn } = values;
    notInFuture(report, 'trainedOn', trainedOn, moment);
    notInFuture(report, 'leftOn', leftOn, moment);
    notReversed(report, 'leftOn', appointedOn, leftOn);
    if (trainedOn === null && certificateNo !== null)
      report.reject('VALUE_MISSING', {
        path: 'trainedOn',
        expected: 'the day of the training that the certificate is of',
      });
    if (trainedOn === null) report.warn('OFFICER_UNTRAINED');
  },
  references: [project, projectUnits],
  checkFound: ({ employerCode }, found, report) => tellIfNoUnit(employerCode, found, report),
  write: (values, _found, { sentAt }) => ({ content: { ...values }, occurredAt: sentAt }),
  heldBy: ['projectCode', 'officerNo'],
});
