import type { BusinessDate, YearMonth } from '../../../kernel/calendar.ts';
import type { Field } from '../field.ts';
import { digitsAt } from './characters.ts';
import { statedText } from './stated-text.ts';

/** An existing day (日期) as YYYY-MM-DD. Numbers, such as the serials of spreadsheets, are no days. */
export function day({
  notBefore = '1900-01-01',
}: {
  readonly notBefore?: string;
} = {}): Field<BusinessDate | null> {
  const expected = `an existing day as YYYY-MM-DD, not before ${notBefore}`;
  const terms = { expected, max: 32, malformed: 'DATE_MALFORMED', tooLong: 'DATE_MALFORMED' } as const;
  return {
    expected,
    read(raw, report) {
      const text = statedText(raw, report, terms);
      if (text === null) return null;
      if (text.length !== 10 || !startsWithDay(text)) report.reject('DATE_MALFORMED', { expected });
      else if (text < notBefore) report.reject('DATE_TOO_EARLY', { expected });
      else return text as BusinessDate;
      return null;
    },
  };
}

/** A month (月份) as YYYY-MM. */
export function yearMonth({
  notBefore = '1900-01',
}: {
  readonly notBefore?: string;
} = {}): Field<YearMonth | null> {
  const expected = `a month as YYYY-MM, not before ${notBefore}`;
  const terms = { expected, max: 32, malformed: 'MONTH_MALFORMED', tooLong: 'MONTH_MALFORMED' } as const;
  return {
    expected,
    read(raw, report) {
      const text = statedText(raw, report, terms);
      if (text === null) return null;
      if (text.length !== 7 || !startsWithDay(`${text}-01`)) report.reject('MONTH_MALFORMED', { expected });
      else if (text < notBefore) report.reject('MONTH_NOT_OPEN', { expected });
      else return text as YearMonth;
      return null;
    },
  };
}

/** Whether text begins with an existing day as YYYY-MM-DD. */
export function startsWithDay(text: string): boolean {
  if (text.charCodeAt(4) !== HYPHEN || text.charCodeAt(7) !== HYPHEN) return false;
  const [year, month, number] = [digitsAt(text, 0, 4), digitsAt(text, 5, 7), digitsAt(text, 8, 10)];
  return year >= 0 && month >= 1 && month <= 12 && number >= 1 && number <= daysOf(year, month);
}

function daysOf(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

const HYPHEN = 0x2d;
