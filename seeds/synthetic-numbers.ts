import { luhnDigit } from '../kernel/identifiers/bank-card.ts';
import { residentNumberCheck } from '../kernel/identifiers/resident-number.ts';
import { isOrganisationCode, socialCreditCodeCheck } from '../kernel/identifiers/social-credit-code.ts';

// Numbers that pass every check and cannot belong to anybody; each says why.

/** Serial 000 is never issued (domain notes, identifiers §6). It is even, whatever the worker's gender. */
export function residentNumber(division: string, bornOn: string): string {
  const body = `${division}${bornOn.replaceAll('-', '')}000`;
  return `${body}${residentNumberCheck(body)}`;
}

/** The old form of 15 digits of a number of somebody born in the twentieth century. */
export const oldResidentNumber = (number: string): string => `${number.slice(0, 6)}${number.slice(8, 17)}`;

/** 154 has not been given to any operator (general knowledge); after it, 00 keeps the whole block recognisable. */
export const mobileNumber = (serial: number): string => `15400${String(serial).padStart(6, '0')}`;

/** Card numbers of 999999: digit 9 leaves the prefix to national bodies by country number, and no country has 999. */
export function cardNumber(serial: number): string {
  const body = `999999${String(serial).padStart(12, '0')}`;
  return `${body}${luhnDigit(body)}`;
}

/** A special account's number; no bank's numbers begin with eight zeros. */
export const accountNumber = (bankCode: string, serial: number): string =>
  `00000000${bankCode}${String(serial).padStart(6, '0')}`;

/** An enterprise: the block MA0DE in a province it was not given to (general knowledge). */
export const enterpriseCode = (division: string, serial: number): string =>
  creditCode(
    `91${division}`,
    `MA0DE${LETTERS[Math.floor(serial / 100) % LETTERS.length]}${two(serial % 100)}`,
  );

/** A public institution, numbered from 1 in a block of zeros, as the sample of the domain notes. */
export const institutionCode = (division: string, serial: number): string =>
  creditCode(`12${division}`, String(serial).padStart(8, '0'));

function creditCode(front: string, organisation: string): string {
  const check = [...'0123456789X'].find((one) => isOrganisationCode(`${organisation}${one}`))!;
  const body = `${front}${organisation}${check}`;
  return `${body}${socialCreditCodeCheck(body)}`;
}

const LETTERS = 'ABCDEFGH';
const two = (number: number): string => String(number).padStart(2, '0');
