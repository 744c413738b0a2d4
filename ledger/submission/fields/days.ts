import { type BusinessDate, isBusinessDate, type YearMonth } from '../../../kernel/calendar.ts';
import type { Field } from '../field.ts';
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
      if (!isBusinessDate(text)) report.reject('DATE_MALFORMED', { expected });
      else if (text < notBefore) report.reject('DATE_TOO_EARLY', { expected });
      else return text;
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
      if (!isBusinessDate(`${text}-01`)) report.reject('MONTH_MALFORMED', { expected });
      else if (text < notBefore) report.reject('MONTH_NOT_OPEN', { expected });
      else return text as YearMonth;
      return null;
    },
  };
}
