import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  checkIdentity,
  code,
  day,
  flag,
  identifier,
  identityFields,
  notInFuture,
  openCode,
  projectCode,
  required,
} from '../../../ledger/submission/fields/index.ts';
import { RealNameRegistration } from '../facts.ts';
import { crewNo } from '../projects/crew-submission.ts';
import { crewOfPerson } from '../references/parties.ts';
import { project } from '../references/project.ts';
import { digest } from '../../file-digests.ts';
import { itemsOf, type Theme, themeOf } from '../fields/theme.ts';
import { keepingUnstated, standingRegistration } from '../references/standing-word.ts';
import { samePerson, worker } from '../references/worker.ts';
import { onRosterKey } from '../payroll/sheet-workers.ts';
import { holder } from './holder.ts';
import { isUnderAge } from './working-age.ts';

/** Insurance and entry card (保险与考勤卡, 603号 §6.5), stored as one. */
export const rosterParticulars = {
  hasInsurance: flag(),
  cardIssuedOn: day(),
  cardPicture: digest(),
};

const fields = {
  projectCode: required(projectCode()),
  crewNo: required(crewNo()),
  ...identityFields,
  workType: openCode('work-types'),
  workRole: code('work-roles'),
  isCrewLeader: flag(),
  cardNo: identifier({ max: 30 }),
  registeredOn: day(),
  ...rosterParticulars,
  keepsUnstated: flag(),
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
    notInFuture(report, 'cardIssuedOn', values.cardIssuedOn, moment);
  },
  references: [project, crewOfPerson, samePerson, worker, holder, standingRegistration],
  checkFound({ registeredOn }, found, report, { today }) {
    if (isUnderAge(found(holder)?.bornOn, registeredOn ?? today)) report.warn('UNDER_WORKING_AGE');
  },
  write(
    { projectCode, crewNo, workType, workRole, isCrewLeader, cardNo, registeredOn, ...more },
    found,
    { sentAt },
  ) {
    const before = found(standingRegistration);
    const { isCrewLeader: leads, ...stated } = keepingUnstated(
      { workType, workRole, isCrewLeader, cardNo, registeredOn },
      before,
    );
    const content = {
      projectCode,
      crewNo,
      ...stated,
      workerId: found(worker)!,
      isCrewLeader: leads ?? false,
      particulars: themeOf(itemsOf(more, rosterParticulars), before?.particulars as Theme | null),
    };
    return { content, occurredAt: sentAt };
  },
  heldBy: ['projectCode', 'crewNo', 'workerId', 'documentType', 'documentNumber'],
  releases: ({ projectCode, workerId }) => [
    { name: 'on-roster', key: onRosterKey(projectCode as string, workerId as string) },
  ],
});
