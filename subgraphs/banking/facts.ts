import { column } from '../../ledger/column-types.ts';
import { fact } from '../../ledger/fact.ts';

import {
  accountColumns,
  depositColumns,
  GuaranteeDepositClaim,
  GuaranteeLetterClaim,
  letterColumns,
  SpecialWageAccountClaim,
} from './claims/facts.ts';
import { serialNumber } from './flows/serial-number.ts';
import { monthThen } from './line-months/line-month.ts';

const schema = 'banking';

const numberOf = (serial: unknown): string | null =>
  typeof serial === 'string' ? serialNumber(serial) : null;

/** 农民工工资专用账户. `accountIndex` is the blind index of the number (account-number.ts). */
export const SpecialWageAccount = fact(
  {
    name: 'SpecialWageAccount',
    schema,
    table: 'special_wage_account',
    naturalKey: ['bankCode', 'accountIndex'],
    sealed: ['accountNumber'],
  },
  accountColumns,
);

/** 专户流水: one booking, known by the number of its serial; the record's `occurredAt` is the instant of booking. */
export const AccountFlow = fact(
  {
    name: 'AccountFlow',
    schema,
    table: 'account_flow',
    naturalKey: ['bankCode', 'accountIndex', 'serialNo'],
    occurredAtIsContent: true,
    sealed: ['counterpartyAccountNumber'],
    derived: {
      serialNo: ({ serial }) => numberOf(serial),
      undoesNo: ({ undoesSerial }) => numberOf(undoesSerial),
    },
  },
  {
    bankCode: column.code(),
    accountIndex: column.bytes(),
    serial: column.code(),
    serialNo: column.code(),
    projectCode: column.code(),
    accountingOn: column.day(),
    direction: column.code(),
    amountFen: column.fen(),
    balanceAfterFen: column.fen().nullable(),
    kind: column.code(),
    undoesSerial: column.code().nullable(),
    undoesNo: column.code().nullable(),
    counterpartyName: column.text().nullable(),
    counterpartyAccountNumber: column.bytes().nullable(),
    summary: column.text().nullable(),
  },
);

/** 专户空日: a day on which an account had no bookings, as its bank states. */
export const EmptyAccountDay = fact(
  {
    name: 'EmptyAccountDay',
    schema,
    table: 'empty_account_day',
    naturalKey: ['bankCode', 'accountIndex', 'day'],
  },
  {
    bankCode: column.code(),
    accountIndex: column.bytes(),
    day: column.day(),
    projectCode: column.code(),
  },
);

/** 人工费拨付: a booking of an account that the bank knows to be labour cost. */
export const LabourCostTransfer = fact(
  {
    name: 'LabourCostTransfer',
    schema,
    table: 'labour_cost_transfer',
    naturalKey: ['bankCode', 'accountIndex', 'flowNo'],
    derived: { flowNo: ({ flowSerial }) => numberOf(flowSerial) },
  },
  {
    bankCode: column.code(),
    accountIndex: column.bytes(),
    flowSerial: column.code(),
    flowNo: column.code(),
    projectCode: column.code(),
    amountFen: column.fen(),
    transferredOn: column.day(),
    forMonth: column.code(),
    payerCode: column.code().nullable(),
  },
);

/**
 * 工资代发: one attempt to pay one line of a payroll sheet. `payMonth` is the month of the line as the payment first found it, `forMonth`
 * as it is by now: the table's own trigger knows it (migration 0025). The indexes are blind ones of the numbers (account-number.ts).
 */
export const Disbursement = fact(
  {
    name: 'Disbursement',
    schema,
    table: 'disbursement',
    naturalKey: ['payrollEntryId', 'attempt'],
    sealed: ['payerAccountNumber', 'payeeCardNumber'],
    derived: { forMonth: ({ payMonth }) => payMonth },
    past: { forMonth: monthThen },
  },
  {
    payrollEntryId: column.uuid(),
    attempt: column.integer(),
    projectCode: column.code(),
    sheetNo: column.code().nullable(),
    lineNo: column.integer().nullable(),
    workerId: column.uuid(),
    bankCode: column.code(),
    amountFen: column.fen(),
    result: column.code(),
    reason: column.text().nullable(),
    paidOn: column.day(),
    payMonth: column.code(),
    payerAccountIndex: column.bytes().nullable(),
    payerAccountNumber: column.bytes().nullable(),
    payeeCardIndex: column.bytes().nullable(),
    payeeCardNumber: column.bytes().nullable(),
    payeeName: column.text().nullable(),
    flowSerial: column.code().nullable(),
    forMonth: column.code(),
  },
);

/** 工资卡, one for each worker in the province. `cardIndex` is the blind index of the number (account-number.ts). */
export const WageCard = fact(
  { name: 'WageCard', schema, table: 'wage_card', naturalKey: ['workerId'], sealed: ['cardNumber'] },
  {
    workerId: column.uuid(),
    bankCode: column.code(),
    bankName: column.text(),
    bankLinkNo: column.text().nullable(),
    cardIndex: column.bytes(),
    cardNumber: column.bytes(),
    cardholderName: column.text(),
    issuedOn: column.day().nullable(),
    status: column.code(),
  },
);

/** 工资保证金, of one form. */
export const GuaranteeDeposit = fact(
  {
    name: 'GuaranteeDeposit',
    schema,
    table: 'guarantee_deposit',
    naturalKey: ['projectCode', 'form'],
    sealed: ['accountNumber'],
  },
  depositColumns,
);

/** 工资保证金保函 or insurance in place of it. */
export const GuaranteeLetter = fact(
  {
    name: 'GuaranteeLetter',
    schema,
    table: 'guarantee_letter',
    naturalKey: ['issuerCode', 'letterNo'],
  },
  letterColumns,
);

/** 工程款支付担保. */
export const PaymentGuarantee = fact(
  {
    name: 'PaymentGuarantee',
    schema,
    table: 'payment_guarantee',
    naturalKey: ['issuerCode', 'guaranteeNo'],
  },
  {
    issuerCode: column.code(),
    guaranteeNo: column.code(),
    projectCode: column.code(),
    issuerName: column.text(),
    ownerCode: column.code().nullable(),
    beneficiaryCode: column.code().nullable(),
    form: column.code(),
    amountFen: column.fen(),
    startsOn: column.day(),
    endsOn: column.day(),
    status: column.code(),
  },
);

/** 查封、冻结、划拨 of a special account or the account of a deposit. */
export const AccountFreeze = fact(
  {
    name: 'AccountFreeze',
    schema,
    table: 'account_freeze',
    naturalKey: ['bankCode', 'accountIndex', 'orderNo', 'measure'],
    sealed: ['accountNumber'],
  },
  {
    bankCode: column.code(),
    accountIndex: column.bytes(),
    accountNumber: column.bytes(),
    orderNo: column.code(),
    measure: column.code(),
    target: column.code(),
    projectCode: column.code(),
    authority: column.text(),
    cause: column.code(),
    amountFen: column.fen().nullable(),
    effectiveOn: column.day(),
    liftedOn: column.day().nullable(),
  },
);

export const facts = [
  SpecialWageAccountClaim,
  GuaranteeDepositClaim,
  GuaranteeLetterClaim,
  SpecialWageAccount,
  AccountFlow,
  EmptyAccountDay,
  LabourCostTransfer,
  Disbursement,
  WageCard,
  GuaranteeDeposit,
  GuaranteeLetter,
  PaymentGuarantee,
  AccountFreeze,
];
