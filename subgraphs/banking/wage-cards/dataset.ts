import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  bankCard,
  bankLinkNo,
  checkIdentity,
  code,
  day,
  identityFields,
  notInFuture,
  oneOf,
  personName,
  required,
  text,
} from '../../../ledger/submission/fields/index.ts';
import { knownWorker } from '../../../ledger/submission/references/known-worker.ts';
import { nameOfCode } from '../../../schema/codes.ts';
import { blindCard } from '../blind-numbers.ts';
import { WageCard } from '../facts.ts';
import { checkOwnBank } from '../own-bank.ts';
import { cardHolders } from './card-holders.ts';
import { onePerson, overTheGraph } from '../../../ledger/submission/references/one-person.ts';

const fields = {
  ...identityFields,
  bankCode: required(code('bank-codes')),
  bankName: text({ max: 200 }),
  bankLinkNo: bankLinkNo(),
  cardNumber: required(bankCard()),
  cardholderName: required(personName({ max: 50 })),
  issuedOn: day(),
  status: oneOf(['ACTIVE', 'LOST', 'CLOSED']),
};

/**
 * 工资卡, as banks and platforms state it: one for each worker, so that another card of the same source corrects. The holder's
 * name is not compared with the registered one: that is the provincial hub's, and banks are not told it.
 */
export const wageCards = dataset<typeof fields>({
  name: 'WAGE_CARD',
  operation: 'submitWageCards',
  scopes: ['account:submit', 'worker:submit'],
  fact: WageCard,
  fields,
  check(values, report, moment, caller) {
    checkIdentity(values, report);
    checkOwnBank(values.bankCode, report, caller);
    notInFuture(report, 'issuedOn', values.issuedOn, moment);
  },
  references: [onePerson(overTheGraph), knownWorker, blindCard, cardHolders],
  checkFound({ status }, found, report) {
    if (status === 'CLOSED') return;
    const [worker, holders] = [found(knownWorker)!, found(cardHolders)!];
    if (holders.size > (holders.has(worker) ? 1 : 0)) report.warn('CARD_OF_TWO_WORKERS');
    holders.add(worker);
  },
  write: (values, found, { sentAt }) => ({
    content: {
      workerId: found(knownWorker),
      bankCode: values.bankCode,
      bankName: values.bankName ?? nameOfCode('bank-codes', values.bankCode),
      bankLinkNo: values.bankLinkNo,
      cardIndex: found(blindCard),
      cardNumber: values.cardNumber,
      cardholderName: values.cardholderName,
      issuedOn: values.issuedOn,
      status: values.status ?? 'ACTIVE',
    },
    occurredAt: sentAt,
  }),
  heldBy: ['workerId', 'documentType', 'documentNumber'],
});
