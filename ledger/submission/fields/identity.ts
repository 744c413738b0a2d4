import {
  foldDocumentNumber,
  parseDocumentNumber,
  RESIDENT_CARD,
} from '../../../kernel/identifiers/identity-document.ts';
import type { Field, ValuesOf } from '../field.ts';
import type { Report } from '../report.ts';
import { uuid } from './identifier.ts';
import { statedText } from './stated-text.ts';
import { code } from './words.ts';

/** How a record names a person (人员): by the id the hub gave, or by a document. */
export const identityFields = {
  workerId: uuid(),
  /** A number without a type is a resident identity card's (居民身份证). */
  documentType: code('id-cert-types'),
  documentNumber: documentNumber(),
} as const;

export type IdentityValues = ValuesOf<typeof identityFields>;

/** A document as persons are found by it. */
export interface Identity {
  readonly documentType: string;
  readonly documentNumber: string;
}

/** A person is named, and a resident number fits its check; one that does not holds the record (YD-02). */
export function checkIdentity(values: IdentityValues, report: Report): void {
  const { workerId, documentNumber: number, documentType } = values;
  if (number === null && workerId === null) report.reject('IDENTITY_MISSING');
  if (number === null || (documentType ?? RESIDENT_CARD) !== RESIDENT_CARD) return;
  const parsed = parseDocumentNumber(RESIDENT_CARD, number);
  if (!parsed.ok)
    report.hold('RESIDENT_NUMBER_INVALID', { path: 'documentNumber', expected: parsed.expected });
  else if (number.length === 15) report.warn('OLD_NUMBER_FORM');
}

/** The document in its one form for matching; null where the record names the person by id alone. */
export function identityOf({ documentType, documentNumber: number }: IdentityValues): Identity | null {
  if (number === null) return null;
  const type = documentType ?? RESIDENT_CARD;
  const parsed = parseDocumentNumber(type, number);
  // A number that fails its check holds the record; it is still the one by which the record is known.
  return { documentType: type, documentNumber: parsed.ok ? parsed.value : number };
}

/** The number of an identity document (证件号码), folded. Other documents than cards of residents may have words in it. */
function documentNumber(): Field<string | null> {
  const expected = 'a document number of at most 32 characters, as text';
  const terms = { expected, max: 40 };
  return {
    expected,
    read(raw, report) {
      if (typeof raw === 'string' && PLAIN.test(raw)) return raw;
      const text = statedText(raw, report, terms);
      if (text === null) return null;
      const folded = foldDocumentNumber(text);
      if (folded.length > 32) {
        report.reject('VALUE_TOO_LONG', { expected });
        return null;
      }
      if (folded !== text && text.normalize('NFKC') !== text) report.warn('WIDTH_NORMALISED');
      return folded;
    },
  };
}

const PLAIN = /^[0-9A-Z]{1,32}$/;
