import { parseBusinessDate } from '../../../kernel/calendar.ts';
import { CLOCK_TOLERANCE_MS } from '../../../ledger/submission/envelope.ts';
import { dataset } from '../../../ledger/submission/dataset.ts';
import type { ValuesOf } from '../../../ledger/submission/field.ts';
import {
  accountNumber,
  code,
  creditCode,
  day,
  digest,
  instant,
  notInFuture,
  notReversed,
  oneOf,
  projectCode,
  required,
  text,
  timely,
  yuan,
} from '../../../ledger/submission/fields/index.ts';
import { project } from '../withdrawn-projects/project-on-file.ts';
import type { Report } from '../../../ledger/submission/report.ts';
import { nameOfCode } from '../../../schema/codes.ts';
import { numberOn } from '../../../schema/province-profiles.ts';
import { checkAccountName } from '../account-name-verdict.ts';
import { blindAccount } from '../blind-numbers.ts';
import { rankOf } from '../claims/authority.ts';
import { SpecialWageAccountClaim } from '../claims/facts.ts';
import { SpecialWageAccount } from '../facts.ts';
import { bookingSerial } from '../flows/booking-serial.ts';
import { checkNotice } from '../notice.ts';
import { checkOwnBank } from '../own-bank.ts';
import { projectAtEnd, tellEnding } from '../project-at-end.ts';
import { projectOnRecord } from '../project-on-record.ts';
import { isOpenedLate } from '../rules/account-opening.ts';
import { checkSpecialAccountName } from '../rules/account-name.ts';
import {
  type ActiveAccounts,
  activeAccounts,
  isOnTwoProjects,
  servedBy,
  standingAccount,
} from './active-accounts.ts';
import { accountKey, releasesAccount } from './known-account.ts';
import { checkSharing, sharedProjectsField, sharing, storedSharing } from './shared-projects.ts';
import { accountsStillNamed } from './still-named.ts';

const fields = {
  bankCode: required(code('bank-codes')),
  accountNumber: required(accountNumber()),
  projectCode: required(projectCode()),
  generalContractorCode: creditCode(),
  accountName: text({ max: 200 }),
  bankName: text({ max: 200 }),
  openedOn: day(),
  closedOn: day(),
  status: oneOf(['ACTIVE', 'CLOSED', 'FROZEN']),
  tripartiteAgreementOn: day(),
  balance: yuan({ isSigned: true }),
  balanceAt: instant(),
  lastSerial: bookingSerial(),
  closingNoticeFrom: day(),
  closingNoticeTo: day(),
  nature: oneOf(['SPECIAL', 'BASIC', 'GENERAL', 'TEMPORARY']),
  tripartiteAgreementDigest: digest(),
  sharedProjects: sharedProjectsField,
};

type Account = ValuesOf<typeof fields>;

/** 农民工工资专用账户, as banks, contractors and platforms state it. */
export const specialWageAccounts = dataset<typeof fields>({
  name: 'SPECIAL_WAGE_ACCOUNT',
  operation: 'submitSpecialWageAccounts',
  scopes: ['account:submit'],
  fact: SpecialWageAccount,
  claims: { fact: SpecialWageAccountClaim, rankOf },
  fields,
  check(values, report, moment, caller) {
    const { openedOn, closedOn, balance, balanceAt } = values;
    checkOwnBank(values.bankCode, report, caller);
    notInFuture(report, 'openedOn', openedOn, moment);
    notInFuture(report, 'closedOn', closedOn, moment);
    notReversed(report, 'closedOn', openedOn, closedOn);
    notInFuture(report, 'tripartiteAgreementOn', values.tripartiteAgreementOn, moment);
    timely(report, 'balanceAt', balanceAt, moment, { ahead: CLOCK_TOLERANCE_MS });
    if ((balance === null) !== (balanceAt === null))
      report.reject('VALUE_MISSING', {
        path: balance === null ? 'balance' : 'balanceAt',
        expected: 'a balance together with its instant',
      });
    notReversed(report, 'closingNoticeTo', values.closingNoticeFrom, values.closingNoticeTo);
    checkStatus(values, report);
    checkSharing(values, report);
    if (values.nature !== null && values.nature !== 'SPECIAL') report.warn('ACCOUNT_NOT_SPECIAL');
  },
  references: [
    project,
    ...sharing,
    blindAccount,
    projectOnRecord,
    projectAtEnd,
    activeAccounts,
    standingAccount,
  ],
  checkFound(values, found, report) {
    const { openedOn, accountName, closedOn: endedOn, closingNoticeFrom: from, closingNoticeTo: to } = values;
    const { divisionCode } = found(project)!;
    checkNotice(report, { from, to, endedOn }, divisionCode, 'ACCOUNT_CLOSING_NOTICE_DAYS');
    tellEnding(values, found(projectAtEnd), report);
    tellSecond(values, found(blindAccount)!, found(activeAccounts)!, report);
    if (isOnTwoProjects(values, found(standingAccount)!)) report.warn('ACCOUNT_ON_TWO_PROJECTS');
    if (values.sharedProjects.some(({ ledgerDigest }) => ledgerDigest === null))
      report.warn('SHARED_WITHOUT_LEDGER');
    const onRecord = found(projectOnRecord);
    checkAccountName(report, accountName, onRecord, checkSpecialAccountName);
    const signedOn = onRecord?.contractSignedOn;
    if (!openedOn || !signedOn) return;
    const within = numberOn(divisionCode, 'ACCOUNT_OPENING_DAYS', signedOn);
    if (isOpenedLate(openedOn, parseBusinessDate(signedOn), within)) report.warn('OPENED_LATE');
  },
  write: (values, found, { sentAt }) => ({
    content: {
      bankCode: values.bankCode,
      accountIndex: found(blindAccount),
      accountNumber: values.accountNumber,
      projectCode: values.projectCode,
      generalContractorCode: values.generalContractorCode,
      accountName: values.accountName,
      bankName: values.bankName ?? nameOfCode('bank-codes', values.bankCode),
      openedOn: values.openedOn,
      closedOn: values.closedOn,
      status: statusOf(values),
      tripartiteAgreementOn: values.tripartiteAgreementOn,
      balanceFen: values.balance,
      balanceAt: values.balanceAt,
      lastSerial: values.lastSerial,
      closingNoticeFrom: values.closingNoticeFrom,
      closingNoticeTo: values.closingNoticeTo,
      nature: values.nature,
      tripartiteAgreementDigest: values.tripartiteAgreementDigest,
      sharedProjects: storedSharing(values.sharedProjects),
    },
    occurredAt: sentAt,
  }),
  heldBy: ['bankCode', 'accountNumber'],
  releases: releasesAccount,
  stillNamed: accountsStillNamed,
});

/** What is left out follows from the day of closing. */
const statusOf = ({ status, closedOn }: Account) => status ?? (closedOn === null ? 'ACTIVE' : 'CLOSED');

/** An account is closed on a day, and from that day on is nothing else. */
function checkStatus({ status, closedOn }: Account, report: Report): void {
  if (status === null) return;
  if (closedOn !== null && status !== 'CLOSED')
    report.reject('STATUS_AGAINST_VALIDITY', { path: 'status', expected: 'CLOSED with a day of closing' });
  if (closedOn === null && status === 'CLOSED')
    report.reject('STATUS_AGAINST_VALIDITY', {
      path: 'closedOn',
      expected: 'the day of closing with CLOSED',
    });
}

/** Order 724 Art. 26: a project's wages go through one special account. */
function tellSecond(values: Account, accountIndex: Buffer, active: ActiveAccounts, report: Report): void {
  const own = accountKey({ bankCode: values.bankCode, accountIndex });
  const served = servedBy(values);
  for (const accounts of active.values()) accounts.delete(own);
  if (statusOf(values) !== 'ACTIVE') return;
  if (served.some((code) => active.get(code)!.size > 0)) report.warn('SECOND_ACTIVE_ACCOUNT');
  for (const code of served) active.get(code)!.add(own);
}
