import {
  isOrganisationCode,
  parseSocialCreditCode,
  type SocialCreditCode,
} from '../../kernel/identifiers/social-credit-code.ts';
import { CODES, RealNameRefusal } from './answers.ts';
import type { Business } from './business.ts';
import { type Complaint, complaintOf } from './complaint.ts';

/**
 * An enterprise's code as the graph knows it (统一社会信用代码); undefined for what is none: the graph refuses a question that names
 * such a one, while a record that states it is judged like any other.
 */
export function creditCodeOf(stated: string): SocialCreditCode | undefined {
  const parsed = parseSocialCreditCode(stated.normalize('NFKC'));
  return parsed.ok ? parsed.value : undefined;
}

/** The code that a question names; undefined when it names none. @throws RealNameRefusal for what is no code */
export function askedCreditCode(business: Business, name: string): SocialCreditCode | undefined {
  const stated = business.text(name);
  if (stated === '') return undefined;
  const code = creditCodeOf(stated);
  if (code !== undefined) return code;
  const { place, chinese, english } = noCreditCode(`[${name}]`, stated);
  throw new RealNameRefusal(CODES.RECORD, `${place} ${chinese}`, english);
}

/** What is told of a text that is no unified social credit code. */
export function noCreditCode(place: string, stated: string): Complaint {
  if (isOrganisation(stated)) return { place, ...ORGANISATION_CODE };
  if (!/^[0-9A-Z]{18}$/i.test(stated.trim().normalize('NFKC')))
    return complaintOf(place, 'VALUE_MALFORMED', 'a unified social credit code of 18 characters');
  return {
    place,
    chinese: '统一社会信用代码未通过校验',
    english: 'the unified social credit code fails its check',
  };
}

/** An organisation code where a unified social credit code belongs (docs/decisions/0042-who-is-who-at-the-603-door.md). */
export const isOrganisation = (value: unknown): boolean =>
  typeof value === 'string' &&
  isOrganisationCode(
    value
      .trim()
      .toUpperCase()
      .replace(/^(.{8})-(.)$/, '$1$2'),
  );

export const ORGANISATION_CODE = {
  chinese: '应填统一社会信用代码,不能用组织机构代码代替(组织机构代码即统一社会信用代码的第9至17位)',
  english:
    'an organisation code is not taken for an enterprise; send its unified social credit code, of which it is places 9 to 17',
} as const;
