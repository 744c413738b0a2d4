import { column } from '../../../ledger/column-types.ts';
import { fact } from '../../../ledger/fact.ts';

const schema = 'provincial';

/** What is stated of a worker (农民工): the content of the fact, and of each source’s word on it. */
export const workerColumns = {
  workerId: column.uuid(),
  name: column.text(),
  gender: column.code().nullable(),
  bornOn: column.day().nullable(),
  ethnicGroup: column.code().nullable(),
  education: column.code().nullable(),
  phone: column.bytes().nullable(),
  homeAddress: column.bytes().nullable(),
  documentIndex: column.bytes().nullable(),
  /** JSON of `particularFields`, and the education as it was stated. */
  particulars: column.bytes().nullable(),
};

/** One source's word on a worker (农民工的来源陈述); the content of the fact, and whose word it is. What is shown is `MigrantWorker`. */
export const MigrantWorkerClaim = fact(
  {
    name: 'MigrantWorkerClaim',
    schema,
    table: 'migrant_worker_claim',
    naturalKey: ['workerId', 'claimedBy'],
    sealed: ['phone', 'homeAddress', 'particulars'],
  },
  { ...workerColumns, claimedBy: column.text() },
);

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
