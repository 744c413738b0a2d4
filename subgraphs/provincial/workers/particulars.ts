import type { Field } from '../../../ledger/submission/field.ts';
import { code, day, flag, personName, text } from '../../../ledger/submission/fields/index.ts';
import { digest } from '../../file-digests.ts';

/** What stands on a document without a last day (长期). */
export const LONG_TERM = '长期';

/** The last day of a document, or that it has none: a record that keeps what it leaves out could not take the day away otherwise. */
function lastDay(): Field<string | null> {
  const dated = day();
  return {
    expected: `${dated.expected}, or "${LONG_TERM}"`,
    read: (raw, report) =>
      typeof raw === 'string' && raw.trim() === LONG_TERM ? LONG_TERM : dated.read(raw, report),
  };
}

/**
 * What the interface states of a person beside what everybody is found by (个人详情, 603号 §6.5); stored sealed, as one. Lengths are those
 * of the notes, and 50 for an authority, where they have 20: the name of a county's bureau may be longer.
 */
export const particularFields = {
  politicalStatus: code('political-status'),
  headImage: digest(),
  documentFrontImage: digest(),
  documentBackImage: digest(),
  issuingAuthority: text({ max: 50 }),
  documentValidFrom: day(),
  documentValidTo: lastDay(),
  unionJoinedOn: day(),
  maritalStatus: code('marital-status'),
  specialty: text({ max: 200 }),
  hasMedicalHistory: flag(),
  emergencyContact: personName({ max: 50 }),
  emergencyPhone: text({ max: 50 }),
  firstWorkedOn: day(),
};

/** Dictionary education-levels: other (其他). */
const OTHER = '99';
/** Its notes: no code exists for them. */
const WITHOUT_CODE: ReadonlySet<string> = new Set(['文盲', '技校']);

export interface Education {
  readonly code: string;
  /** What was stated, where the table has no code for it. */
  readonly stated: string | null;
}

const listed = code('education-levels');

/** The education (文化程度): a code; 文盲 and 技校 have none, are read as 99, and kept as they were stated. */
export const education = (): Field<Education | null> => ({
  expected: `${listed.expected}; 文盲 and 技校 are read as "${OTHER}"`,
  read(raw, report) {
    const text = typeof raw === 'string' ? raw.trim() : '';
    if (WITHOUT_CODE.has(text)) {
      report.warn('CODE_UNMAPPED');
      return { code: OTHER, stated: text };
    }
    const read = listed.read(raw, report);
    return read === null ? null : { code: read, stated: null };
  },
});
