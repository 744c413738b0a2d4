import { yearMonthOf, type BusinessDate } from '../../../kernel/calendar.ts';
import { hasNumberOfPerson } from '../../../kernel/identifiers/numbers-in-text.ts';
import type { Moment } from '../dataset.ts';
import type { Report } from '../report.ts';

// Checks of a dataset that every department needs. A value that is not there passes: `required` has spoken of it.

/** A day is not later than today (日期不得晚于今天). */
export function notInFuture(report: Report, path: string, day: string | null, { today }: Moment): void {
  if (day !== null && day > today)
    report.reject('DATE_IN_FUTURE', { path, expected: `a day not later than ${today}` });
}

/** A month is not later than this one (月份不得晚于本月). */
export function monthNotInFuture(
  report: Report,
  path: string,
  month: string | null,
  { today }: Moment,
): void {
  const current = yearMonthOf(today as BusinessDate);
  if (month !== null && month > current)
    report.reject('MONTH_IN_FUTURE', { path, expected: `a month not later than ${current}` });
}

/** A day is not earlier than another, such as the day something can have begun at all. */
export function notBefore(report: Report, path: string, day: string | null, earliest: string): void {
  if (day !== null && day < earliest)
    report.reject('DATE_TOO_EARLY', { path, expected: `a day not earlier than ${earliest}` });
}

/** Texts that everybody reads hold no number of a person (文字不含个人号码): they are not masked. */
export function namesNobody(
  report: Report,
  texts: Readonly<Record<string, string | null>>,
  { today }: Moment,
): void {
  for (const [path, text] of Object.entries(texts))
    if (text !== null && hasNumberOfPerson(text, today)) report.reject('NUMBER_OF_PERSON', { path });
}

/** A period does not end before it begins (起止时间); the later end is blamed. */
export function notReversed(report: Report, path: string, from: string | null, to: string | null): void {
  if (from !== null && to !== null && to < from)
    report.reject('PERIOD_REVERSED', { path, expected: 'an end not earlier than the beginning' });
}

export interface Timeliness {
  /** Milliseconds that a clock may be ahead; what lies between is taken with `CLOCK_AHEAD`. */
  readonly ahead: number;
  /** Milliseconds after which an event counts as `ARRIVED_LATE`; left out, it never does. */
  readonly late?: number;
  /** Nothing is recorded from before it. */
  readonly earliest?: Date;
}

/** An instant lies where its source can have observed it (时间合理性). */
export function timely(
  report: Report,
  path: string,
  at: Date | null,
  { now }: Moment,
  { ahead, late, earliest }: Timeliness,
): void {
  if (at === null) return;
  const after = at.getTime() - now.getTime();
  if (after > ahead) report.reject('TIME_IN_FUTURE', { path, expected: 'a time not later than now' });
  else if (earliest !== undefined && at < earliest) report.reject('TIME_TOO_EARLY', { path });
  else if (after > 0) report.warn('CLOCK_AHEAD');
  else if (late !== undefined && -after > late) report.warn('ARRIVED_LATE');
}
