import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  accountNumber,
  checkIdentity,
  code,
  day,
  identifier,
  identityFields,
  integer,
  namesNobody,
  notInFuture,
  oneOf,
  personName,
  projectCode,
  required,
  text,
  yuan,
} from '../../../ledger/submission/fields/index.ts';
import { knownWorker } from '../../../ledger/submission/references/known-worker.ts';
import { project } from '../withdrawn-projects/project-on-file.ts';
import { Disbursement } from '../facts.ts';
import { bookingSerial } from '../flows/booking-serial.ts';
import { checkOwnBank } from '../own-bank.ts';
import { attemptOf, attempts, FIRST } from './attempts.ts';
import { serves } from '../accounts/known-account.ts';
import { blindPayee, blindPayer, cardOfPayee, payerAccount, tellPayerAndPayee } from './payer-and-payee.ts';
import { flowOfPayment } from './flow-of-payment.ts';
import { payrollEntry } from './payroll-entry.ts';
import { MOST_PAID_TO_ONE } from '../rules/largest-amounts.ts';
import { paymentFlowFaults } from '../rules/payment-flow.ts';
import { onePerson, overTheGraph } from '../../../ledger/submission/references/one-person.ts';

const fields = {
  projectCode: required(projectCode()),
  sheetNo: required(identifier({ max: 50, takesNumbers: true })),
  lineNo: required(integer({ min: 1, max: 1_000_000 })),
  attempt: integer({ min: 1, max: 1_000 }),
  ...identityFields,
  bankCode: required(code('bank-codes')),
  amount: required(yuan({ atMost: MOST_PAID_TO_ONE })),
  result: required(oneOf(['SUCCESS', 'FAILED', 'RETURNED'])),
  reason: text({ max: 500 }),
  paidOn: required(day()),
  payerAccountNumber: accountNumber(),
  payeeCardNumber: accountNumber(),
  payeeName: personName({ max: 50 }),
  flowSerial: bookingSerial(),
};

/**
 * 工资代发, as the paying bank states it: one attempt at one line of a payroll sheet, with what became of it. A payment that
 * comes back later is the same attempt, corrected. What the bank did is a fact; where it differs from the sheet it is told.
 */
export const disbursements = dataset<typeof fields>({
  name: 'DISBURSEMENT',
  operation: 'submitDisbursements',
  scopes: ['account:submit'],
  fact: Disbursement,
  fields,
  check(values, report, moment, caller) {
    namesNobody(report, { reason: values.reason }, moment);
    checkIdentity(values, report);
    checkOwnBank(values.bankCode, report, caller);
    notInFuture(report, 'paidOn', values.paidOn, moment);
    if (values.result !== null && values.result !== 'SUCCESS' && values.reason === null)
      report.reject('VALUE_MISSING', { path: 'reason', expected: 'why it failed or came back' });
    if (values.amount === 0n && (values.result === 'SUCCESS' || values.result === 'RETURNED'))
      report.reject('AMOUNT_ZERO', { path: 'amount', expected: 'an amount above zero of what was paid' });
  },
  references: [
    project,
    onePerson(overTheGraph),
    knownWorker,
    payrollEntry,
    attempts,
    blindPayer,
    payerAccount,
    flowOfPayment,
    blindPayee,
    cardOfPayee,
  ],
  checkFound(values, found, report) {
    const { amount, result } = values;
    const entry = found(payrollEntry)!;
    const attempt = attemptOf(values);
    const made = found(attempts)!;
    const others = [...made].filter(([number]) => number !== attempt);
    if (entry.workerId !== found(knownWorker)) report.warn('PAYEE_DIFFERS');
    if (amount > entry.actual) report.warn('PAID_OVER_LINE');
    // Modelled: wages may be paid in advance, so that it is told and not refused.
    if (values.paidOn < `${entry.payMonth}-01`) report.warn('PAID_BEFORE_MONTH');
    if (result === 'SUCCESS' && amount < entry.actual) report.warn('PAID_UNDER_LINE');
    if (result === 'SUCCESS' && others.some(([, became]) => became.result === 'SUCCESS'))
      report.warn('PAID_TWICE');
    if (attempt > FIRST && !made.has(attempt - 1)) report.warn('ATTEMPT_SKIPPED');
    made.set(attempt, { result, payMonth: made.get(attempt)?.payMonth ?? entry.payMonth });
    tellPayerAndPayee(values, found(payerAccount), found(cardOfPayee), found(blindPayee), report);
    const payer = found(payerAccount);
    if (values.flowSerial === null || payer === null || !serves(payer, values.projectCode)) return;
    for (const fault of paymentFlowFaults({ amountFen: amount, result }, found(flowOfPayment)))
      report.warn(fault);
  },
  write(values, found, { sentAt }) {
    const { id, payMonth } = found(payrollEntry)!;
    const attempt = attemptOf(values);
    return {
      content: {
        payrollEntryId: id,
        attempt,
        projectCode: values.projectCode,
        sheetNo: values.sheetNo,
        lineNo: values.lineNo,
        workerId: found(knownWorker),
        bankCode: values.bankCode,
        amountFen: values.amount,
        result: values.result,
        reason: values.reason,
        paidOn: values.paidOn,
        // A correction of the sheet makes no correction of the payment: sent again it is the same.
        payMonth: found(attempts)!.get(attempt)?.payMonth ?? payMonth,
        payerAccountIndex: found(blindPayer),
        payerAccountNumber: values.payerAccountNumber,
        payeeCardIndex: found(blindPayee),
        payeeCardNumber: values.payeeCardNumber,
        payeeName: values.payeeName,
        flowSerial: values.flowSerial,
      },
      occurredAt: sentAt,
    };
  },
  heldBy: ['projectCode', 'sheetNo', 'lineNo', 'attempt'],
});
