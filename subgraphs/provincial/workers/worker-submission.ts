import { RESIDENT_CARD } from '../../../kernel/identifiers/identity-document.ts';
import {
  birthDateOf,
  genderOf,
  parseResidentNumber,
  type ResidentNumber,
} from '../../../kernel/identifiers/resident-number.ts';
import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  checkIdentity,
  code,
  day,
  flag,
  identityFields,
  identityOf,
  mobilePhone,
  notInFuture,
  notReversed,
  oneOf,
  personName,
  text,
} from '../../../ledger/submission/fields/index.ts';
import type { Report } from '../../../ledger/submission/report.ts';
import { MigrantWorker } from '../facts.ts';
import { itemsOf, readTheme, type Theme, themeOf, themeText } from '../fields/theme.ts';
import { keepingUnstated, ownWorker } from '../references/standing-word.ts';
import { identity } from '../references/worker.ts';
import { workersStillNamed } from '../still-named.ts';
import { rankOf } from './authority.ts';
import { MigrantWorkerClaim } from './facts.ts';
import { education, LONG_TERM, particularFields } from './particulars.ts';

const { documentType, documentNumber } = identityFields;

/** The number of a resident's card, which says a day of birth and a gender; null for other documents, and where its check fails. */
function cardOf(values: {
  documentType: string | null;
  documentNumber: string | null;
}): ResidentNumber | null {
  const document = identityOf({ ...values, workerId: null });
  if (document === null || document.documentType !== RESIDENT_CARD) return null;
  const parsed = parseResidentNumber(document.documentNumber);
  return parsed.ok ? parsed.value : null;
}

/** Wanted of every record but one that keeps what its source stated before. */
const name = personName({ max: 50 });
const NAMELESS = { path: 'name', expected: name.expected } as const;

interface Validity {
  readonly documentValidFrom: string | null;
  readonly documentValidTo: string | null;
}

/** A document is not valid to a day before it is valid from (证件有效期); what is not stated stays as it stood. */
function checkValidity(report: Report, stated: Validity, before: Theme | null = null): void {
  const from = stated.documentValidFrom ?? (before?.documentValidFrom as string | undefined) ?? null;
  const to = stated.documentValidTo ?? (before?.documentValidTo as string | undefined) ?? null;
  notReversed(report, 'documentValidTo', from, to === LONG_TERM ? null : to);
}

const particularsBefore = (before: Readonly<Record<string, unknown>> | null): Theme | null =>
  readTheme((before?.particulars ?? null) as string | null);

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
    name,
    gender: oneOf(['MALE', 'FEMALE']),
    bornOn: day(),
    ethnicGroup: code('ethnic-groups'),
    education: education(),
    phone: mobilePhone(),
    homeAddress: text({ max: 200 }),
    ...particularFields,
    keepsUnstated: flag(),
  },
  check(values, report, moment) {
    checkIdentity({ ...values, workerId: null }, report);
    if (values.name === null && !values.keepsUnstated) report.reject('VALUE_MISSING', NAMELESS);
    notInFuture(report, 'bornOn', values.bornOn, moment);
    notInFuture(report, 'documentValidFrom', values.documentValidFrom, moment);
    notInFuture(report, 'unionJoinedOn', values.unionJoinedOn, moment);
    notInFuture(report, 'firstWorkedOn', values.firstWorkedOn, moment);
    checkValidity(report, values);
    const card = cardOf(values);
    if (card !== null) notInFuture(report, 'documentNumber', birthDateOf(card), moment);
  },
  references: [identity, ownWorker],
  checkFound(values, found, report) {
    const before = found(ownWorker);
    if (values.name === null && before === null) report.reject('VALUE_MISSING', NAMELESS);
    // Of a period of which one end is stated the other one stays, and has to fit.
    if (values.documentValidFrom !== null || values.documentValidTo !== null)
      checkValidity(report, values, particularsBefore(before));
  },
  write({ documentType, documentNumber, ...stated }, found, { sentAt }) {
    const card = cardOf({ documentType, documentNumber });
    const { workerId, documentIndex } = found(identity)!;
    const before = found(ownWorker);
    const { name, gender, bornOn, ethnicGroup, phone, homeAddress, education: level } = stated;
    const isLongTerm = stated.documentValidTo === LONG_TERM;
    const items = {
      ...itemsOf(stated, particularFields),
      ...(isLongTerm && { documentValidTo: null }),
      ...(level !== null && { educationStated: level.stated }),
    };
    // Of what stood, the words for another education go with it, and the last day of a document that has none.
    const { educationStated: words, documentValidTo: lastDay, ...others } = particularsBefore(before) ?? {};
    const kept = {
      ...others,
      ...(level === null && words !== undefined && { educationStated: words }),
      ...(!isLongTerm && lastDay !== undefined && { documentValidTo: lastDay }),
    };
    return {
      content: {
        ...keepingUnstated(
          {
            name,
            gender: gender ?? (card && genderOf(card)),
            bornOn: bornOn ?? (card && birthDateOf(card)),
            ethnicGroup,
            education: level?.code ?? null,
            phone,
            homeAddress,
          },
          before,
        ),
        workerId,
        documentIndex,
        particulars: themeText(themeOf(items, kept)),
      },
      occurredAt: sentAt,
    };
  },
  stillNamed: workersStillNamed,
  heldBy: ['documentType', 'documentNumber'],
  releases: ({ workerId, documentIndex }) => [
    { name: 'worker', key: workerId as string },
    ...(documentIndex ? [{ name: 'worker', key: (documentIndex as Buffer).toString('hex') }] : []),
  ],
});
