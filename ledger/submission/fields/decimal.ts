import type { Field } from '../field.ts';
import { asciiText } from './stated-text.ts';

export interface DecimalTerms {
  /** Whole numbers between which it lies, both included. */
  readonly min: number;
  readonly max: number;
  /** Most decimals. */
  readonly places: number;
}

/**
 * A decimal number (十进制数), kept as text without zeros at its end: text, or a JSON number that has no more decimals and is small
 * enough to have lost none. Nothing is rounded.
 */
export function decimal({ min, max, places }: DecimalTerms): Field<string | null> {
  const expected = `a decimal number with at most ${places} decimals, from ${min} to ${max}`;
  const terms = { expected, max: 40, tooLong: 'NUMBER_OUT_OF_RANGE' } as const;
  const form = new RegExp(`^-?\\d{1,30}(\\.\\d{1,${places}})?$`);
  return {
    expected,
    read(raw, report) {
      const text = typeof raw === 'number' ? textOf(raw) : asciiText(raw, report, terms);
      if (text === null) return null;
      if (!form.test(text)) report.reject('VALUE_MALFORMED', { expected });
      else if (!isWithin(text, min, max, places)) report.reject('NUMBER_OUT_OF_RANGE', { expected });
      else return spelled(text);
      return null;
    },
  };
}

/** Its shortest decimal text is what was written, within 15 digits; beyond them digits may be lost. */
const textOf = (raw: number): string =>
  Math.abs(raw) < 1e11 || Number.isSafeInteger(raw) ? String(raw) : 'lost';

/** The number as a whole number of its last decimal (末位单位数), exactly. */
function unitsOf(text: string, places: number): bigint {
  const [whole = '', part = ''] = text.split('.');
  return BigInt(`${whole}${part.padEnd(places, '0')}`);
}

function isWithin(text: string, min: number, max: number, places: number): boolean {
  const units = unitsOf(text, places);
  const one = 10n ** BigInt(places);
  return units >= BigInt(min) * one && units <= BigInt(max) * one;
}

/** One spelling of each number: no zeros before or behind it, and no zero below nothing. */
function spelled(text: string): string {
  const [, sign = '', whole = '', part = ''] = /^(-?)0*(\d+?)(?:\.(\d*?)0*)?$/.exec(text)!;
  const size = part === '' ? whole : `${whole}.${part}`;
  return size === '0' ? size : `${sign}${size}`;
}
