import { addDays, type BusinessDate, type YearMonth, yearMonthOf } from '../kernel/calendar.ts';
import { newRecordId } from '../kernel/record-id.ts';
import { PayrollSheet } from '../subgraphs/provincial/facts.ts';
import { draw } from './draw.ts';
import { type Hand, isInFirstCrew, type SiteCrew } from './hands.ts';
import { type Planned, planned } from './planned.ts';
import { at, payDayOf, sheetDayOf } from './span.ts';
import type { World } from './world.ts';

/** One line of a sheet, with the id that the bank's records refer to. */
export interface Line {
  readonly id: string;
  readonly hand: Hand;
  readonly lineNo: number;
  readonly days: number;
  readonly payableFen: bigint;
  readonly actualFen: bigint;
}

/** A crew's wages of one month (工资支付表), made on the 5th of the next month and paid on the 15th. */
export interface Sheet {
  readonly sheetNo: string;
  readonly crew: SiteCrew;
  readonly month: YearMonth;
  readonly madeOn: BusinessDate;
  readonly paidOn: BusinessDate;
  readonly isPaid: boolean;
  readonly lines: readonly Line[];
}

export function sheetsOf({ span, crews }: World): Sheet[] {
  return span.months.flatMap((month) => {
    const madeOn = sheetDayOf(month);
    const paidOn = payDayOf(month);
    // What is made or paid on the last day is not there by its morning.
    return madeOn >= span.to
      ? []
      : crews.flatMap((crew) => {
          const sheetNo = `${month.replace('-', '')}-${crew.crewNo.slice(-4)}`;
          const lines = linesOf(crew, month, month === span.settled, sheetNo);
          // A crew that did not come has no sheet.
          return lines.length === 0
            ? []
            : [{ sheetNo, crew, month, madeOn, paidOn, isPaid: paidOn < span.to, lines }];
        });
  });
}

export function payrollRecords(sheets: readonly Sheet[]): Planned[] {
  return sheets.flatMap((sheet, place) => {
    const { madeOn, paidOn, isPaid, crew } = sheet;
    const { source } = crew.site;
    const first = place === 0 ? uncorrected(sheet) : sheet;
    return [
      planned(PayrollSheet, madeOn, statedSheet(first, 'PayRoll.3'), { source }),
      ...(place === 0 ? correction(sheet, source) : []),
      ...(isPaid ? [planned(PayrollSheet, paidOn, statedSheet(sheet, 'PayRoll.50'), { source })] : []),
    ];
  });
}

/** A sheet is stated with all its lines; their ids are planned, because the bank's records refer to them. */
const statedSheet = (sheet: Sheet, status: string) => ({
  ...sheetOf(sheet, status),
  entries: sheet.lines.map((line) => entryOf(line)),
  lineIds: new Map(sheet.lines.map(({ id, lineNo }) => [lineNo, id])),
});

const sum = (lines: readonly Line[], amount: (line: Line) => bigint): bigint =>
  lines.reduce((total, line) => total + amount(line), 0n);

function sheetOf({ sheetNo, crew, month, lines, paidOn }: Sheet, status: string) {
  return {
    projectCode: crew.site.code,
    sheetNo,
    unitCode: crew.unit.creditCode,
    crewNo: crew.crewNo,
    payMonth: month,
    status,
    totalPayableFen: sum(lines, (line) => line.payableFen),
    totalActualFen: sum(lines, (line) => line.actualFen),
    paidOn: status === 'PayRoll.50' ? paidOn : null,
  };
}

const entryOf = ({ hand, lineNo, days, payableFen, actualFen }: Line) => ({
  lineNo,
  workerId: hand.workerId,
  days,
  payableFen,
  actualFen,
  isBackPay: false,
});

/** The first sheet of all had a line without its bonus; the day after, line and totals were stated again. */
const correction = (sheet: Sheet, source: string): Planned[] => [
  planned(PayrollSheet, addDays(sheet.madeOn, 1), statedSheet(sheet, 'PayRoll.3'), { source }),
];

/** The sheet as it was before its correction. */
function uncorrected(sheet: Sheet): Sheet {
  const lines = sheet.lines.map((line, place) =>
    place === 0 ? { ...line, payableFen: line.payableFen - BONUS, actualFen: line.actualFen - BONUS } : line,
  );
  return { ...sheet, lines };
}

const BONUS = 10_000n;

function linesOf(crew: SiteCrew, month: YearMonth, isSettled: boolean, sheetNo: string): Line[] {
  const chance = draw(`lines ${crew.site.code} ${sheetNo}`);
  const made = at(sheetDayOf(month), '20:00:00');
  return crew.hands
    .filter((hand) => !hand.isGuest)
    .map((hand, place) => lineOf(hand, month, isSettled ? place : null))
    .filter(({ days }) => days > 0)
    .map((line, place) => ({ ...line, lineNo: place + 1, id: newRecordId(made, chance.bytes) }));
}

/** What the sheet says of one hand; `place` in the crew where the stories of the paid month apply. */
function lineOf(hand: Hand, month: YearMonth, place: number | null) {
  const came = [...hand.days].filter((day) => yearMonthOf(day) === month).length;
  const said =
    place !== null && isInFirstCrew(hand) ? (SAID[hand.site.trouble as string] ?? AS_IT_WAS) : AS_IT_WAS;
  const { days, share } = said(came, place ?? 0);
  const payableFen = BigInt(days) * hand.dailyFen;
  return { hand, days, payableFen, actualFen: (payableFen * share) / 100n };
}

type Said = (came: number, place: number) => { days: number; share: bigint };

const AS_IT_WAS: Said = (days) => ({ days, share: 100n });

/** What sheets say otherwise than it was, in the first crew of a story's site. */
const SAID: Readonly<Record<string, Said>> = {
  DAYS_EXCEED: (came, place) => ({ days: place < 3 ? came + 4 : came, share: 100n }),
  PAID_SHORT: (days) => ({ days, share: 80n }),
  PAID_WITHOUT_ATTENDANCE: (came, place) => ({ days: place === 1 ? 20 : came, share: 100n }),
};
