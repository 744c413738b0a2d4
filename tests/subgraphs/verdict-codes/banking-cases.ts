import { cardNumber } from '../../../seeds/synthetic-numbers.ts';
import type { Case } from './cases.ts';
import { EarlyWarning } from '../../../subgraphs/provincial/facts.ts';
import { LATER, type Operation, platform, type Rooms, type Row, type Sending } from './rooms.ts';
import { warning } from '../banking/support/early-warnings.ts';
import { account, CONTRACTOR, line, mason, OWNER, project, sheet, worker } from './site.ts';

type Sent = readonly [operation: Operation, records: Row, sending?: Sending];

const flow = (serial: string, more: object = {}) => ({
  bankCode: '102',
  accountNumber: '2102000000000001',
  serial,
  occurredAt: '2026-02-28T10:00:00+08:00',
  direction: 'OUT',
  amount: '100.00',
  kind: 'WAGE',
  ...more,
});
const transfer = (flowSerial: string, more: object = {}) => ({
  bankCode: '102',
  accountNumber: '2102000000000001',
  flowSerial,
  amount: '100.00',
  transferredOn: '2026-02-20',
  forMonth: '2026-02',
  ...more,
});
const emptyDay = (day: string) => ({ bankCode: '102', accountNumber: '2102000000000001', day });
const ACCOUNT: Sent = ['submitSpecialWageAccounts', account()];
const OPENED = { openedOn: '2026-02-20' };
const BACK = { kind: 'RETURN', direction: 'IN', undoesSerial: '1' };
const named = (accountNumber: string, accountName: string): Sent => [
  'submitSpecialWageAccounts',
  account({ accountNumber, accountName }),
];

const paid = (lineNo: number, more: object = {}) => ({
  projectCode: 'A',
  sheetNo: 'PAID',
  lineNo,
  ...mason,
  bankCode: '102',
  amount: '100.00',
  result: 'SUCCESS',
  paidOn: '2026-02-28',
  ...more,
});
const OUT_OF = { payerAccountNumber: '2102000000000001' };
const SECOND = { documentNumber: worker('1992-03-04').documentNumber };
const card = (more: object) => ({
  bankCode: '102',
  cardNumber: cardNumber(4_700),
  cardholderName: '林某某',
  ...more,
});
const SHEET: Sent = ['submitPayrollSheets', sheet('PAID', { entries: [line(), line(SECOND)] })];
const PAYROLL: readonly Sent[] = [['submitMigrantWorkers', worker('1992-03-04')], SHEET];

const deposit = (more: object = {}) => ({
  projectCode: 'A',
  form: 'CASH',
  required: '100.00',
  stored: '100.00',
  bankCode: '102',
  status: 'STORED',
  ...more,
});
const letter = (more: object = {}) => ({
  issuerCode: '102',
  issuerName: '示范银行',
  letterNo: 'BH-1',
  projectCode: 'A',
  form: 'BANK_LETTER',
  amount: '100.00',
  startsOn: '2026-01-01',
  endsOn: '2026-12-31',
  ...more,
});
const guarantee = (more: object = {}) => letter({ letterNo: undefined, guaranteeNo: 'DB-1', ...more });
const freeze = (more: object = {}) => ({
  target: 'SPECIAL_ACCOUNT',
  bankCode: '102',
  accountNumber: '2102000000000001',
  orderNo: '（2026）桂示例执1号',
  authority: '示例区人民法院',
  measure: 'FREEZE',
  cause: 'WAGES_OF_THIS_PROJECT',
  effectiveOn: '2026-02-10',
  ...more,
});
const OTHER_PROJECT: Sent = ['fileProjects', project({ projectCode: 'LETTERED' })];

/** What banks and guarantors state. */
export const bankingCases = {
  KIND_DIRECTION_DIFFERS: {
    before: [ACCOUNT],
    send: ['submitAccountFlows', flow('1', { direction: 'IN' })],
    told: 'REJECTED direction',
  },
  UNDOES_NOTHING: {
    before: [ACCOUNT],
    send: ['submitAccountFlows', flow('1', { undoesSerial: '9' })],
    told: 'REJECTED undoesSerial',
  },
  UNDONE_DIRECTION_SAME: {
    before: [ACCOUNT, ['submitAccountFlows', flow('1')]],
    send: ['submitAccountFlows', flow('2', { kind: 'REVERSAL', undoesSerial: '1' })],
    told: 'REJECTED direction',
  },
  UNDONE_AMOUNT_EXCEEDED: {
    before: [ACCOUNT, ['submitAccountFlows', flow('1')]],
    send: ['submitAccountFlows', flow('2', { ...BACK, amount: '100.01' })],
    told: 'REJECTED amount',
  },
  UNDONE_BEFORE_BOOKED: {
    before: [ACCOUNT, ['submitAccountFlows', flow('61')]],
    send: [
      'submitAccountFlows',
      flow('62', { ...BACK, undoesSerial: '61', amount: '1.00', occurredAt: '2026-02-28T09:00:00+08:00' }),
    ],
    told: 'ACCEPTED',
  },
  DAY_HAS_FLOWS: {
    before: [ACCOUNT, ['submitAccountFlows', flow('1')]],
    send: ['submitEmptyAccountDays', emptyDay('2026-02-28')],
    told: 'REJECTED day',
  },
  FLOW_DIFFERS: {
    before: [ACCOUNT, ['submitAccountFlows', flow('1')]],
    send: ['submitLabourCostTransfers', transfer('1')],
    told: 'REJECTED flowSerial',
  },
  FLOW_NOT_ON_RECORD: {
    before: [ACCOUNT],
    send: ['submitLabourCostTransfers', transfer('404')],
    told: 'ACCEPTED',
  },
  TRANSFER_FLOW_UNDONE: {
    before: [
      ACCOUNT,
      ['submitAccountFlows', flow('71', { kind: 'LABOUR_COST', direction: 'IN' })],
      ['submitLabourCostTransfers', transfer('71')],
    ],
    send: [
      'submitAccountFlows',
      flow('72', { kind: 'REVERSAL', undoesSerial: '71', occurredAt: '2026-02-28T11:00:00+08:00' }),
    ],
    told: 'ACCEPTED',
  },
  TRANSFER_DIFFERS: {
    before: [ACCOUNT, ['submitLabourCostTransfers', transfer('73')]],
    send: ['submitAccountFlows', flow('73', { kind: 'LABOUR_COST', direction: 'IN', amount: '10.00' })],
    told: 'ACCEPTED',
  },
  LABOUR_COST_LATE: {
    before: [ACCOUNT],
    send: ['submitLabourCostTransfers', transfer('405', { transferredOn: '2026-02-21' })],
    told: 'ACCEPTED',
  },
  ACCOUNT_UNKNOWN: {
    send: ['submitAccountFlows', flow('1', { accountNumber: '2102000000000404' })],
    told: 'HELD accountNumber',
  },
  UNDONE_FLOW_UNKNOWN: {
    before: [ACCOUNT],
    send: ['submitAccountFlows', flow('2', { ...BACK, undoesSerial: '404' })],
    told: 'HELD undoesSerial',
  },
  ACCOUNTING_DAY_APART: {
    before: [ACCOUNT],
    send: ['submitAccountFlows', flow('3', { accountingOn: '2026-02-01' })],
    told: 'ACCEPTED',
  },
  OUTFLOW_NOT_WAGES: {
    before: [ACCOUNT],
    send: ['submitAccountFlows', flow('4', { kind: 'OTHER' })],
    told: 'ACCEPTED',
  },
  ACCOUNT_NOT_OPEN: {
    before: [['submitSpecialWageAccounts', account({ accountNumber: '2102000000000002', ...OPENED })]],
    send: ['submitEmptyAccountDays', { ...emptyDay('2026-02-18'), accountNumber: '2102000000000002' }],
    told: 'ACCEPTED',
  },
  DAY_STATED_EMPTY: {
    before: [ACCOUNT, ['submitEmptyAccountDays', emptyDay('2026-02-27')]],
    send: ['submitAccountFlows', flow('5', { accountingOn: '2026-02-27' })],
    told: 'ACCEPTED',
  },
  OPENED_LATE: {
    before: [['fileProjects', project({ projectCode: 'SIGNED', contractSignedOn: '2026-01-10' })]],
    send: [
      'submitSpecialWageAccounts',
      account({ accountNumber: '2102000000000003', projectCode: 'SIGNED', ...OPENED }),
    ],
    told: 'ACCEPTED',
  },
  ENDED_WITHOUT_NOTICE: {
    send: [
      'submitSpecialWageAccounts',
      account({ accountNumber: '2102000000000004', closedOn: '2026-03-01' }),
    ],
    told: 'ACCEPTED',
  },
  SECOND_ACTIVE_ACCOUNT: {
    before: [ACCOUNT],
    send: ['submitSpecialWageAccounts', account({ accountNumber: '2102000000000009' })],
    told: 'ACCEPTED',
  },
  SHARED_WITHOUT_LEDGER: {
    before: [OTHER_PROJECT],
    send: [
      'submitSpecialWageAccounts',
      account({ accountNumber: '2102000000000093', sharedProjects: [{ projectCode: 'LETTERED' }] }),
    ],
    told: 'ACCEPTED',
  },
  ENDED_BEFORE_COMPLETION: {
    send: [
      'submitSpecialWageAccounts',
      account({ accountNumber: '2102000000000072', closedOn: '2026-03-01' }),
    ],
    told: 'ACCEPTED',
  },
  ENDED_WITH_OPEN_WARNINGS: {
    before: [OTHER_PROJECT],
    send: [
      'submitSpecialWageAccounts',
      account({ accountNumber: '2102000000000073', projectCode: 'LETTERED', closedOn: '2026-03-01' }),
    ],
    told: 'ACCEPTED',
  },
  ACCOUNT_ON_TWO_PROJECTS: {
    before: [OTHER_PROJECT, ['submitSpecialWageAccounts', account({ accountNumber: '2102000000000071' })]],
    send: [
      'submitSpecialWageAccounts',
      account({ accountNumber: '2102000000000071', projectCode: 'LETTERED' }),
      { sentAt: LATER },
    ],
    told: 'CORRECTED',
  },
  NOTICE_TOO_SHORT: {
    send: [
      'submitSpecialWageAccounts',
      account({
        accountNumber: '2102000000000005',
        closedOn: '2026-03-01',
        closingNoticeFrom: '2026-02-01',
        closingNoticeTo: '2026-02-28',
      }),
    ],
    told: 'ACCEPTED',
  },
  ACCOUNT_NAME_SUFFIX: { send: named('2102000000000006', '工资专户'), told: 'ACCEPTED' },
  ACCOUNT_NAME_CONTRACTOR: { send: named('2102000000000007', '某公司农民工工资专用账户'), told: 'ACCEPTED' },
  ACCOUNT_NAME_PROJECT: {
    send: named('2102000000000008', '示例建设有限公司某工程农民工工资专用账户'),
    told: 'ACCEPTED',
  },
  PAYEE_DIFFERS: { before: PAYROLL, send: ['submitDisbursements', paid(2)], told: 'ACCEPTED' },
  PAYER_ACCOUNT_DIFFERS: {
    before: PAYROLL,
    send: ['submitDisbursements', paid(1, { attempt: 5, payerAccountNumber: '2102000000000404' })],
    told: 'ACCEPTED',
  },
  PAYMENT_FLOW_DIFFERS: {
    before: [...PAYROLL, ACCOUNT, ['submitAccountFlows', flow('81', { amount: '99.99' })]],
    send: ['submitDisbursements', paid(1, { attempt: 28, ...OUT_OF, flowSerial: '81' })],
    told: 'ACCEPTED',
  },
  PAYMENT_FLOW_UNDONE: {
    before: [
      ...PAYROLL,
      ACCOUNT,
      ['submitAccountFlows', flow('82')],
      ['submitAccountFlows', flow('83', { ...BACK, undoesSerial: '82' })],
    ],
    send: ['submitDisbursements', paid(1, { attempt: 29, ...OUT_OF, flowSerial: '82' })],
    told: 'ACCEPTED',
  },
  PAYEE_CARD_DIFFERS: {
    before: [...PAYROLL, ['submitWageCards', card(mason)]],
    send: ['submitDisbursements', paid(1, { attempt: 6, payeeCardNumber: cardNumber(4_701) })],
    told: 'ACCEPTED',
  },
  PAYEE_NAME_DIFFERS: {
    before: [...PAYROLL, ['submitWageCards', card(mason)]],
    send: ['submitDisbursements', paid(1, { attempt: 7, payeeName: '韦某某' })],
    told: 'ACCEPTED',
  },
  PAID_OVER_LINE: {
    before: PAYROLL,
    send: ['submitDisbursements', paid(1, { attempt: 2, amount: '100.01' })],
    told: 'ACCEPTED',
  },
  PAID_BEFORE_MONTH: {
    before: PAYROLL,
    send: ['submitDisbursements', paid(1, { attempt: 12, paidOn: '2026-01-31' })],
    told: 'ACCEPTED',
  },
  PAID_UNDER_LINE: {
    before: PAYROLL,
    send: ['submitDisbursements', paid(1, { attempt: 4, amount: '99.99' })],
    told: 'ACCEPTED',
  },
  CARD_OF_TWO_WORKERS: {
    before: [['submitWageCards', card(mason)]],
    send: ['submitWageCards', card(SECOND)],
    told: 'ACCEPTED',
  },
  PAID_TWICE: {
    before: [...PAYROLL, ['submitDisbursements', paid(1)]],
    send: ['submitDisbursements', paid(1, { attempt: 3 })],
    told: 'ACCEPTED',
  },
  ATTEMPT_SKIPPED: {
    before: PAYROLL,
    send: ['submitDisbursements', paid(1, { attempt: 9 })],
    told: 'ACCEPTED',
  },
  ACCOUNT_NOT_SPECIAL: {
    send: ['submitSpecialWageAccounts', account({ accountNumber: '2102000000000074', nature: 'BASIC' })],
    told: 'ACCEPTED',
  },
  DEPOSIT_PAID_LATE: {
    before: [['fileProjects', project({ projectCode: 'USED-1' })]],
    send: ['submitGuaranteeDeposits', deposit({ projectCode: 'USED-1', useNoticedOn: '2026-01-05' })],
    told: 'ACCEPTED',
  },
  DEPOSIT_RESTORED_LATE: {
    before: [['fileProjects', project({ projectCode: 'USED-2' })]],
    send: [
      'submitGuaranteeDeposits',
      deposit({ projectCode: 'USED-2', status: 'USED', usedAmount: '50.00', usedOn: '2026-01-05' }),
    ],
    told: 'ACCEPTED',
  },
  ISSUER_OF_ANOTHER: {
    send: [
      'submitGuaranteeLetters',
      letter({ issuerCode: OWNER, form: 'SURETY_INSURANCE' }),
      { caller: { ...platform, kind: 'GUARANTOR', enterprise: CONTRACTOR, scopes: ['guarantee:submit'] } },
    ],
    told: 'REJECTED issuerCode',
  },
  DEPOSIT_OF_ANOTHER: {
    send: [
      'submitGuaranteeDeposits',
      deposit(),
      { caller: { ...platform, kind: 'DEPARTMENT', scopes: ['deposit:submit'] } },
    ],
    told: 'REJECTED form',
  },
  FORM_HAS_NO_MONEY: {
    send: ['submitGuaranteeDeposits', deposit({ form: 'LETTER' })],
    told: 'REJECTED stored',
  },
  USE_DIFFERS: {
    send: [
      'submitGuaranteeDeposits',
      deposit({
        usedAmount: '2.00',
        usedOn: '2026-02-27',
        uses: [{ amount: '1.00', usedOn: '2026-02-27' }],
      }),
    ],
    told: 'REJECTED uses',
  },
  GUARANTEED_BY_ITSELF: {
    send: ['submitPaymentGuarantees', guarantee({ ownerCode: OWNER, beneficiaryCode: OWNER })],
    told: 'REJECTED beneficiaryCode',
  },
  DEPOSIT_BELOW_RULE: {
    send: ['submitGuaranteeDeposits', deposit({ contractPrice: '5001.00' })],
    told: 'ACCEPTED',
  },
  DEPOSIT_NOT_FULL: {
    before: [OTHER_PROJECT],
    send: ['submitGuaranteeDeposits', deposit({ projectCode: 'LETTERED', stored: '99.99' })],
    told: 'ACCEPTED',
  },
  LETTER_ON_TWO_PROJECTS: {
    before: [OTHER_PROJECT, ['submitGuaranteeLetters', letter()]],
    send: ['submitGuaranteeLetters', letter({ projectCode: 'LETTERED' }), { sentAt: LATER }],
    told: 'CORRECTED',
  },
  LETTER_BELOW_DEPOSIT: {
    before: [
      OTHER_PROJECT,
      [
        'submitGuaranteeDeposits',
        deposit({ projectCode: 'LETTERED', form: 'LETTER', stored: null, required: '100.01' }),
      ],
    ],
    send: ['submitGuaranteeLetters', letter({ letterNo: 'BH-2', projectCode: 'LETTERED' })],
    told: 'ACCEPTED',
  },
  LETTER_BELOW_RULE: {
    before: [['fileProjects', project({ projectCode: 'PRICED', contractPrice: '50000000.00' })]],
    send: ['submitGuaranteeLetters', letter({ letterNo: 'BH-4', projectCode: 'PRICED' })],
    told: 'ACCEPTED',
  },
  GUARANTEE_ON_TWO_PROJECTS: {
    before: [OTHER_PROJECT, ['submitPaymentGuarantees', guarantee({ guaranteeNo: 'DB-TWO' })]],
    send: [
      'submitPaymentGuarantees',
      guarantee({ guaranteeNo: 'DB-TWO', projectCode: 'LETTERED' }),
      { sentAt: LATER },
    ],
    told: 'CORRECTED',
  },
  GUARANTEE_ENDED: {
    send: ['submitGuaranteeLetters', letter({ letterNo: 'BH-3', endsOn: '2026-02-28' })],
    told: 'ACCEPTED',
  },
  ACCOUNT_OF_ANOTHER_PROJECT: {
    before: [ACCOUNT, OTHER_PROJECT],
    send: ['submitAccountFreezes', freeze({ projectCode: 'LETTERED' })],
    told: 'REJECTED projectCode',
  },
  DEDUCTION_NOT_LIFTED: {
    send: ['submitAccountFreezes', freeze({ measure: 'DEDUCTION', amount: '1.00', liftedOn: '2026-02-11' })],
    told: 'REJECTED liftedOn',
  },
  DEPOSIT_UNKNOWN: {
    before: [['fileProjects', project({ projectCode: 'BARE' })]],
    send: ['submitAccountFreezes', freeze({ target: 'DEPOSIT_ACCOUNT', projectCode: 'BARE' })],
    told: 'HELD projectCode',
  },
  FREEZE_FORBIDDEN: {
    before: [ACCOUNT],
    send: ['submitAccountFreezes', freeze({ cause: 'OTHER' })],
    told: 'ACCEPTED',
  },
} as const satisfies Readonly<Record<string, Case>>;

/** A record in order of each of its datasets; an account and a sheet of the project stand. */
export const bankingRecords = [
  ['submitAccountFlows', flow('900')],
  ['submitEmptyAccountDays', emptyDay('2026-02-26')],
  ['submitLabourCostTransfers', transfer('900')],
  ['submitDisbursements', paid(1)],
  ['submitGuaranteeDeposits', deposit()],
  ['submitGuaranteeLetters', letter()],
  ['submitPaymentGuarantees', guarantee()],
  ['submitAccountFreezes', freeze()],
] as const satisfies readonly (readonly [Operation, Row])[];

/** What the province warned of, which nobody submits. */
export const openWarned = async ({ provincial }: Rooms): Promise<void> => {
  await provincial.write(EarlyWarning, '2026-02-01T09:00:00+08:00', [warning('LETTERED')]);
};
