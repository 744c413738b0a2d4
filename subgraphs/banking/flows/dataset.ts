import { addDays, type BusinessDate, businessDateOf, daysBetween } from '../../../kernel/calendar.ts';
import { CLOCK_TOLERANCE_MS } from '../../../ledger/submission/envelope.ts';
import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  accountNumber,
  code,
  day,
  instant,
  oneOf,
  projectCode,
  required,
  text,
  timely,
  yuan,
} from '../../../ledger/submission/fields/index.ts';
import type { ValuesOf } from '../../../ledger/submission/field.ts';
import { projectOfAccount } from '../accounts/project-of-account.ts';
import { project } from '../withdrawn-projects/project-on-file.ts';
import type { Report } from '../../../ledger/submission/report.ts';
import {
  accountKey,
  isOpenOn,
  type KnownAccount,
  knownAccount,
  projectServed,
  serves,
} from '../accounts/known-account.ts';
import { AccountFlow } from '../facts.ts';
import { checkOwnBank } from '../own-bank.ts';
import type { Bookings } from '../rules/bookings.ts';
import { bookingSerial } from './booking-serial.ts';
import { type BesideFlow, besideFlow } from './beside-flow.ts';
import { anyFlowOf, bookings, releasesFlow, undoneFlow } from './flow-references.ts';
import { serialNumber } from './serial-number.ts';
import { flowsHeldFast, flowsStillNamed } from './taken-back.ts';
import { flowPaymentFaults, isUndoneBelow, type PaymentFlowFault } from '../rules/payment-flow.ts';
import { transferDifferences } from '../rules/transfer-differences.ts';
import { MOST_BOOKED } from '../rules/largest-amounts.ts';

const fields = {
  bankCode: required(code('bank-codes')),
  accountNumber: required(accountNumber()),
  projectCode: projectCode(),
  serial: required(bookingSerial()),
  occurredAt: required(instant()),
  accountingOn: day(),
  direction: required(oneOf(['IN', 'OUT'])),
  amount: required(yuan({ atMost: MOST_BOOKED })),
  balanceAfter: yuan({ isSigned: true }),
  kind: required(oneOf(['LABOUR_COST', 'WAGE', 'RETURN', 'REVERSAL', 'OTHER'])),
  undoesSerial: bookingSerial(),
  counterpartyName: text({ max: 200 }),
  counterpartyAccountNumber: accountNumber(),
  summary: text({ max: 500 }),
};

type Flow = ValuesOf<typeof fields>;

/** Kinds that can go one way only. A reversal goes against what it undoes. */
const DIRECTIONS: Readonly<Record<string, string>> = { LABOUR_COST: 'IN', WAGE: 'OUT', RETURN: 'IN' };

/** Modelled: no document says how far a bank's accounting day may lie from the booking; a long holiday lies between. */
const DAYS_APART = 10;
/** Modelled: banks state a day's bookings on the next day. */
const LATE_MS = 3 * 86_400_000;

/**
 * 专户流水, as the bank states them: all bookings of an account, whatever they are for. What moved is a fact; what is odd
 * about it is told with it and not refused.
 */
export const accountFlows = dataset<typeof fields>({
  name: 'ACCOUNT_FLOW',
  operation: 'submitAccountFlows',
  scopes: ['account:submit'],
  fact: AccountFlow,
  fields,
  check(values, report, moment, caller) {
    const { occurredAt, kind, direction } = values;
    checkOwnBank(values.bankCode, report, caller);
    timely(report, 'occurredAt', occurredAt, moment, { ahead: CLOCK_TOLERANCE_MS, late: LATE_MS });
    checkAccountingDay(values, report, moment.today as BusinessDate);
    if ((DIRECTIONS[kind] ?? direction) !== direction)
      report.reject('KIND_DIRECTION_DIFFERS', { path: 'direction', expected: `${DIRECTIONS[kind]}` });
    checkUndoing(values, report);
    if (kind === 'OTHER' && direction === 'OUT') report.warn('OUTFLOW_NOT_WAGES');
  },
  references: [project, knownAccount, projectOfAccount(), undoneFlow, bookings, besideFlow],
  checkFound(values, found, report) {
    const account = found(knownAccount)!;
    const projectCode = projectServed(values, account, report);
    checkUndone(values, account, found(bookings)!, report);
    const beside = found(besideFlow);
    if (beside?.undoesTransfer) report.warn('TRANSFER_FLOW_UNDONE');
    if (
      beside?.transfer &&
      serves(account, projectCode) &&
      differs({ ...values, projectCode }, beside.transfer)
    )
      report.warn('TRANSFER_DIFFERS');
    for (const fault of beside ? paymentFaults(values, account, beside, found(bookings)!) : [])
      report.warn(fault);
    if (!isOpenOn(account, accountingDayOf(values))) report.warn('ACCOUNT_NOT_OPEN');
    if (beside?.isOnEmptyDay) report.warn('DAY_STATED_EMPTY');
  },
  write(values, found) {
    const account = found(knownAccount)!;
    const { bankCode, accountIndex } = account;
    return {
      content: {
        bankCode,
        accountIndex,
        serial: values.serial,
        projectCode: projectServed(values, account),
        accountingOn: accountingDayOf(values),
        direction: values.direction,
        amountFen: values.amount,
        balanceAfterFen: values.balanceAfter,
        kind: values.kind,
        undoesSerial: values.undoesSerial,
        counterpartyName: values.counterpartyName,
        counterpartyAccountNumber: values.counterpartyAccountNumber,
        summary: values.summary,
      },
      occurredAt: values.occurredAt,
    };
  },
  heldBy: ['bankCode', 'accountNumber', 'serial'],
  releases: releasesFlow,
  heldFast: flowsHeldFast,
  stillNamed: flowsStillNamed,
});

const differs = (
  values: Flow & { readonly projectCode: string },
  transfer: Parameters<typeof transferDifferences>[0],
): boolean =>
  transferDifferences(transfer, {
    ...values,
    amountFen: values.amount,
    accountingOn: accountingDayOf(values),
  }).length > 0;

/** What payments of wages have against this booking, and against what it leaves of the booking that it undoes. */
function paymentFaults(
  { serial, direction, amount, undoesSerial }: Flow,
  account: KnownAccount,
  { payments, undonePayments }: BesideFlow,
  known: Bookings,
): ReadonlySet<PaymentFlowFault> {
  const own = accountKey(account, serialNumber(serial));
  const flow = { direction, amountFen: amount, undoneFen: known.undoneOf(own) };
  const faults = new Set(flowPaymentFaults(payments, flow));
  const undoes = undoesSerial === null ? null : accountKey(account, serialNumber(undoesSerial));
  const undone = undoes === null ? undefined : known.get(undoes);
  if (undone && isUndoneBelow(undonePayments, { ...undone, undoneFen: known.undoneOf(undoes!) }))
    faults.add('PAYMENT_FLOW_UNDONE');
  return faults;
}

/** The bank's day; where it says none, the day of the booking in China. */
export const accountingDayOf = ({
  accountingOn,
  occurredAt,
}: Pick<Flow, 'accountingOn' | 'occurredAt'>): BusinessDate => accountingOn ?? businessDateOf(occurredAt);

// After its cut-off a bank accounts for the next working day, which may lie ahead.
function checkAccountingDay({ accountingOn, occurredAt }: Flow, report: Report, today: BusinessDate): void {
  if (accountingOn === null || occurredAt === null) return;
  const latest = addDays(today, DAYS_APART);
  if (accountingOn > latest)
    report.reject('DATE_IN_FUTURE', { path: 'accountingOn', expected: `a day not later than ${latest}` });
  else if (Math.abs(daysBetween(businessDateOf(occurredAt), accountingOn)) > DAYS_APART)
    report.warn('ACCOUNTING_DAY_APART');
}

/** A return (退汇) and a reversal (冲正) name the booking that they undo; nothing else does. */
function checkUndoing({ kind, serial, undoesSerial }: Flow, report: Report): void {
  const undoes = kind === 'RETURN' || kind === 'REVERSAL';
  const path = 'undoesSerial';
  if (undoes && undoesSerial === null)
    report.reject('VALUE_MISSING', { path, expected: 'the serial of the booking that it undoes' });
  if (!undoes && undoesSerial !== null)
    report.reject('UNDOES_NOTHING', { path, expected: 'nothing, or a kind of RETURN or REVERSAL' });
  if (
    undoes &&
    undoesSerial !== null &&
    serial !== null &&
    serialNumber(undoesSerial) === serialNumber(serial)
  )
    report.reject('UNDONE_DIRECTION_SAME', { path });
}

/** What undoes a booking goes against it, and all of that together is no more than it; whichever of them is stated or corrected. */
function checkUndone(values: Flow, account: KnownAccount, known: Bookings, report: Report): void {
  const { serial, undoesSerial, direction, amount: amountFen, occurredAt } = values;
  const own = accountKey(account, serialNumber(serial));
  const undoes = undoesSerial === null ? null : accountKey(account, serialNumber(undoesSerial));
  const unless = anyFlowOf(account);
  if ((undoes !== null && known.get(undoes)?.direction === direction) || known.wouldTurn(own, direction))
    report.reject('UNDONE_DIRECTION_SAME', { path: 'direction', unless });
  else if (!known.takes(own, { amountFen, direction, occurredAt, undoes }))
    report.reject('UNDONE_AMOUNT_EXCEEDED', { path: 'amount', unless });
  else if (known.isOutOfTime(own)) report.warn('UNDONE_BEFORE_BOOKED');
}
