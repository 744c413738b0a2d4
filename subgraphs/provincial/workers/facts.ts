import { column } from '../../../ledger/column-types.ts';
import { fact } from '../../../ledger/fact.ts';

const schema = 'provincial';

/** 人员资格证书. Its number may be that of the identity card, and is sealed. */
export const WorkerCredential = fact(
  {
    name: 'WorkerCredential',
    schema,
    table: 'worker_credential',
    naturalKey: ['workerId', 'kind', 'numberIndex'],
    sealed: ['credentialNumber'],
  },
  {
    workerId: column.uuid(),
    kind: column.code(),
    numberIndex: column.bytes(),
    credentialNumber: column.bytes(),
    level: column.code().nullable(),
    status: column.code().nullable(),
    issuedOn: column.day().nullable(),
    validTo: column.day().nullable(),
    issuingOrganisation: column.text().nullable(),
  },
);

/** 个人良好、不良记录. */
export const WorkerConductRecord = fact(
  {
    name: 'WorkerConductRecord',
    schema,
    table: 'worker_conduct_record',
    naturalKey: ['workerId', 'kind', 'recordNo'],
  },
  {
    workerId: column.uuid(),
    kind: column.code(),
    recordNo: column.code(),
    level: column.code().nullable(),
    decidedOn: column.day(),
    authority: column.text(),
    reason: column.text(),
    projectCode: column.code().nullable(),
  },
);
