import { lengthOf, misunderstood, type Parsed, understood } from './parsed.ts';

declare const cnaps: unique symbol;
/** A CNAPS number of a bank's branch (联行号): 12 digits, the first three the bank. */
export type Cnaps = string & { readonly [cnaps]: true };

/** Reads a CNAPS number by its form. Its check digit is not tested: the rule was not at hand. */
export function parseCnaps(text: string): Parsed<Cnaps> {
  const given = text.trim();
  if (given.length !== 12) return misunderstood('CNAPS_LENGTH', '12 digits', lengthOf(given));
  if (!/^[1-9]\d{11}$/.test(given))
    return misunderstood('CNAPS_CHARACTERS', 'digits, not 0 first', 'other characters');
  return understood(given as Cnaps);
}

/** The bank's three digits, as in `schema/codes/bank-codes.json`. */
export function bankOf(number: Cnaps): string {
  return number.slice(0, 3);
}
