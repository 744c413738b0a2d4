import type { Reference } from '../../../ledger/submission/dataset.ts';
import { PROJECT_OF_ACCOUNT } from '../withdrawn-projects/project-on-file.ts';
import { type KnownAccount, knownAccount } from './known-account.ts';

/**
 * The project of the account (专户所属项目), where the record names none itself: it waits while that is withdrawn, as a record that names
 * it does.
 */
export const projectOfAccount = (
  account: Reference<never, KnownAccount> = knownAccount,
): Reference<object, null> => ({
  name: PROJECT_OF_ACCOUNT,
  path: 'accountNumber',
  missing: 'PROJECT_UNKNOWN',
  asks: 'database',
  key(values, found) {
    const of = 'projectCode' in values && values.projectCode !== null ? null : found(account);
    return of?.isOfWithdrawnProject ? of.projectCode : null;
  },
  // Whose key there is, is withdrawn.
  find: async () => new Map(),
});
