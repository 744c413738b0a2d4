import { parseDocumentNumber, RESIDENT_CARD } from '../../../kernel/identifiers/identity-document.ts';
import type { Field } from '../../../ledger/submission/field.ts';
import { identifier, text } from '../../../ledger/submission/fields/index.ts';
import type { Report } from '../../../ledger/submission/report.ts';

/** The address of a web site (网址): a host name, with or without http:// or https:// before it. */
export const website = (): Field<string | null> =>
  ofForm(
    text({ max: 200 }),
    'a web address such as "https://www.example.com"',
    /^(https?:\/\/)?([\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}{2,63}(:\d{1,5})?([/?#]\S*)?$/iu,
  );

/** An e-mail address (电子邮箱). */
export const email = (): Field<string | null> =>
  ofForm(text({ max: 200 }), 'an e-mail address such as "office@example.com"', /^[^\s@]+@[^\s@]+\.[^\s@]+$/);

/** A postcode (邮编). */
export const postcode = (): Field<string | null> =>
  ofForm(identifier({ max: 6, takesNumbers: true }), 'a postcode of 6 digits', /^\d{6}$/);

/** A country's code of GB/T 2659 (国家代码), in any of its three forms and in capitals; whether the table has it is not looked up. */
export const countryCode = (): Field<string | null> => {
  const expected = 'a country code of GB/T 2659: 2 or 3 letters, or 3 digits, such as "CHN"';
  const stated = ofForm(identifier({ max: 3, takesNumbers: true }), expected, /^([a-z]{2,3}|\d{3})$/i);
  return { expected, read: (raw, report) => stated.read(raw, report)?.toUpperCase() ?? null };
};

/** A resident card's number (居民身份证) fits its check; one that does not holds the record, as of workers (YD-02). */
export function checkDocument(
  report: Report,
  path: string,
  type: string | null,
  number: string | null,
): void {
  if (number === null || (type ?? RESIDENT_CARD) !== RESIDENT_CARD) return;
  const parsed = parseDocumentNumber(RESIDENT_CARD, number);
  if (!parsed.ok) report.hold('RESIDENT_NUMBER_INVALID', { path, expected: parsed.expected });
}

const ofForm = (field: Field<string | null>, expected: string, form: RegExp): Field<string | null> => ({
  expected,
  read(raw, report) {
    const stated = field.read(raw, report);
    if (stated === null || form.test(stated)) return stated;
    report.reject('VALUE_MALFORMED', { expected });
    return null;
  },
});
