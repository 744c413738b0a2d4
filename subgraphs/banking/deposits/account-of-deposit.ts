import { accountIndex } from '../account-number.ts';
import { blindOf } from '../blind-numbers.ts';

/** The blind index of the deposit account's number (保证金专用账户账号); null where it is not stated. */
export const blindDepositAccount = blindOf<{ readonly accountNumber: string | null }>(
  'deposit-account-index',
  'accountNumber',
  ({ accountNumber }) => accountNumber,
  accountIndex,
);
