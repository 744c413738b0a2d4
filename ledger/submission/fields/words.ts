import { codeTable } from '../../../schema/codes.ts';
import type { Field } from '../field.ts';
import { asciiText } from './stated-text.ts';

/**
 * A code of a table in `schema/codes` (代码). As the table writes it, leading zeros included: only an adapter knows that
 * its source means `01` by `1`. A JSON number is taken for its digits.
 */
export function code(table: string): Field<string | null> {
  const { byCode, title } = codeTable(table);
  const codes = [...byCode.keys()];
  const listed = codes.length <= LISTED ? codes.map((one) => `"${one}"`).join(', ') : `such as "${codes[0]}"`;
  const terms = {
    expected: `a code of ${table} (${title}): ${listed}`,
    max: 32,
    malformed: 'CODE_UNKNOWN',
    tooLong: 'CODE_UNKNOWN',
    takesNumbers: true,
  } as const;
  return {
    expected: terms.expected,
    read(raw, report) {
      if (typeof raw === 'string' && byCode.has(raw)) return raw;
      const text = asciiText(raw, report, terms);
      if (text === null || byCode.has(text)) return text;
      report.reject('CODE_UNKNOWN', { expected: terms.expected });
      return null;
    },
  };
}

/**
 * A code of a table that is known to lack some (未对照代码): one that the table does not list is carried on as it was stated, at
 * most 32 characters, with the warning `CODE_UNMAPPED`.
 */
export function openCode(table: string): Field<string | null> {
  const { byCode, title, items } = codeTable(table);
  const expected = `a code such as "${items[0]!.code}" of ${table} (${title}); one that is not listed is kept as it is, at most 32 characters`;
  const terms = {
    expected,
    max: 32,
    tooLong: 'CODE_UNKNOWN',
    malformed: 'CODE_UNKNOWN',
    takesNumbers: true,
  } as const;
  return {
    expected,
    read(raw, report) {
      if (typeof raw === 'string' && byCode.has(raw)) return raw;
      const text = asciiText(raw, report, terms);
      if (text !== null && !byCode.has(text)) report.warn('CODE_UNMAPPED');
      return text;
    },
  };
}

/** One of the words of an enum of the SDL (枚举), in capitals as there. */
export function oneOf<const Word extends string>(words: readonly Word[]): Field<Word | null> {
  const expected = words.join(', ');
  const terms = { expected, max: 64, malformed: 'CODE_UNKNOWN', tooLong: 'CODE_UNKNOWN' } as const;
  const isWord = (text: unknown): text is Word => (words as readonly unknown[]).includes(text);
  return {
    expected,
    read(raw, report) {
      if (isWord(raw)) return raw;
      const text = asciiText(raw, report, terms);
      if (text === null || isWord(text)) return text;
      report.reject('CODE_UNKNOWN', { expected });
      return null;
    },
  };
}

/** Yes or no (是否): true or false, or 1 or 0 as tables of 是否 write it. */
export function flag(): Field<boolean | null> {
  const expected = 'true or false, or 1 or 0';
  return {
    expected,
    read(raw, report) {
      if (typeof raw === 'boolean') return raw;
      if (raw === undefined || raw === null) return null;
      const value = FLAGS.get(typeof raw === 'string' ? raw.trim() : raw);
      if (value !== undefined) return value;
      report.reject('VALUE_MALFORMED', { expected });
      return null;
    },
  };
}

// As many codes as a sentence bears.
const LISTED = 20;

const FLAGS = new Map<unknown, boolean | null>([
  ['', null],
  [1, true],
  [0, false],
  ['1', true],
  ['0', false],
  ['true', true],
  ['false', false],
]);
