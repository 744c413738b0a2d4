import type { VerdictCode } from '../../verdict.ts';
import type { Field } from '../field.ts';
import { charactersOf, isLongerThan } from './characters.ts';
import { statedText } from './stated-text.ts';

export interface DocumentNoTerms {
  readonly max: number;
  /** A JSON number is taken for its digits. */
  readonly takesNumbers?: boolean;
  /** Blanks within are kept, runs of them as one, and any visible character is taken; left out, none of either. */
  readonly isFree?: boolean;
  /** What else must hold of it, in the one form it is kept in. */
  readonly fits?: (number: string) => boolean;
  /** In words; left out, made from the terms. */
  readonly expected?: string;
  /** Said of what is not of the form, too long included; left out, `VALUE_MALFORMED` and `VALUE_TOO_LONG`. */
  readonly malformed?: VerdictCode;
}

/**
 * The number of a document that an office or a system has issued (文号、证书编号), such as 桂人社监〔2026〕1号: ASCII, Chinese characters
 * and the brackets of documents. It tells a fact again, so that what is typed in several ways is kept in one (`documentNoForm`).
 */
export function documentNo(stated: DocumentNoTerms): Field<string | null> {
  const { max, takesNumbers = false, isFree = false, malformed = 'VALUE_MALFORMED' } = stated;
  const expected =
    stated.expected ??
    (isFree
      ? `a number of at most ${max} characters`
      : `1 to ${max} letters, digits, Chinese characters, brackets and signs, without blanks`);
  const tooLong = stated.malformed ?? 'VALUE_TOO_LONG';
  const fits = stated.fits ?? (isFree ? () => true : (number: string) => FORM.test(number));
  return {
    expected,
    read(raw, report) {
      const text = statedText(raw, report, { expected, max, malformed, tooLong, takesNumbers });
      if (text === null) return null;
      const number = documentNoForm(text);
      if (charactersOf(text) !== 'ASCII' && isWidened(text)) report.warn('WIDTH_NORMALISED');
      if (isLongerThan(number, max)) report.reject(tooLong, { expected });
      else if (fits(number)) return number;
      else report.reject(malformed, { expected });
      return null;
    },
  };
}

/**
 * The one form in which a document's number is kept and looked up (规范写法): half-width, every dash a hyphen, and no blanks but single
 * ones. Letters and brackets stay as they were written: what a source reads back is what it stated.
 */
export const documentNoForm = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[‐‑‒–—−]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();

/** Whether anything of it is written full-width, or otherwise than computers write it; its brackets and dashes do not count. */
const isWidened = (text: string): boolean => text.normalize('NFC') !== text.normalize('NFKC');

const FORM = /^[\x21-\x7e\p{Script=Han}〔〕【】〖〗「」《》·、]+$/u;
