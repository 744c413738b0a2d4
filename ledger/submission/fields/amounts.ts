import type { Yuan } from '../../../kernel/yuan.ts';
import { formatYuan } from '../../../kernel/yuan.ts';
import type { Field } from '../field.ts';
import type { Report } from '../report.ts';
import { digitsAt } from './characters.ts';
import { asciiText } from './stated-text.ts';

export interface YuanTerms {
  /** Largest size in fen, either way; left out, 15 digits of yuan. */
  readonly atMost?: bigint;
  /** An amount may be below zero, such as a balance. */
  readonly isSigned?: boolean;
  /** Nothing is no amount here (须大于零), such as of a guarantee. */
  readonly isAboveZero?: boolean;
}

/**
 * An amount of money (金额) in yuan, as whole fen: text with at most two decimals, or a JSON number that has no more and
 * is small enough to have lost nothing. Nothing is rounded.
 */
export function yuan({
  atMost = MOST,
  isSigned = false,
  isAboveZero = false,
}: YuanTerms = {}): Field<Yuan | null> {
  const limit = atMost === MOST ? '' : `, at most ${formatYuan(atMost as Yuan)}`;
  const most = `${isSigned ? `between -${formatYuan(atMost as Yuan)} and` : 'at most'} ${formatYuan(atMost as Yuan)} yuan`;
  const expected = `yuan with at most two decimals, such as "1234.50"${limit}`;
  const terms = { expected, max: 64, malformed: 'AMOUNT_MALFORMED', tooLong: 'AMOUNT_MALFORMED' } as const;
  const within = (fen: bigint | null, report: Report): Yuan | null => {
    if (fen === null) return refuse(report, 'AMOUNT_MALFORMED', expected);
    if (fen < 0n && !isSigned) return refuse(report, 'AMOUNT_NEGATIVE', 'an amount of zero or more');
    if (fen > atMost || fen < -atMost) return refuse(report, 'AMOUNT_TOO_LARGE', most);
    if (fen === 0n && isAboveZero) return refuse(report, 'AMOUNT_ZERO', 'an amount above zero');
    return fen as Yuan;
  };
  return {
    expected,
    read(raw, report) {
      if (typeof raw === 'number') return within(Number.isFinite(raw) ? fenOfNumber(raw) : null, report);
      const text = asciiText(raw, report, terms);
      return text === null ? null : within(fenOf(text), report);
    },
  };
}

// 15 digits of yuan before the point.
const MOST = 10n ** 17n - 1n;

// Below it a double holds two decimals of yuan exactly as they were written: 13 digits and 2 are its 15.
const EXACT = 1e13;

/** Its shortest decimal text is what was written, within 15 digits; beyond them digits may be lost. */
function fenOfNumber(raw: number): bigint | null {
  // A number so large is too large for any field, whatever its last digits were.
  if (Math.abs(raw) >= 1e15) return raw < 0 ? -(MOST + 1n) : MOST + 1n;
  return Math.abs(raw) < EXACT ? fenOf(String(raw)) : null;
}

/** Whole fen of `-?d+(.d{1,2})?`; null for any other text. */
function fenOf(text: string): bigint | null {
  const from = text.charCodeAt(0) === MINUS ? 1 : 0;
  const point = text.indexOf('.', from);
  const whole = point < 0 ? text.length : point;
  const places = point < 0 ? 0 : text.length - point - 1;
  if (whole === from || places > 2 || (point >= 0 && places === 0)) return null;
  if (digitsAt(text, from, whole) < 0 || digitsAt(text, whole + 1, text.length) < 0) return null;
  const fen = magnitudeOf(text, from, whole, places);
  // -0.00 would be a second way to write nothing.
  if (from === 1) return fen === 0n ? null : -fen;
  return fen;
}

function magnitudeOf(text: string, from: number, whole: number, places: number): bigint {
  const part = places === 0 ? 0 : digitsAt(text, whole + 1, text.length) * (places === 1 ? 10 : 1);
  if (whole - from <= SAFE_DIGITS) return BigInt(digitsAt(text, from, whole) * 100 + part);
  return BigInt(text.slice(from, whole)) * 100n + BigInt(part);
}

function refuse(
  report: Report,
  code: 'AMOUNT_MALFORMED' | 'AMOUNT_NEGATIVE' | 'AMOUNT_TOO_LARGE' | 'AMOUNT_ZERO',
  expected: string,
): null {
  report.reject(code, { expected });
  return null;
}

const MINUS = 0x2d;
// 13 digits of yuan and 2 of fen stay below 2 to the 53rd.
const SAFE_DIGITS = 13;
