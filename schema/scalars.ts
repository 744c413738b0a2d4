import { GraphQLError, GraphQLScalarType } from 'graphql';
import { parseBusinessDate, parseYearMonth } from '../kernel/calendar.ts';
import { parseDivisionCode } from '../kernel/identifiers/division-code.ts';
import type { Parsed } from '../kernel/identifiers/parsed.ts';
import { parseSocialCreditCode } from '../kernel/identifiers/social-credit-code.ts';
import { BadInput } from '../kernel/refusals.ts';
import { formatYuan, parseRatio, parseYuan, type Yuan } from '../kernel/yuan.ts';
import { formatInstant, parseInstant } from './instant.ts';

/**
 * The scalars of `schema/standard/scalars.graphql`, by name: resolvers for a schema, and the one place that turns
 * text into values of the kernel and back. Inside, Yuan is whole fen (bigint) and DateTime a `Date`; the others are
 * text. A bad value is refused with what was expected, what kind of thing came and what to send, never with the value.
 */
export const scalars: Readonly<Record<ScalarName | 'Stated', GraphQLScalarType>> = {
  // Anything JSON has: judged by the submission pipeline, never by coercion, which would refuse the whole call.
  Stated: new GraphQLScalarType({
    name: 'Stated',
    parseValue: (value) => value,
    serialize: (value) => value,
  }),
  Yuan: scalar<Yuan>({
    name: 'Yuan',
    expected: 'yuan with exactly two places, such as "1234.50"',
    remedy: 'Send text, not a number; no thousands separators; at most 15 digits before the point.',
    read: parseYuan,
    write: (value) => (typeof value === 'bigint' ? formatYuan(value as Yuan) : undefined),
    // A sum may have more digits than what is stated.
    isWrittenReadable: true,
  }),
  Ratio: scalar({
    name: 'Ratio',
    expected: 'a decimal number as text, such as "0.9875"',
    remedy: 'Send text, not a number; one means the whole, so 98.75 percent is "0.9875".',
    read: parseRatio,
  }),
  Decimal: scalar({
    name: 'Decimal',
    expected: 'a decimal number as text, such as "5000.5"',
    remedy: 'Send text, not a number; no thousands separators, no zeros at the end.',
    read: matching(/^-?(0|[1-9]\d{0,17})(\.\d{0,11}[1-9])?$/, 'DECIMAL_MALFORMED'),
  }),
  Date: scalar({
    name: 'Date',
    expected: 'an existing day as YYYY-MM-DD, such as "2026-01-05"',
    remedy: 'Send the day in China, without a time.',
    read: parseBusinessDate,
  }),
  DateTime: scalar<Date>({
    name: 'DateTime',
    expected: 'an instant with its offset, such as "2026-01-05T07:31:30+08:00"',
    remedy: 'Add the offset, +08:00 for China.',
    read: parseInstant,
    write: (value) => (value instanceof Date ? formatInstant(value) : undefined),
    isWrittenReadable: true,
  }),
  YearMonth: scalar({
    name: 'YearMonth',
    expected: 'a month as YYYY-MM, such as "2026-01"',
    remedy: 'Write the month with two digits.',
    read: parseYearMonth,
  }),
  DivisionCode: scalar({
    name: 'DivisionCode',
    expected: 'a division code of 6, 9 or 12 digits, such as "450103"',
    remedy: 'Take the code from GB/T 2260 or the statistical division codes.',
    read: (text) => understoodOf(parseDivisionCode(text)),
  }),
  SocialCreditCode: scalar({
    name: 'SocialCreditCode',
    expected: 'a unified social credit code of 18 characters with its check character',
    remedy: 'Copy the code from the business licence.',
    read: (text) => understoodOf(parseSocialCreditCode(text)),
  }),
  Sm3: scalar({
    name: 'Sm3',
    expected: 'an SM3 digest of 64 lower-case hexadecimal digits',
    remedy: 'Write the 32 bytes of the digest in lower-case hexadecimal.',
    read: matching(/^[0-9a-f]{64}$/, 'SM3_MALFORMED'),
    write: (value) => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value),
  }),
  Cursor: scalar({
    name: 'Cursor',
    expected: 'a cursor as an earlier answer gave it',
    remedy: 'Take it from an edge or from pageInfo and send it back unchanged.',
    // It holds what its list is ordered by: a name of 200 characters takes some 1,300 of base64, four bytes each at most.
    read: matching(/^[A-Za-z0-9_-]{1,2048}$/, 'CURSOR_MALFORMED'),
  }),
};

type ScalarName =
  | 'Yuan'
  | 'Ratio'
  | 'Decimal'
  | 'Date'
  | 'DateTime'
  | 'YearMonth'
  | 'DivisionCode'
  | 'SocialCreditCode'
  | 'Sm3'
  | 'Cursor';

interface ScalarTerms<Inside> {
  readonly name: ScalarName;
  readonly expected: string;
  readonly remedy: string;
  /** Text to value; throws BadInput. */
  readonly read: (text: string) => Inside;
  /** Value to text. What it makes is read again, so that a broken value is a fault here and not a riddle elsewhere. */
  readonly write?: (value: unknown) => unknown;
  /** Whether all that `write` makes can be read, so that it need not be. */
  readonly isWrittenReadable?: boolean;
}

function scalar<Inside>(terms: ScalarTerms<Inside>): GraphQLScalarType {
  const { name, expected, remedy, read, write, isWrittenReadable = false } = terms;
  const parseValue = (value: unknown): Inside => {
    try {
      if (typeof value === 'string') return read(value);
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      throw refusal({ code: error.code, came: error.came ?? 'text of another form' });
    }
    throw refusal({ code: `${SCREAMING[name]}_MALFORMED`, came: kindOf(value) });
  };
  const refusal = ({ code, came }: { code: string; came: string }): GraphQLError =>
    new GraphQLError(`${name}: expected ${expected}; came ${came}. ${remedy}`, {
      extensions: { code, expected, came, remedy },
    });
  const serialize = (value: unknown): string => {
    const text = write ? write(value) : value;
    if (typeof text === 'string' && (isWrittenReadable || isReadable(text))) return text;
    throw new GraphQLError(`${name}: a stored value is not ${expected}.`, {
      extensions: { code: 'INTERNAL' },
    });
  };
  // A value read from text may be written otherwise; stored text that would be read as other text is broken.
  const isReadable = (text: string): boolean => {
    try {
      const value = read(text);
      return typeof value !== 'string' || value === text;
    } catch {
      return false;
    }
  };
  return new GraphQLScalarType({ name, parseValue, serialize });
}

function understoodOf<T>(parsed: Parsed<T>): T {
  if (parsed.ok) return parsed.value;
  throw new BadInput(parsed.code, `expected ${parsed.expected}`, parsed);
}

function matching(form: RegExp, code: string): (text: string) => string {
  return (text) => {
    if (form.test(text)) return text;
    throw new BadInput(code, 'expected another form');
  };
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

const SCREAMING: Readonly<Record<ScalarName, string>> = {
  Yuan: 'YUAN',
  Ratio: 'RATIO',
  Decimal: 'DECIMAL',
  Date: 'DATE',
  DateTime: 'DATE_TIME',
  YearMonth: 'YEAR_MONTH',
  DivisionCode: 'DIVISION_CODE',
  SocialCreditCode: 'SOCIAL_CREDIT_CODE',
  Sm3: 'SM3',
  Cursor: 'CURSOR',
};
