import { formatYuan, yuanOfFen } from '../../../kernel/yuan.ts';
import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  accountNumber,
  code,
  creditCode,
  day,
  notInFuture,
  projectCode,
  required,
  yearMonth,
  yuan,
} from '../../../ledger/submission/fields/index.ts';
import { projectOfAccount } from '../accounts/project-of-account.ts';
import { project } from '../withdrawn-projects/project-on-file.ts';
import { numberOn } from '../../../schema/province-profiles.ts';
import { knownAccount, projectServed, serves } from '../accounts/known-account.ts';
import { LabourCostTransfer } from '../facts.ts';
import { bookingSerial } from '../flows/booking-serial.ts';
import { flowOfTransfer } from '../flows/flow-references.ts';
import { checkOwnBank } from '../own-bank.ts';
import { isLate } from '../rules/month-labour-cost.ts';
import { MOST_BOOKED } from '../rules/largest-amounts.ts';
import { transferDifferences } from '../rules/transfer-differences.ts';

const fields = {
  bankCode: required(code('bank-codes')),
  accountNumber: required(accountNumber()),
  projectCode: projectCode(),
  flowSerial: required(bookingSerial()),
  amount: required(yuan({ atMost: MOST_BOOKED, isAboveZero: true })),
  transferredOn: required(day()),
  forMonth: required(yearMonth()),
  payerCode: creditCode(),
};

/** 人工费拨付, as banks and contractors state it: which booking of the account was labour cost, and for which month. */
export const labourCostTransfers = dataset<typeof fields>({
  name: 'LABOUR_COST_TRANSFER',
  operation: 'submitLabourCostTransfers',
  scopes: ['account:submit'],
  fact: LabourCostTransfer,
  fields,
  check(values, report, moment, caller) {
    checkOwnBank(values.bankCode, report, caller);
    notInFuture(report, 'transferredOn', values.transferredOn, moment);
  },
  references: [project, knownAccount, projectOfAccount(), flowOfTransfer],
  checkFound(values, found, report) {
    const account = found(knownAccount)!;
    const projectCode = projectServed(values, account, report);
    const { divisionCode } = found(project) ?? account;
    const day = numberOn(divisionCode, 'LABOUR_COST_DAY_OF_MONTH', `${values.forMonth}-01`);
    if (isLate(values, day)) report.warn('LABOUR_COST_LATE');
    const flow = found(flowOfTransfer);
    if (flow && flow.undoneFen > 0n) report.warn('TRANSFER_FLOW_UNDONE');
    if (!flow) report.warn('FLOW_NOT_ON_RECORD');
    else if (flow.direction !== 'IN')
      report.reject('FLOW_DIFFERS', { path: 'flowSerial', expected: 'a booking into the account' });
    else if (flow.amountFen !== values.amount)
      report.reject('FLOW_DIFFERS', {
        path: 'amount',
        expected: `the amount of the booking, ${formatYuan(yuanOfFen(flow.amountFen))}`,
      });
    else if (
      serves(account, projectCode) &&
      transferDifferences({ ...values, projectCode, amountFen: values.amount }, flow).length > 0
    )
      report.warn('TRANSFER_DIFFERS');
  },
  write(values, found, { sentAt }) {
    const account = found(knownAccount)!;
    const { bankCode, accountIndex } = account;
    return {
      content: {
        bankCode,
        accountIndex,
        flowSerial: values.flowSerial,
        projectCode: projectServed(values, account),
        amountFen: values.amount,
        transferredOn: values.transferredOn,
        forMonth: values.forMonth,
        payerCode: values.payerCode,
      },
      occurredAt: sentAt,
    };
  },
  heldBy: ['bankCode', 'accountNumber', 'flowSerial'],
});
