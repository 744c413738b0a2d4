import { BadInput } from './refusals.ts';

declare const day: unique symbol;
/** A day in China, `YYYY-MM-DD`. Text order is time order. */
export type BusinessDate = string & { readonly [day]: true };

declare const month: unique symbol;
/** A month in China, `YYYY-MM`. */
export type YearMonth = string & { readonly [month]: true };

/** A half-open stretch of instants: `from` belongs to it, `to` no longer. */
export interface Edges {
  from: Date;
  to: Date;
}

/** @throws BadInput `DATE_MALFORMED`, also for a day that does not exist */
export function parseBusinessDate(text: string): BusinessDate {
  if (isBusinessDate(text)) return text;
  throw new BadInput('DATE_MALFORMED', 'expected an existing day as YYYY-MM-DD', { expected: 'YYYY-MM-DD' });
}

/** Whether text is an existing day as YYYY-MM-DD. Every submitted record asks it, hence without a `Date`. */
export function isBusinessDate(text: string): text is BusinessDate {
  if (!DAY_FORM.test(text)) return false;
  const [year, month, number] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))];
  if (month !== 2) return month >= 1 && month <= 12 && number >= 1 && number <= (SHORT.has(month) ? 30 : 31);
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return number >= 1 && number <= (isLeap ? 29 : 28);
}

/** @throws BadInput `YEAR_MONTH_MALFORMED` */
export function parseYearMonth(text: string): YearMonth {
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) return text as YearMonth;
  throw new BadInput('YEAR_MONTH_MALFORMED', 'expected a month as YYYY-MM', { expected: 'YYYY-MM' });
}

/** The day in China at an instant, whatever the server's zone. China has kept +08:00 all year since 1991. */
export function businessDateOf(instant: Date): BusinessDate {
  const number = Math.floor((instant.getTime() + CHINA_OFFSET) / DAY_MS);
  // The records of a batch are mostly of one day.
  if (number !== latest.number)
    latest = { number, text: new Date(number * DAY_MS).toISOString().slice(0, 10) as BusinessDate };
  return latest.text;
}

let latest = { number: 0, text: '1970-01-01' as BusinessDate };

/** The month in China of a day or an instant. */
export function yearMonthOf(when: BusinessDate | Date): YearMonth {
  return (typeof when === 'string' ? when : businessDateOf(when)).slice(0, 7) as YearMonth;
}

/** The instants of a day in China. */
export function dayEdges(date: BusinessDate): Edges {
  return { from: startOf(date), to: startOf(addDays(date, 1)) };
}

/** The instants of a month in China. */
export function monthEdges(yearMonth: YearMonth): Edges {
  // What an answer tells is mostly of one month.
  if (yearMonth !== latestMonth.month)
    latestMonth = {
      month: yearMonth,
      from: startOf(firstDayOf(yearMonth)).getTime(),
      to: startOf(firstDayOf(addMonths(yearMonth, 1))).getTime(),
    };
  return { from: new Date(latestMonth.from), to: new Date(latestMonth.to) };
}

let latestMonth = { month: '' as YearMonth, from: 0, to: 0 };

export function firstDayOf(yearMonth: YearMonth): BusinessDate {
  return `${yearMonth}-01` as BusinessDate;
}

export function lastDayOf(yearMonth: YearMonth): BusinessDate {
  return addDays(firstDayOf(addMonths(yearMonth, 1)), -1);
}

/** The day of that number in the month, or its last day when the month is shorter. */
export function dayOfMonth(yearMonth: YearMonth, number: number): BusinessDate {
  const nominal = addDays(firstDayOf(yearMonth), number - 1);
  return yearMonthOf(nominal) === yearMonth ? nominal : lastDayOf(yearMonth);
}

/** Calendar days later, or earlier when negative. */
export function addDays(date: BusinessDate, days: number): BusinessDate {
  return isoDay(utc(date) + days * DAY) as BusinessDate;
}

export function addMonths(yearMonth: YearMonth, months: number): YearMonth {
  const [year = 0, number = 1] = yearMonth.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7) as YearMonth;
}

/** Calendar days from one day to another; negative when `to` is earlier. */
export function daysBetween(from: BusinessDate, to: BusinessDate): number {
  return (utc(to) - utc(from)) / DAY;
}

/** 0 for Sunday to 6 for Saturday. */
export function weekdayOf(date: BusinessDate): number {
  return new Date(utc(date)).getUTCDay();
}

const DAY_FORM = /^\d{4}-\d\d-\d\d$/;
const SHORT: ReadonlySet<number> = new Set([4, 6, 9, 11]);
const CHINA_OFFSET = 8 * 3_600_000;
const DAY_MS = 24 * 3_600_000;
const DAY = 86_400_000;

function utc(date: BusinessDate): number {
  return Date.parse(`${date}T00:00:00Z`);
}

function startOf(date: BusinessDate): Date {
  return new Date(utc(date) - CHINA_OFFSET);
}

function isoDay(time: number): string | undefined {
  return Number.isNaN(time) ? undefined : new Date(time).toISOString().slice(0, 10);
}
