import { addDays } from '../kernel/calendar.ts';
import { Disbursement } from '../subgraphs/banking/facts.ts';
import {
  accountsOf,
  isPaidElsewhere,
  isReturned,
  PAID_AGAIN_AFTER,
  RETURNED_AFTER,
  RETURNED_LINE,
} from './accounts.ts';
import type { Line, Sheet } from './payroll.ts';
import { type Planned, planned } from './planned.ts';
import type { World } from './world.ts';

/** What the banks did with each line of a sheet (工资代发). */
export function disbursementRecords(world: World, sheets: readonly Sheet[]): Planned[] {
  const banks = new Map(accountsOf(world).map(({ site, bankCode }) => [site, bankCode]));
  return sheets
    .filter(({ isPaid }) => isPaid)
    .flatMap((sheet) => {
      const own = banks.get(sheet.crew.site);
      // Without a special account the contractor pays from an account of its own, at a bank that keeps none here.
      const bankCode = !own || isPaidElsewhere(world.span, sheet) ? ELSEWHERE : own;
      return sheet.lines.flatMap((line, place) =>
        isReturned(world.span, sheet) && place === RETURNED_LINE
          ? returned(sheet, line, bankCode)
          : [attempt(sheet, line, bankCode, 1, 0, 'SUCCESS')],
      );
    });
}

/** 招商银行 keeps none of the demo's special accounts. */
const ELSEWHERE = '308';

/** First a success, the next day corrected to a return (退汇), then a second attempt. */
const returned = (sheet: Sheet, line: Line, bankCode: string): Planned[] => [
  attempt(sheet, line, bankCode, 1, 0, 'SUCCESS'),
  { ...attempt(sheet, line, bankCode, 1, 0, 'RETURNED'), on: addDays(sheet.paidOn, RETURNED_AFTER) },
  attempt(sheet, line, bankCode, 2, PAID_AGAIN_AFTER, 'SUCCESS'),
];

function attempt(
  { crew, month, paidOn }: Sheet,
  { id, hand, actualFen }: Line,
  bankCode: string,
  number: number,
  days: number,
  result: string,
): Planned {
  const on = addDays(paidOn, days);
  return planned(
    Disbursement,
    on,
    {
      payrollEntryId: id,
      attempt: number,
      projectCode: crew.site.code,
      workerId: hand.workerId,
      bankCode,
      amountFen: actualFen,
      result,
      reason: result === 'RETURNED' ? '收款行退回：账户状态异常' : null,
      paidOn: on,
      payMonth: month,
    },
    { source: `bank-${bankCode}` },
  );
}
