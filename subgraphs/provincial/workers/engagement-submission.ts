import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  checkIdentity,
  code,
  day,
  flag,
  identityFields,
  notInFuture,
  notReversed,
  openCode,
  projectCode,
  required,
} from '../../../ledger/submission/fields/index.ts';
import { Engagement } from '../facts.ts';
import { crewNo } from '../projects/crew-submission.ts';
import { crewOfPerson } from '../references/parties.ts';
import { entry, exit, registration } from '../references/periods.ts';
import { project } from '../references/project.ts';
import { digest } from '../../file-digests.ts';
import { itemsOf, themeOf } from '../fields/theme.ts';
import { samePerson, worker } from '../references/worker.ts';
import { onRosterKey } from '../payroll/sheet-workers.ts';
import { holder } from './holder.ts';
import { isUnderAge } from './working-age.ts';

/** Vouchers of coming and going (进退场凭证, 603号 §6.6), and how the wages were settled at the exit (结清, ZJ-17); stored as one. */
const paperFields = {
  entryVoucher: digest(),
  exitVoucher: digest(),
  settledOn: day(),
  settlementConfirmed: flag(),
};

const fields = {
  projectCode: required(projectCode()),
  crewNo: required(crewNo()),
  ...identityFields,
  workType: openCode('work-types'),
  workRole: code('work-roles'),
  isCrewLeader: flag(),
  enteredOn: day(),
  exitedOn: day(),
  ...paperFields,
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
    notInFuture(report, 'settledOn', values.settledOn, moment);
    notReversed(report, 'exitedOn', enteredOn, exitedOn);
  },
  references: [project, crewOfPerson, samePerson, worker, holder, registration, entry, exit],
  checkFound({ enteredOn, exitedOn }, found, report) {
    if (isUnderAge(found(holder)?.bornOn, enteredOn)) report.warn('UNDER_WORKING_AGE');
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
      papers: themeOf(itemsOf(stated, paperFields), (found(entry) ?? found(exit))?.papers ?? null),
    };
    const follows = found(entry)?.sourceVersion;
    return { content, occurredAt: sentAt, ...(follows !== undefined && { follows }) };
  },
  heldBy: ['projectCode', 'crewNo', 'workerId', 'documentType', 'documentNumber', 'enteredOn', 'exitedOn'],
  releases: ({ projectCode, crewNo, workerId, exitedOn }) => [
    { name: 'on-roster', key: onRosterKey(projectCode as string, workerId as string) },
    ...(exitedOn === null ? [{ name: 'entry', key: `${projectCode} ${crewNo} ${workerId}` }] : []),
  ],
});
