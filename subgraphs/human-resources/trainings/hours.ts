import type { Field } from '../../../ledger/submission/field.ts';
import { asciiText } from '../../../ledger/submission/fields/stated-text.ts';

const expected = 'hours, above 0 and at most 24, with at most two decimals';
const terms = { expected, max: 32, tooLong: 'NUMBER_OUT_OF_RANGE' } as const;

/** How long a training of one day took (培训时长), in hours. Source: 603号 interface §6.10; the bound is one day's. */
export const hours: Field<number | null> = {
  expected,
  read(raw, report) {
    const text = typeof raw === 'number' ? String(raw) : asciiText(raw, report, terms);
    if (text === null) return null;
    const value = Number(text);
    if (/^-?\d+(\.\d{1,2})?$/.test(text) && value > 0 && value <= 24) return value;
    const isNumber = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text);
    report.reject(isNumber ? 'NUMBER_OUT_OF_RANGE' : 'VALUE_MALFORMED', { expected });
    return null;
  },
};
