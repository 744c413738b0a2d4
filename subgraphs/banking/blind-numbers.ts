import type { Sealer } from '../../kernel/sealing.ts';
import type { Reference } from '../../ledger/submission/dataset.ts';
import { accountIndex, cardIndex } from './account-number.ts';

/** The blind index of a stated account number; there is always one, since it is computed under banking's own key. */
export const blindAccount = blindOf<{ readonly accountNumber: string }>(
  'account-index',
  'accountNumber',
  ({ accountNumber }) => accountNumber,
  accountIndex,
);

/** The blind index of a stated card number. */
export const blindCard = blindOf<{ readonly cardNumber: string }>(
  'card-index',
  'cardNumber',
  ({ cardNumber }) => cardNumber,
  cardIndex,
);

/** The blind index of a number that a record states; null where it states none. */
export function blindOf<Values>(
  name: string,
  path: string,
  numberOf: (values: Values) => string | null,
  indexOf: (sealer: Sealer, number: string) => Buffer,
): Reference<Values, Buffer> {
  return {
    name,
    path,
    missing: null,
    asks: 'database',
    key: numberOf,
    find: async (numbers, { room }) => new Map(numbers.map((one) => [one, indexOf(room.sealer, one)])),
  };
}
