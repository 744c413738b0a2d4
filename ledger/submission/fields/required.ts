import type { Field } from '../field.ts';
import { trimmed } from './characters.ts';

/** A field that every record has: nothing sent is `VALUE_MISSING` (必填). */
export function required<Value>(field: Field<Value | null>): Field<Value> {
  return {
    expected: field.expected,
    read(raw, report) {
      const value = field.read(raw, report);
      if (value === null && isNothing(raw)) report.reject('VALUE_MISSING', { expected: field.expected });
      // Null only beside a rejection, after which nothing is written.
      return value as Value;
    },
  };
}

/** Nothing was sent: not there, null, or text without a character. */
export const isNothing = (raw: unknown): boolean =>
  raw === undefined || raw === null || (typeof raw === 'string' && raw.length < 1_000 && trimmed(raw) === '');
