import { RESIDENT_CARD } from '../../../kernel/identifiers/identity-document.ts';
import { birthDateOf, genderOf, type ResidentNumber } from '../../../kernel/identifiers/resident-number.ts';
import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  checkIdentity,
  code,
  day,
  identityFields,
  identityOf,
  mobilePhone,
  notInFuture,
  oneOf,
  personName,
  required,
  text,
} from '../../../ledger/submission/fields/index.ts';
import { MigrantWorker } from '../facts.ts';
import { identity } from '../references/worker.ts';
import { rankOf } from './authority.ts';
import { MigrantWorkerClaim } from './facts.ts';

const { documentType, documentNumber } = identityFields;

/** 农民工. The document is registered with the identity registry in the same transaction; here the id alone is kept. */
export const workerSubmission = dataset({
  name: 'MIGRANT_WORKER',
  operation: 'submitMigrantWorkers',
  scopes: ['worker:submit'],
  fact: MigrantWorker,
  claims: { fact: MigrantWorkerClaim, rankOf },
  fields: {
    documentType,
    documentNumber,
    name: required(personName({ max: 50 })),
    gender: oneOf(['MALE', 'FEMALE']),
    bornOn: day(),
    ethnicGroup: code('ethnic-groups'),
    education: code('education-levels'),
    phone: mobilePhone(),
    homeAddress: text({ max: 200 }),
  },
  check(values, report, moment) {
    checkIdentity({ ...values, workerId: null }, report);
    notInFuture(report, 'bornOn', values.bornOn, moment);
  },
  references: [identity],
  write({ documentType, documentNumber, ...values }, found, { sentAt }) {
    const document = identityOf({ documentType, documentNumber, workerId: null })!;
    const card = document.documentType === RESIDENT_CARD ? (document.documentNumber as ResidentNumber) : null;
    const { workerId, documentIndex } = found(identity)!;
    return {
      content: {
        ...values,
        workerId,
        documentIndex,
        gender: values.gender ?? (card && genderOf(card)),
        bornOn: values.bornOn ?? (card && birthDateOf(card)),
      },
      occurredAt: sentAt,
    };
  },
  heldBy: ['documentType', 'documentNumber'],
  releases: ({ workerId, documentIndex }) => [
    { name: 'worker', key: workerId as string },
    ...(documentIndex ? [{ name: 'worker', key: (documentIndex as Buffer).toString('hex') }] : []),
  ],
});
