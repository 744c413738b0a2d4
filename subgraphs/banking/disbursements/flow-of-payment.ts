import type { Reference } from '../../../ledger/submission/dataset.ts';
import { accountKey } from '../accounts/known-account.ts';
import { type BookedFlow, findFlows } from '../flows/flow-references.ts';
import { serialNumber } from '../flows/serial-number.ts';
import { payerAccount } from './payer-and-payee.ts';

/** The booking of the paying account by which wages were paid (代发流水), where the payment names a special account and the serial. */
export const flowOfPayment: Reference<{ readonly flowSerial: string | null }, BookedFlow> = {
  name: 'flow-of-payment',
  path: 'flowSerial',
  missing: null,
  asks: 'database',
  key({ flowSerial }, found) {
    const account = found(payerAccount);
    return flowSerial === null || account === null ? null : accountKey(account, serialNumber(flowSerial));
  },
  find: findFlows,
};
