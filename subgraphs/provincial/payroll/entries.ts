import { lastDayOf, type YearMonth } from '../../../kernel/calendar.ts';
import type { Moment } from '../../../ledger/submission/dataset.ts';
import type { ValuesOf } from '../../../ledger/submission/field.ts';
import {
  checkIdentity,
  flag,
  identityFields,
  integer,
  monthNotInFuture,
  notInFuture,
  required,
  within,
  yearMonth,
  yuan,
} from '../../../ledger/submission/fields/index.ts';
import type { Report } from '../../../ledger/submission/report.ts';
import { checkParticulars, lineParticulars } from './line-particulars.ts';

export const MOST_ENTRIES = 5_000;

/** Modelled: no document limits a line; ten million yuan for one person is a mistake of units. */
const MOST_FEN = 10n ** 9n;

/** One worker's line of a payroll sheet (工资支付明细). */
export const entryFields = {
  lineNo: integer({ min: 1, max: 1_000_000 }),
  ...identityFields,
  days: integer({ min: 0, max: 366 }),
  payable: required(yuan({ atMost: MOST_FEN })),
  actual: required(yuan({ atMost: MOST_FEN })),
  isBackPay: flag(),
  backPayMonth: yearMonth(),
  ...lineParticulars,
};

export type Entry = ValuesOf<typeof entryFields>;

/** So many days the month has (当月天数), of which the last is the number. */
const daysOf = (month: string): number => Number(lastDayOf(month as YearMonth).slice(8));

interface Sheet {
  readonly payMonth: string;
  readonly entries: readonly Entry[];
}

/** What the lines say of themselves and beside each other. */
export function checkEntries({ payMonth, entries }: Sheet, report: Report, moment: Moment): void {
  const lines = new Set<number>();
  for (const [place, entry] of entries.entries()) {
    const inside = within(report, `entries.${place}`);
    checkIdentity(entry, inside);
    const line = lineNoOf(entry.lineNo, place);
    if (lines.has(line)) inside.reject('LINE_REPEATED', { path: 'lineNo' });
    lines.add(line);
    if (entry.isBackPay && entry.backPayMonth === null)
      inside.reject('BACK_PAY_MONTH_MISSING', { path: 'backPayMonth' });
    checkParticulars(entry, inside);
    notInFuture(inside, 'paidOn', entry.paidOn, moment);
    monthNotInFuture(inside, 'backPayMonth', entry.backPayMonth, moment);
    const most = daysOf(entry.backPayMonth ?? payMonth);
    if (entry.days !== null && entry.days > most)
      inside.reject('DAYS_EXCEED_MONTH', { path: 'days', expected: `at most the ${most} days of the month` });
  }
}

/** A line that says no number has its place in the list. */
export const lineNoOf = (stated: number | null, place: number): number => stated ?? place + 1;

/** All that a line states, in one spelling; particulars only where there are any, so that other lines keep their digest. */
export const lineText = (line: {
  readonly lineNo: number;
  readonly workerId: string;
  readonly days: number | null;
  readonly payableFen: bigint;
  readonly actualFen: bigint;
  readonly isBackPay: boolean;
  readonly backPayMonth: string | null;
  readonly particulars: string | null;
}): string =>
  [
    line.lineNo,
    line.workerId,
    line.days,
    line.payableFen,
    line.actualFen,
    line.isBackPay,
    line.backPayMonth,
    ...(line.particulars === null ? [] : [line.particulars]),
  ].join('|');
