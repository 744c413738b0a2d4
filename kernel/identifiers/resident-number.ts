import { isBusinessDate } from '../business-date.ts';
import { lengthOf, misunderstood, type Parsed, understood } from './parsed.ts';

declare const residentNumber: unique symbol;
/** A resident identity number (公民身份号码, GB 11643): 18 characters, the last may be `X`. Never logged. */
export type ResidentNumber = string & { readonly [residentNumber]: true };

/**
 * Reads a resident number of 18 characters, or the old 15 digits, which become 18. Spaces around it and a small
 * `x` are forgiven. Its first six digits are the place of first registration and may since be abolished: they are
 * not looked up.
 */
export function parseResidentNumber(text: string): Parsed<ResidentNumber> {
  const given = text.trim().toUpperCase();
  if (given.length !== 18 && given.length !== 15)
    return misunderstood('RESIDENT_NUMBER_LENGTH', '18 characters, or the old 15 digits', lengthOf(given));
  if (!/^(\d{15}|\d{17}[\dX])$/.test(given))
    return misunderstood('RESIDENT_NUMBER_CHARACTERS', 'digits, the last of 18 may be X', 'other characters');
  if (given.startsWith('0'))
    return misunderstood('RESIDENT_NUMBER_DIVISION', 'a division code first', 'a leading 0');
  // Only people born in the twentieth century hold 15 digits. GB 11643 Annex; recalled.
  const body = given.length === 15 ? `${given.slice(0, 6)}19${given.slice(6)}` : given.slice(0, 17);
  if (!isDay(body.slice(6, 14)))
    return misunderstood(
      'RESIDENT_NUMBER_BIRTH_DATE',
      'a birth date that exists',
      'a day that does not exist',
    );
  const check = residentNumberCheck(body);
  if (given.length === 18 && given[17] !== check)
    return misunderstood(
      'RESIDENT_NUMBER_CHECK',
      'the check character of GB 11643',
      'another check character',
    );
  return understood(`${body}${check}` as ResidentNumber);
}

/** The check character of the first 17 digits: weighted sum modulo 11 (ISO 7064 MOD 11-2). */
export function residentNumberCheck(body: string): string {
  let sum = 0;
  for (let place = 0; place < WEIGHTS.length; place += 1)
    sum += WEIGHTS[place]! * (body.charCodeAt(place) - ZERO);
  return '10X98765432'[sum % 11]!;
}

export function birthDateOf(number: ResidentNumber): string {
  return `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
}

/** The serial is odd for men and even for women. */
export function genderOf(number: ResidentNumber): 'MALE' | 'FEMALE' {
  return Number(number[16]) % 2 === 1 ? 'MALE' : 'FEMALE';
}

const ZERO = 0x30;
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

function isDay(digits: string): boolean {
  const day = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  return isBusinessDate(day) && day >= '1800-01-01';
}
