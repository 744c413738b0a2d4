import { parseBusinessDate } from '../../../kernel/calendar.ts';
import { CLOCK_TOLERANCE_MS } from '../../../ledger/submission/envelope.ts';
import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  accountNumber,
  code,
  creditCode,
  day,
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
import { project } from '../../../ledger/submission/references/project.ts';
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
import { projectOnRecord } from '../project-on-record.ts';
import { isOpenedLate } from '../rules/account-opening.ts';
import { checkSpecialAccountName } from '../rules/account-name.ts';
import { releasesAccount } from './known-account.ts';

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
};

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
  },
  references: [project, blindAccount, projectOnRecord],
  checkFound(values, found, report, { today }) {
    const { openedOn, accountName, closedOn, closingNoticeFrom: from, closingNoticeTo: to } = values;
    const { divisionCode } = found(project)!;
    const endedOn = closedOn ?? (values.status === 'CLOSED' ? today : null);
    checkNotice(report, { from, to, endedOn }, divisionCode, 'ACCOUNT_CLOSING_NOTICE_DAYS');
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
      status: values.status ?? (values.closedOn === null ? 'ACTIVE' : 'CLOSED'),
      tripartiteAgreementOn: values.tripartiteAgreementOn,
      balanceFen: values.balance,
      balanceAt: values.balanceAt,
      lastSerial: values.lastSerial,
      closingNoticeFrom: values.closingNoticeFrom,
      closingNoticeTo: values.closingNoticeTo,
    },
    occurredAt: sentAt,
  }),
  heldBy: ['bankCode', 'accountNumber'],
  releases: releasesAccount,
});
