import type { VerdictCode } from '../../verdict.ts';
import type { Field } from '../field.ts';
import { trimmed } from './characters.ts';
import { asciiText } from './stated-text.ts';

export interface IdentifierTerms {
  readonly max: number;
  /**
   * `WORD`: letters, digits, hyphen and underscore. `VISIBLE`, when left out: any ASCII but blanks. `NAMED`: any script, with
   * single blanks inside, as people number gates; never a part of a key that is put together with blanks (key-parts.ts).
   */
  readonly characters?: 'WORD' | 'VISIBLE' | 'NAMED';
  /** In words; left out, made from the terms. */
  readonly expected?: string;
  /** Said of what is not of the form, too long included; left out, `VALUE_MALFORMED` and `VALUE_TOO_LONG`. */
  readonly malformed?: VerdictCode;
  /** A JSON number is taken for its digits. */
  readonly takesNumbers?: boolean;
}

/** A number or name that a system gave to a thing (编号), in ASCII unless `NAMED`; full-width characters are read as ASCII. */
export function identifier(stated: IdentifierTerms): Field<string | null> {
  const { max, characters = 'VISIBLE', malformed = 'VALUE_MALFORMED', takesNumbers = false } = stated;
  const expected = stated.expected ?? `1 to ${max} ${IN_WORDS[characters]}`;
  const terms = { expected, max, malformed, tooLong: stated.malformed ?? 'VALUE_TOO_LONG', takesNumbers };
  const fits = characters === 'WORD' ? isWord : isVisible;
  if (characters === 'NAMED')
    return {
      expected,
      read(raw, report) {
        const text = asciiText(raw, report, terms);
        return text === null ? null : text.replace(/\s+/g, ' ');
      },
    };
  return {
    expected,
    read(raw, report) {
      if (typeof raw === 'string' && raw !== '' && raw.length <= max && fits(raw)) return raw;
      const text = asciiText(raw, report, terms);
      if (text === null || fits(text)) return text;
      report.reject(malformed, { expected });
      return null;
    },
  };
}

/** The form in which an identifier is kept, for whoever looks one up (规范写法): full-width characters as ASCII, no blanks around it. */
export const identifierForm = (text: string): string => trimmed(text.normalize('NFKC'));

/** A project's code (项目编号): 1 to 32 letters, digits, hyphens and underscores. */
export const projectCode = (): Field<string | null> =>
  identifier({ max: 32, characters: 'WORD', malformed: 'PROJECT_CODE_MALFORMED' });

/** A UUID in lower case (编号), such as a worker's id. */
export function uuid(): Field<string | null> {
  const terms = { expected: 'a UUID such as "0197a3c2-5f00-7000-8000-000000000000"', max: 36 };
  return {
    expected: terms.expected,
    read(raw, report) {
      if (typeof raw === 'string' && isUuid(raw)) return raw;
      const text = asciiText(raw, report, { ...terms, tooLong: 'VALUE_MALFORMED' })?.toLowerCase();
      if (text === undefined) return null;
      if (isUuid(text)) return text;
      report.reject('VALUE_MALFORMED', { expected: terms.expected });
      return null;
    },
  };
}

const IN_WORDS = {
  WORD: 'letters, digits, "-" or "_"',
  VISIBLE: 'ASCII characters without blanks',
  NAMED: 'characters',
} as const;

function isWord(text: string): boolean {
  for (let place = 0; place < text.length; place += 1) {
    const unit = text.charCodeAt(place);
    const letter = unit | 0x20;
    const isLetter = letter >= 0x61 && letter <= 0x7a && unit < 0x80;
    if (!isLetter && !(unit >= 0x30 && unit <= 0x39) && unit !== 0x2d && unit !== 0x5f) return false;
  }
  return true;
}

function isVisible(text: string): boolean {
  for (let place = 0; place < text.length; place += 1) {
    const unit = text.charCodeAt(place);
    if (unit <= 0x20 || unit >= 0x7f) return false;
  }
  return true;
}

function isUuid(text: string): boolean {
  if (text.length !== 36) return false;
  for (let place = 0; place < 36; place += 1) {
    const unit = text.charCodeAt(place);
    const isHyphen = place === 8 || place === 13 || place === 18 || place === 23;
    const isHexadecimal = (unit >= 0x30 && unit <= 0x39) || (unit >= 0x61 && unit <= 0x66);
    if (isHyphen ? unit !== 0x2d : !isHexadecimal) return false;
  }
  return true;
}
