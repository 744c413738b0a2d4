import { lengthOf, misunderstood, type Parsed, understood } from './parsed.ts';

declare const mobileNumber: unique symbol;
/** A mobile number of mainland China (手机号码): 11 digits from 13 to 19. */
export type MobileNumber = string & { readonly [mobileNumber]: true };

/** Reads a mobile number. Spaces, hyphens and a country code 86 in front are forgiven. */
export function parseMobileNumber(text: string): Parsed<MobileNumber> {
  const given = text.replace(/[\s-]/g, '').replace(/^(\+|00)86/, '');
  if (given.length !== 11) return misunderstood('MOBILE_NUMBER_LENGTH', '11 digits', lengthOf(given));
  if (!/^1[3-9]\d{9}$/.test(given))
    return misunderstood(
      'MOBILE_NUMBER_CHARACTERS',
      '11 digits that begin with 13 to 19',
      'other characters',
    );
  return understood(given as MobileNumber);
}
