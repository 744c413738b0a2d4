import type { Field } from '../field.ts';
import { asciiText } from './stated-text.ts';

/** A whole number (整数), as a JSON number or as its digits in text. */
export function integer({ min, max }: { readonly min: number; readonly max: number }): Field<number | null> {
  const expected = `a whole number from ${min} to ${max}`;
  const terms = { expected, max: 32, tooLong: 'NUMBER_OUT_OF_RANGE' } as const;
  return {
    expected,
    read(raw, report) {
      const text = typeof raw === 'number' ? null : asciiText(raw, report, terms);
      if (typeof raw !== 'number' && text === null) return null;
      const value = typeof raw === 'number' ? raw : numberOf(text!);
      if (!Number.isInteger(value)) report.reject('VALUE_MALFORMED', { expected });
      else if (value < min || value > max) report.reject('NUMBER_OUT_OF_RANGE', { expected });
      // -0 is read as 0.
      else return value + 0;
      return null;
    },
  };
}

const numberOf = (text: string): number => (/^-?\d+$/.test(text) ? Number(text) : Number.NaN);
