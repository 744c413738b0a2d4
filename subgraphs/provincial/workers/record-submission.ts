import { dataset } from '../../../ledger/submission/dataset.ts';
import { checkIdentity, identityFields } from '../../../ledger/submission/fields/index.ts';
import { checkConduct, conductFields } from '../references/conduct-record.ts';
import { project } from '../references/project.ts';
import { onceHere } from '../references/once-here.ts';
import { samePerson, worker } from '../references/worker.ts';
import { WorkerConductRecord } from './facts.ts';

const fields = { ...identityFields, ...conductFields };

/** 个人良好、不良记录, as the authority that decided states it. */
export const workerRecordSubmission = dataset<typeof fields>({
  name: 'WORKER_RECORD',
  operation: 'submitWorkerRecords',
  scopes: ['credit:submit'],
  fact: WorkerConductRecord,
  fields,
  check(values, report, moment) {
    checkIdentity(values, report);
    checkConduct(values, report, moment);
  },
  references: [project, samePerson, worker, onceHere],
  checkFound({ projectCode }, found, report) {
    if (projectCode !== null && !found(onceHere)) report.warn('NEVER_ENGAGED_HERE');
  },
  write({ documentType, documentNumber, ...values }, found, { sentAt }) {
    return { content: { ...values, workerId: found(worker)! }, occurredAt: sentAt };
  },
  heldBy: ['workerId', 'documentType', 'documentNumber', 'kind', 'recordNo'],
});
