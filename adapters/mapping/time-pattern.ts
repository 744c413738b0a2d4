import type { Step } from './mapping.ts';
import { Misfit } from './misfit.ts';

export type TimeKind = 'day' | 'instant' | 'month';

/**
 * Reads days (日期), instants (时刻) and months (年月) written by the given patterns, tried in turn. A pattern is of the
 * letters `yyyy MM M dd d HH H mm m ss s SSS XXX` (`SSS` a fraction, `XXX` an offset or Z), `'quoted'` text and anything
 * else as it stands; or `epoch-seconds`, `epoch-milliseconds`. Widths are folded; days that do not exist are refused.
 * @param zone the offset of instants that carry none, or `none` to leave them without
 * @throws Error when a pattern cannot be read, or lacks what its kind needs
 */
export function timeStep(kind: TimeKind, patterns: readonly string[], zone: string): Step {
  const readers = patterns.map((pattern) => reader(kind, pattern));
  const misfit = new Misfit(CODES[kind], patterns.join(' | '));
  return (text) => {
    const plain = text.normalize('NFKC');
    for (const read of readers) {
      const time = read(plain);
      if (time) return write(kind, time, zone);
    }
    return misfit;
  };
}

interface Time {
  readonly y: number;
  readonly M: number;
  readonly d: number;
  readonly H: number;
  readonly m: number;
  readonly s: number;
  readonly fraction: string;
  readonly offset: string;
}

type Reader = (text: string) => Time | null;

function reader(kind: TimeKind, pattern: string): Reader {
  if (pattern === 'epoch-seconds' || pattern === 'epoch-milliseconds') return epochReader(pattern);
  const form = formOf(pattern);
  for (const letter of NEEDED[kind])
    if (!form.letters.includes(letter))
      throw new Error(`a ${kind} needs ${letter} in its pattern ${pattern}`);
  return (text) => {
    const found = form.expression.exec(text)?.groups;
    if (!found) return null;
    const at = (letter: string, unstated: number) => Number(found[letter] ?? unstated);
    const time = { y: at('y', 0), M: at('M', 1), d: at('d', 1), H: at('H', 0), m: at('m', 0), s: at('s', 0) };
    if (time.M < 1 || time.M > 12 || time.d < 1 || time.d > daysIn(time.y, time.M)) return null;
    if (time.H > 23 || time.m > 59 || time.s > 59) return null;
    return { ...time, fraction: found.S ?? '', offset: found.X ?? '' };
  };
}

function formOf(pattern: string): { expression: RegExp; letters: string[] } {
  const letters: string[] = [];
  const parts = pattern.match(/'[^']+'|([A-Za-z])\1*|\s+|[^A-Za-z'\s]|'/g) ?? [];
  const source = parts.map((part) => {
    if (/^\s/.test(part)) return '\\s+';
    if (part.length > 2 && part.startsWith("'")) return escaped(part.slice(1, -1).normalize('NFKC'));
    if (!/^[A-Za-z]/.test(part) && part !== "'") return escaped(part.normalize('NFKC'));
    const known = LETTERS[part];
    const letter = part[0]!;
    if (!known || letters.includes(letter)) throw new Error(`${part} cannot stand in the pattern ${pattern}`);
    letters.push(letter);
    return `(?<${letter}>${known})`;
  });
  return { expression: new RegExp(`^${source.join('')}$`), letters };
}

const LETTERS: Readonly<Record<string, string>> = {
  yyyy: '\\d{4}',
  MM: '\\d{2}',
  M: '\\d{1,2}',
  dd: '\\d{2}',
  d: '\\d{1,2}',
  HH: '\\d{2}',
  H: '\\d{1,2}',
  mm: '\\d{2}',
  m: '\\d{1,2}',
  ss: '\\d{2}',
  s: '\\d{1,2}',
  SSS: '\\d{1,9}',
  XXX: 'Z|[+-](?:0\\d|1[0-4]):[0-5]\\d',
};

const NEEDED: Readonly<Record<TimeKind, string>> = { day: 'yMd', instant: 'yMdH', month: 'yM' };
const CODES: Readonly<Record<TimeKind, string>> = {
  day: 'DATE_MALFORMED',
  instant: 'TIME_MALFORMED',
  month: 'MONTH_MALFORMED',
};

/** Counted from 1970 in UTC, told in the country's time. */
function epochReader(pattern: 'epoch-seconds' | 'epoch-milliseconds'): Reader {
  const form = pattern === 'epoch-seconds' ? /^\d{9,10}$/ : /^\d{12,13}$/;
  return (text) => {
    if (!form.test(text)) return null;
    const at = new Date(Number(text) * (pattern === 'epoch-seconds' ? 1000 : 1) + 8 * 3_600_000);
    const fraction = pattern === 'epoch-seconds' ? '' : String(at.getUTCMilliseconds()).padStart(3, '0');
    const [y, M, d] = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()];
    const [H, m, s] = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()];
    return { y, M, d, H, m, s, fraction, offset: '+08:00' };
  };
}

function write(kind: TimeKind, { y, M, d, H, m, s, fraction, offset }: Time, zone: string): string {
  const month = `${String(y).padStart(4, '0')}-${two(M)}`;
  if (kind === 'month') return month;
  if (kind === 'day') return `${month}-${two(d)}`;
  const end = offset || (zone === 'none' ? '' : zone);
  return `${month}-${two(d)}T${two(H)}:${two(m)}:${two(s)}${fraction && `.${fraction}`}${end}`;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

const two = (number: number): string => (number < 10 ? `0${number}` : String(number));

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
