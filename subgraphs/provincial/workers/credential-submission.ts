import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  checkIdentity,
  code,
  day,
  documentNo,
  identityFields,
  notInFuture,
  notReversed,
  personName,
  required,
  text,
} from '../../../ledger/submission/fields/index.ts';
import { warnEnded } from '../references/terms.ts';
import { samePerson, worker } from '../references/worker.ts';
import { WorkerCredential } from './facts.ts';
import { blindCredential, holder } from './holder.ts';
import { workingAgeOf } from './working-age.ts';

/** Dictionary credential-status: expired (过期). */
const EXPIRED = '4';

const fields = {
  ...identityFields,
  holderName: personName({ max: 50 }),
  kind: required(code('person-credential-types')),
  credentialNumber: required(documentNo({ max: 50 })),
  level: code('credential-levels'),
  status: code('credential-status'),
  issuedOn: day(),
  validTo: day(),
  issuingOrganisation: text({ max: 200 }),
};

/** 人员资格证书. The name on it is compared with the register and not kept. */
export const credentialSubmission = dataset<typeof fields>({
  name: 'WORKER_CREDENTIAL',
  operation: 'submitWorkerCredentials',
  scopes: ['worker:submit'],
  fact: WorkerCredential,
  fields,
  check(values, report, moment) {
    const { issuedOn, validTo, status } = values;
    checkIdentity(values, report);
    notInFuture(report, 'issuedOn', issuedOn, moment);
    notReversed(report, 'validTo', issuedOn, validTo);
    if (status === EXPIRED && validTo !== null && validTo >= moment.today)
      report.reject('STATUS_AGAINST_VALIDITY', { path: 'status' });
    warnEnded(report, validTo, moment);
  },
  references: [samePerson, worker, holder, blindCredential],
  checkFound({ holderName, issuedOn }, found, report) {
    const { name, bornOn } = found(holder)!;
    if (holderName !== null && holderName !== name) report.warn('HOLDER_NAME_DIFFERS');
    if (bornOn === null || issuedOn === null) return;
    // Nobody is employed, or certified for work, before it.
    const working = workingAgeOf(bornOn, issuedOn);
    if (working !== null && issuedOn < working.from)
      report.reject('HOLDER_TOO_YOUNG', {
        path: 'issuedOn',
        expected: `a day after the holder’s ${working.age}th birthday`,
      });
  },
  write({ documentType, documentNumber, holderName, ...values }, found, { sentAt }) {
    const content = { ...values, workerId: found(worker)!, numberIndex: found(blindCredential)! };
    return { content, occurredAt: sentAt };
  },
  heldBy: ['workerId', 'documentType', 'documentNumber', 'kind', 'credentialNumber'],
});
