import type { Sealer } from '../../kernel/sealing.ts';

/**
 * The blind index of a special account's number (账号): part of the natural key of accounts, flows and transfers.
 * Whoever writes one of them takes it from here, with the sealer of `banking`.
 */
export const accountIndex = (sealer: Sealer, accountNumber: string): Buffer =>
  sealer.index(normalNumber(accountNumber), 'account-number');

/** The blind index of a wage card's number (卡号). */
export const cardIndex = (sealer: Sealer, cardNumber: string): Buffer =>
  sealer.index(normalNumber(cardNumber), 'card-number');

/** Banks group digits as they like; the digits alone are the number. */
const normalNumber = (number: string): string => number.replace(/[\s-]/g, '');
