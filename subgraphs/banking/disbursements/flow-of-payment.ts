import type { Reference } from '../../../ledger/submission/dataset.ts';
import { accountKey, serves } from '../accounts/known-account.ts';
import { aloneInLedgers, type BookedFlow, findFlows } from '../flows/flow-references.ts';
import { serialNumber } from '../flows/serial-number.ts';
import { payerAccount } from './payer-and-payee.ts';

interface Paid {
  readonly projectCode: string;
  readonly flowSerial: string | null;
}

/**
 * The booking of the paying account by which wages were paid (代发流水), where the payment names a special account of its project and the
 * serial. Of another project's account only that it is another's is told (PAYER_ACCOUNT_DIFFERS), and nothing of what is booked there. Payments
 * wait for the calls that state bookings of the account, which are told of them.
 */
export const flowOfPayment: Reference<Paid, BookedFlow> = {
  name: 'flow-of-payment',
  path: 'flowSerial',
  missing: null,
  asks: 'database',
  key({ projectCode, flowSerial }, found) {
    const account = found(payerAccount);
    if (flowSerial === null || account === null || !serves(account, projectCode)) return null;
    return accountKey(account, serialNumber(flowSerial));
  },
  async find(keys, scene, db) {
    await aloneInLedgers(keys, db!);
    return findFlows(keys, scene, db);
  },
};
