import { lengthOf, misunderstood, type Parsed, understood } from './parsed.ts';

declare const bankCard: unique symbol;
/** A bank card number (银行卡号): 13 to 19 digits with a Luhn digit. Special accounts (对公账号) are not card numbers. */
export type BankCard = string & { readonly [bankCard]: true };

/** Reads a card number. Spaces and hyphens between groups are forgiven. */
export function parseBankCard(text: string): Parsed<BankCard> {
  const given = text.replace(/[\s-]/g, '');
  if (!/^\d*$/.test(given)) return misunderstood('BANK_CARD_CHARACTERS', 'digits', 'other characters');
  if (given.length < 13 || given.length > 19)
    return misunderstood('BANK_CARD_LENGTH', '13 to 19 digits', lengthOf(given));
  if (luhnDigit(given.slice(0, -1)) !== given.at(-1))
    return misunderstood('BANK_CARD_CHECK', 'the Luhn digit of ISO/IEC 7812', 'another check digit');
  return understood(given as BankCard);
}

/** The Luhn digit of the digits before it: every second digit from the right counts double. */
export function luhnDigit(body: string): string {
  const sum = Array.from(body)
    .reverse()
    .reduce((total, digit, place) => total + (place % 2 === 0 ? DOUBLED[Number(digit)]! : Number(digit)), 0);
  return String((10 - (sum % 10)) % 10);
}

// Twice the digit, with the digits of the product added.
const DOUBLED = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];
