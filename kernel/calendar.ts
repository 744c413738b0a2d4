import { addDays, type BusinessDate, daysBetween, parseBusinessDate, weekdayOf } from './business-date.ts';
import listed from './holidays.json' with { type: 'json' };

export * from './business-date.ts';

/** The holiday calendar (节假日安排): days off, weekend days worked, and the years it speaks about. */
export interface Holidays {
  readonly years: ReadonlySet<string>;
  readonly off: ReadonlySet<BusinessDate>;
  readonly work: ReadonlySet<BusinessDate>;
}

/** A day found by counting. `provisional`: a year on the way has no list yet, so weekends alone were counted. */
export interface CountedDay {
  date: BusinessDate;
  provisional: boolean;
}

/** One year's notice, as `holidays.json` holds it. */
export interface HolidayNotice {
  off: readonly { from: string; to: string }[];
  work: readonly string[];
}

export function holidaysOf(notices: Readonly<Record<string, HolidayNotice>>): Holidays {
  const off = Object.values(notices).flatMap((notice) =>
    notice.off.flatMap(({ from, to }) => stretch(from, to)),
  );
  const work = Object.values(notices).flatMap((notice) => notice.work.map(parseBusinessDate));
  return { years: new Set(Object.keys(notices)), off: new Set(off), work: new Set(work) };
}

/** The lists at hand (`holidays.json`, each with its source and whether it was verified). */
export const listedHolidays: Holidays = holidaysOf(listed.years);

/** Whether people work on this day. For a year without a list, see `isProvisional`. */
export function isWorkingDay(date: BusinessDate, holidays: Holidays): boolean {
  if (holidays.work.has(date)) return true;
  return !holidays.off.has(date) && !isWeekend(date);
}

/** Whether the day's year has no list, so that only its weekends are known. */
export function isProvisional(date: BusinessDate, holidays: Holidays): boolean {
  return !holidays.years.has(date.slice(0, 4));
}

/**
 * Whether a day that was counted from another may be wrong (暂定), since a year from the one to the other has no list: of an answer that
 * was kept without saying so.
 */
export function isCountedProvisionally(from: BusinessDate, to: BusinessDate, { years }: Holidays): boolean {
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year++)
    if (!years.has(String(year))) return true;
  return false;
}

/**
 * The day `count` working days after `date`; the day itself does not count. Negative counts go back.
 * Zero gives the day itself, working or not. The answer is provisional when any day passed, the first included, is.
 */
export function addWorkingDays(date: BusinessDate, count: number, holidays: Holidays): CountedDay {
  if (!Number.isSafeInteger(count) || Math.abs(count) > 10_000)
    throw new RangeError('working days are a whole number');
  const step = count < 0 ? -1 : 1;
  const found: CountedDay = { date, provisional: isProvisional(date, holidays) };
  for (let left = Math.abs(count); left > 0; ) {
    found.date = addDays(found.date, step);
    found.provisional ||= isProvisional(found.date, holidays);
    if (isWorkingDay(found.date, holidays)) left -= 1;
  }
  return found;
}

/** The day itself when people work on it, otherwise the nearest working day before. */
export function lastWorkingDayOnOrBefore(date: BusinessDate, holidays: Holidays): CountedDay {
  if (isWorkingDay(date, holidays)) return { date, provisional: isProvisional(date, holidays) };
  return addWorkingDays(date, -1, holidays);
}

function isWeekend(date: BusinessDate): boolean {
  return weekdayOf(date) % 6 === 0;
}

function stretch(from: string, to: string): BusinessDate[] {
  const first = parseBusinessDate(from);
  const length = daysBetween(first, parseBusinessDate(to)) + 1;
  return Array.from({ length }, (_, place) => addDays(first, place));
}
