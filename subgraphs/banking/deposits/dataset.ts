import type { Caller } from '../../../kernel/caller.ts';
import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  accountNumber,
  code,
  day,
  notInFuture,
  notReversed,
  oneOf,
  projectCode,
  required,
  text,
  yuan,
} from '../../../ledger/submission/fields/index.ts';
import type { ValuesOf } from '../../../ledger/submission/field.ts';
import { project } from '../withdrawn-projects/project-on-file.ts';
import type { Report } from '../../../ledger/submission/report.ts';
import { checkAccountName } from '../account-name-verdict.ts';
import { rankOf } from '../claims/authority.ts';
import { GuaranteeDepositClaim } from '../claims/facts.ts';
import { GuaranteeDeposit } from '../facts.ts';
import { struckDeposit } from '../freezes/dataset.ts';
import { checkNotice } from '../notice.ts';
import { checkOwnBank } from '../own-bank.ts';
import { projectAtEnd, tellEnding } from '../project-at-end.ts';
import { projectOnRecord } from '../project-on-record.ts';
import { checkDepositAccountName } from '../rules/account-name.ts';
import { type DepositUse, depositUseFaults } from '../rules/deposit-use.ts';
import { blindDepositAccount } from './account-of-deposit.ts';
import { depositByRule } from './deposit-by-rule.ts';
import { depositUseDueIn } from './use-due.ts';
import { checkUses, inOrder, storedUses, UNSTATED, type Use, usesField } from './uses.ts';

const fields = {
  projectCode: required(projectCode()),
  form: required(oneOf(['CASH', 'LETTER', 'EXEMPT', 'DEFERRED'])),
  required: required(yuan()),
  stored: yuan(),
  contractPrice: yuan(),
  arrearsHistory: oneOf([
    'ARREARS_WITHIN_TWO_YEARS',
    'NONE_FOR_ONE_YEAR',
    'NONE_FOR_TWO_YEARS',
    'NONE_FOR_THREE_YEARS',
  ]),
  lastArrearsOn: day(),
  bankCode: code('bank-codes'),
  accountName: text({ max: 200 }),
  storedOn: day(),
  noticeFrom: day(),
  noticeTo: day(),
  returnedOn: day(),
  accountNumber: accountNumber(),
  usedAmount: yuan(),
  useNoticedOn: day(),
  usedOn: day(),
  restoredOn: day(),
  uses: usesField,
  status: required(oneOf(['DUE', 'STORED', 'USED', 'RETURNED'])),
};

type Deposit = ValuesOf<typeof fields>;

/** 工资保证金, as banks, contractors and departments state it: of each form a project has one. */
export const guaranteeDeposits = dataset<typeof fields>({
  name: 'GUARANTEE_DEPOSIT',
  operation: 'submitGuaranteeDeposits',
  scopes: ['account:submit', 'deposit:submit'],
  fact: GuaranteeDeposit,
  claims: { fact: GuaranteeDepositClaim, rankOf },
  fields,
  check(values, report, moment, caller) {
    const { storedOn, returnedOn, noticeFrom, noticeTo } = values;
    if (values.bankCode !== null) checkOwnBank(values.bankCode, report, caller);
    notInFuture(report, 'lastArrearsOn', values.lastArrearsOn, moment);
    notInFuture(report, 'storedOn', storedOn, moment);
    notInFuture(report, 'returnedOn', returnedOn, moment);
    notReversed(report, 'returnedOn', storedOn, returnedOn);
    notReversed(report, 'noticeTo', noticeFrom, noticeTo);
    for (const name of ['useNoticedOn', 'usedOn', 'restoredOn'] as const)
      notInFuture(report, name, values[name], moment);
    notReversed(report, 'usedOn', values.useNoticedOn, values.usedOn);
    notReversed(report, 'restoredOn', values.usedOn, values.restoredOn);
    checkUses(values.uses, report, moment);
    checkForm(values, report);
    checkUse(values, report);
    checkDepositor(values, report, caller);
    checkStatus(values, report);
  },
  references: [project, projectOnRecord, projectAtEnd, blindDepositAccount],
  checkFound(values, found, report, { today }) {
    const { stored, status, storedOn, returnedOn: endedOn } = values;
    const onRecord = found(projectOnRecord);
    const byRule = depositByRule({
      stated: values.contractPrice,
      onRecord: onRecord?.contractPrice,
      history: values.arrearsHistory,
      lastArrearsOn: values.lastArrearsOn,
      division: found(project)!.divisionCode,
      on: storedOn ?? today,
    });
    if (byRule && values.required < byRule.amount) report.warn('DEPOSIT_BELOW_RULE');
    if (values.form === 'CASH' && status === 'STORED' && (stored ?? 0n) < values.required)
      report.warn('DEPOSIT_NOT_FULL');
    checkAccountName(report, values.accountName, onRecord, checkDepositAccountName);
    const { noticeFrom: from, noticeTo: to } = values;
    const parameter = 'GUARANTEE_DEPOSIT_RETURN_NOTICE_DAYS';
    checkNotice(report, { from, to, endedOn }, found(project)!.divisionCode, parameter);
    tellEnding(values, found(projectAtEnd), report);
    for (const use of statedUses(values)) {
      const due = depositUseDueIn(found(project)!.divisionCode, use as DepositUse);
      for (const fault of depositUseFaults(use as DepositUse, due, today)) report.warn(fault);
    }
  },
  write: ({ required: requiredFen, stored, contractPrice, ...values }, found, { sentAt }) => ({
    content: {
      ...withoutUse(values),
      requiredFen,
      storedFen: stored ?? 0n,
      contractPriceFen: contractPrice,
      accountIndex: found(blindDepositAccount),
      ...latestUse(values),
      uses: storedUses(values.uses),
    },
    occurredAt: sentAt,
  }),
  heldBy: ['projectCode', 'form'],
  releases: ({ projectCode }) => [{ name: struckDeposit.name, key: projectCode as string }],
});

/** Who lets deposits be exempt or put off is no bank: money and letters are stated by those who keep and issue them. */
function checkDepositor({ form }: Deposit, report: Report, { scopes }: Caller): void {
  if (form === null || scopes.includes('account:submit') || DECIDED.has(form)) return;
  report.reject('DEPOSIT_OF_ANOTHER', { path: 'form', expected: [...DECIDED].join(' or ') });
}

const DECIDED: ReadonlySet<string> = new Set(['EXEMPT', 'DEFERRED']);

/** Money lies in an account only where the deposit is in cash. */
function checkForm({ form, stored, bankCode, accountNumber: number }: Deposit, report: Report): void {
  if (form === 'CASH' && bankCode === null)
    report.reject('VALUE_MISSING', { path: 'bankCode', expected: 'the bank of a deposit in CASH' });
  if (form !== null && form !== 'CASH' && (stored ?? 0n) > 0n)
    report.reject('FORM_HAS_NO_MONEY', { path: 'stored' });
  if (form !== null && form !== 'CASH' && number !== null)
    report.reject('FORM_HAS_NO_MONEY', { path: 'accountNumber' });
}

/** What was used, and on which day, belong together; where nothing is stored nothing is used. */
function checkUse(values: Deposit, report: Report): void {
  const { form, usedAmount, usedOn, restoredOn, status, uses } = values;
  const own = statedAlone(values);
  if (own && uses.length > 0 && !isSame(own, inOrder(uses).at(-1)!))
    report.reject('USE_DIFFERS', { path: 'uses' });
  if ((usedAmount === null) !== (usedOn === null))
    report.reject('VALUE_MISSING', {
      path: usedAmount === null ? 'usedAmount' : 'usedOn',
      expected: 'an amount used together with its day',
    });
  if ((usedAmount !== null || uses.length > 0) && form !== null && DECIDED.has(form))
    report.reject('FORM_HAS_NO_MONEY', { path: usedAmount === null ? 'uses' : 'usedAmount' });
  if (restoredOn !== null && usedOn === null)
    report.reject('VALUE_MISSING', { path: 'usedOn', expected: 'the day of the use that was restored' });
  const made = statedUses(values);
  if (status === 'USED' && made.length > 0 && made.every((use) => use.restoredOn !== null))
    report.reject('STATUS_AGAINST_VALIDITY', {
      path: 'status',
      expected: 'another than USED once it is restored',
    });
}

/** The latest use as it is stated by itself; null where it is not. */
function statedAlone({ usedAmount, useNoticedOn, usedOn, restoredOn }: Stated): Use | null {
  if (usedAmount === null && useNoticedOn === null && usedOn === null && restoredOn === null) return null;
  return { ...UNSTATED, amount: usedAmount, noticedOn: useNoticedOn, usedOn, restoredOn };
}

/** All that is stated of uses, in their order. */
function statedUses(values: Stated): readonly Use[] {
  if (values.uses.length > 0) return inOrder(values.uses);
  const own = statedAlone(values);
  return own ? [own] : [];
}

const isSame = (one: Use, other: Use): boolean =>
  (['amount', 'noticedOn', 'usedOn', 'restoredOn'] as const).every((name) => one[name] === other[name]);

type Stated = Pick<Deposit, 'usedAmount' | 'useNoticedOn' | 'usedOn' | 'restoredOn' | 'uses'>;

function latestUse(values: Stated) {
  const { amount, noticedOn, usedOn, restoredOn } = statedUses(values).at(-1) ?? UNSTATED;
  return { usedFen: amount, useNoticedOn: noticedOn, usedOn, restoredOn };
}

function withoutUse<V extends Stated>({ usedAmount, useNoticedOn, usedOn, restoredOn, uses, ...values }: V) {
  return values;
}

/** A status that the form cannot have, or that the days contradict. */
function checkStatus({ form, status, storedOn, returnedOn }: Deposit, report: Report): void {
  if (form === null || status === null) return;
  const of = STATUSES[form];
  const refuse = (path: string, expected: string) =>
    report.reject('STATUS_AGAINST_VALIDITY', { path, expected });
  if (of && of !== status) refuse('status', `${of} of a deposit that is ${form}`);
  if (returnedOn !== null && status !== 'RETURNED') refuse('status', 'RETURNED with a day of return');
  if (returnedOn === null && status === 'RETURNED') refuse('returnedOn', 'the day of return with RETURNED');
  if (storedOn !== null && status === 'DUE') refuse('status', 'another than DUE with a day of storing');
}

/** Modelled: with nothing to store there is nothing due, used or returned; what is put off is due. Other forms have any. */
const STATUSES: Readonly<Record<string, string>> = { EXEMPT: 'STORED', DEFERRED: 'DUE' };
