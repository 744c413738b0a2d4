import { lengthOf, misunderstood, type Parsed, understood } from './parsed.ts';

declare const socialCreditCode: unique symbol;
/** A unified social credit code (统一社会信用代码, GB 32100): 18 characters without I, O, S, V and Z. */
export type SocialCreditCode = string & { readonly [socialCreditCode]: true };

/** Reads a unified social credit code. Spaces around it and small letters are forgiven, look-alike letters are not. */
export function parseSocialCreditCode(text: string): Parsed<SocialCreditCode> {
  const given = text.trim().toUpperCase();
  if (given.length !== 18)
    return misunderstood('SOCIAL_CREDIT_CODE_LENGTH', '18 characters', lengthOf(given));
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(given))
    return misunderstood(
      'SOCIAL_CREDIT_CODE_CHARACTERS',
      'digits and capital letters without I, O, S, V, Z; places 3 to 8 digits',
      'other characters',
    );
  if (socialCreditCodeCheck(given) !== given[17])
    return misunderstood(
      'SOCIAL_CREDIT_CODE_CHECK',
      'the check character of GB 32100',
      'another check character',
    );
  return understood(given as SocialCreditCode);
}

/** The check character of the first 17: weights are the powers of 3 modulo 31. */
export function socialCreditCodeCheck(body: string): string {
  let weight = 1;
  let sum = 0;
  for (const character of body.slice(0, 17)) {
    sum += weight * ALPHABET.indexOf(character);
    weight = (weight * 3) % 31;
  }
  return ALPHABET[(31 - (sum % 31)) % 31]!;
}

/** The nine characters of the organisation code inside (组织机构代码, GB 11714). */
export function organisationCodeOf(code: SocialCreditCode): string {
  return code.slice(8, 17);
}

/** Whether nine characters are an organisation code whose check character fits (GB 11714). */
export function isOrganisationCode(text: string): boolean {
  if (!/^[0-9A-Z]{8}[0-9X]$/.test(text)) return false;
  const sum = ORGANISATION_WEIGHTS.reduce(
    (total, weight, place) => total + weight * Number.parseInt(text[place]!, 36),
    0,
  );
  return '0X987654321'[sum % 11] === text[8];
}

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
