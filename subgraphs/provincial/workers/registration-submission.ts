import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  checkIdentity,
  code,
  day,
  flag,
  identifier,
  identityFields,
  notInFuture,
  projectCode,
  required,
} from '../../../ledger/submission/fields/index.ts';
import { RealNameRegistration } from '../facts.ts';
import { crewNo } from '../projects/crew-submission.ts';
import { crewOfPerson } from '../references/parties.ts';
import { project } from '../references/project.ts';
import { worker } from '../references/worker.ts';

const fields = {
  projectCode: required(projectCode()),
  crewNo: required(crewNo()),
  ...identityFields,
  workType: code('work-types'),
  workRole: code('work-roles'),
  isCrewLeader: flag(),
  cardNo: identifier({ max: 30 }),
  registeredOn: day(),
};

/** 实名登记. */
export const registrationSubmission = dataset<typeof fields>({
  name: 'REAL_NAME_REGISTRATION',
  operation: 'submitRealNameRegistrations',
  scopes: ['worker:submit'],
  fact: RealNameRegistration,
  fields,
  check(values, report, moment) {
    checkIdentity(values, report);
    notInFuture(report, 'registeredOn', values.registeredOn, moment);
  },
  references: [project, crewOfPerson, worker],
  write({ documentType, documentNumber, ...values }, found, { sentAt }) {
    const content = {
      ...values,
      workerId: found(worker)!,
      isCrewLeader: values.isCrewLeader ?? false,
    };
    return { content, occurredAt: sentAt };
  },
  heldBy: ['projectCode', 'crewNo', 'workerId', 'documentType', 'documentNumber'],
});
