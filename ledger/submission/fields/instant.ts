import type { Field } from '../field.ts';
import type { Report } from '../report.ts';
import { digitsAt } from './characters.ts';
import { isBusinessDate } from '../../../kernel/calendar.ts';
import { statedText } from './stated-text.ts';

/**
 * An instant (时刻), to the second: RFC 3339, also with a blank for the `T`. Without a zone it is read as +08:00, with a
 * warning (architecture §3). A number is none: it does not say whether it counts seconds, milliseconds or days.
 */
export function instant(): Field<Date | null> {
  return {
    expected: EXPECTED,
    read(raw, report) {
      const quick = typeof raw === 'string' && raw.length <= TERMS.max ? instantOf(raw, report) : null;
      if (quick !== null) return quick;
      const text = statedText(raw, report, TERMS);
      if (text === null) return null;
      const read = instantOf(text, report);
      if (read === null) report.reject('TIME_MALFORMED', { expected: EXPECTED });
      return read;
    },
  };
}

function instantOf(text: string, report: Report): Date | null {
  const between = text.charCodeAt(10) | 0x20;
  const hasTime = text.charCodeAt(13) === COLON && text.charCodeAt(16) === COLON;
  if (!(between === SMALL_T || between === BLANK) || !hasTime || !isBusinessDate(text.slice(0, 10)))
    return null;
  const [hour, minute, second] = [digitsAt(text, 11, 13), digitsAt(text, 14, 16), digitsAt(text, 17, 19)];
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return null;
  const zone = endOfFraction(text);
  const offset = zone === null ? null : offsetOf(text, zone);
  if (zone === null || offset === null) return null;
  const year = digitsAt(text, 0, 4);
  // Date.UTC takes the years 0 to 99 for those of the twentieth century.
  if (year < 1000) return tell(report, 'TIME_TOO_EARLY');
  if (year > 9998) return tell(report, 'TIME_IN_FUTURE');
  if (zone === text.length) report.warn('ZONE_ASSUMED');
  if (digitsAt(text, 20, zone) > 0) report.warn('FRACTION_TRUNCATED');
  return new Date(
    Date.UTC(year, digitsAt(text, 5, 7) - 1, digitsAt(text, 8, 10), hour, minute, second) - offset,
  );
}

/** The place after the second and its fraction of at most nine digits; null where a fraction has none, or more. */
function endOfFraction(text: string): number | null {
  if (text.charCodeAt(19) !== POINT) return 19;
  let place = 20;
  while (digitsAt(text, place, place + 1) >= 0) place += 1;
  return place === 20 || place > 29 ? null : place;
}

/** Milliseconds east of Greenwich; null for what is no zone. */
function offsetOf(text: string, zone: number): number | null {
  const left = text.length - zone;
  if (left === 0) return CHINA;
  const sign = text.charCodeAt(zone);
  if (left === 1) return (sign | 0x20) === SMALL_Z ? 0 : null;
  if (left !== 6 || (sign !== PLUS && sign !== MINUS) || text.charCodeAt(zone + 3) !== COLON) return null;
  const [hours, minutes] = [digitsAt(text, zone + 1, zone + 3), digitsAt(text, zone + 4, zone + 6)];
  // No zone lies farther than 14 hours from Greenwich.
  if (hours < 0 || minutes < 0 || minutes > 59 || hours * 60 + minutes > 14 * 60) return null;
  return (hours * 60 + minutes) * (sign === MINUS ? -60_000 : 60_000);
}

// The year is no calendar's mistake, so it has its own code; the instant of 1970 stands for the value nobody will use.
function tell(report: Report, code: 'TIME_TOO_EARLY' | 'TIME_IN_FUTURE'): Date {
  report.reject(code, { expected: 'a year of four digits' });
  return new Date(0);
}

const EXPECTED = 'an instant such as "2026-01-05T07:31:30+08:00"';
const TERMS = {
  expected: EXPECTED,
  max: 40,
  malformed: 'TIME_MALFORMED',
  tooLong: 'TIME_MALFORMED',
} as const;
const CHINA = 8 * 3_600_000;
const COLON = 0x3a;
const POINT = 0x2e;
const PLUS = 0x2b;
const MINUS = 0x2d;
const BLANK = 0x20;
const SMALL_T = 0x74;
const SMALL_Z = 0x7a;
