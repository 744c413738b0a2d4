import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  checkIdentity,
  code,
  day,
  flag,
  identityFields,
  notInFuture,
  notReversed,
  projectCode,
  required,
} from '../../../ledger/submission/fields/index.ts';
import { Engagement } from '../facts.ts';
import { crewNo } from '../projects/crew-submission.ts';
import { crewOfPerson } from '../references/parties.ts';
import { entry, exit, registration } from '../references/periods.ts';
import { project } from '../references/project.ts';
import { worker } from '../references/worker.ts';

const fields = {
  projectCode: required(projectCode()),
  crewNo: required(crewNo()),
  ...identityFields,
  workType: code('work-types'),
  workRole: code('work-roles'),
  isCrewLeader: flag(),
  enteredOn: day(),
  exitedOn: day(),
};

/**
 * 进退场: an entry, an exit, or both. An exit without its entry ends the period that is open, whichever of the two was sent
 * first. An entry says nothing of the exit: sent once more after it, it does not open the period again; withdrawal does.
 */
export const engagementSubmission = dataset<typeof fields>({
  name: 'ENGAGEMENT',
  operation: 'submitEngagements',
  scopes: ['worker:submit'],
  fact: Engagement,
  fields,
  check(values, report, moment) {
    checkIdentity(values, report);
    const { enteredOn, exitedOn } = values;
    if (enteredOn === null && exitedOn === null) report.reject('VALUE_MISSING', { path: 'enteredOn' });
    notInFuture(report, 'enteredOn', enteredOn, moment);
    notInFuture(report, 'exitedOn', exitedOn, moment);
    notReversed(report, 'exitedOn', enteredOn, exitedOn);
  },
  references: [project, crewOfPerson, worker, registration, entry, exit],
  checkFound({ exitedOn }, found, report) {
    notReversed(report, 'exitedOn', found(entry)?.enteredOn ?? null, exitedOn);
  },
  write({ projectCode, crewNo, ...stated }, found, { sentAt }) {
    // An exit keeps what its entry said of the work; an entry that says nothing of it has the roster's word.
    const said = found(entry) ?? found(registration);
    const content = {
      projectCode,
      crewNo,
      workerId: found(worker)!,
      workType: stated.workType ?? said?.workType ?? null,
      workRole: stated.workRole ?? said?.workRole ?? null,
      isCrewLeader: stated.isCrewLeader ?? said?.isCrewLeader ?? false,
      enteredOn: stated.enteredOn ?? found(entry)!.enteredOn,
      exitedOn: stated.exitedOn ?? found(exit)?.exitedOn ?? null,
    };
    const follows = found(entry)?.sourceVersion;
    return { content, occurredAt: sentAt, ...(follows !== undefined && { follows }) };
  },
  heldBy: ['projectCode', 'crewNo', 'workerId', 'documentType', 'documentNumber', 'enteredOn', 'exitedOn'],
  releases: ({ projectCode, crewNo, workerId, exitedOn }) =>
    exitedOn === null ? [{ name: 'entry', key: `${projectCode} ${crewNo} ${workerId}` }] : [],
});
