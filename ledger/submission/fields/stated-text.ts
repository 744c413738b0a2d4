import type { VerdictCode } from '../../verdict.ts';
import type { Report } from '../report.ts';
import { charactersOf, isLongerThan, trimmed } from './characters.ts';

export interface TextTerms {
  readonly expected: string;
  /** Most characters. */
  readonly max: number;
  /** Said of what is not of the form; left out, `VALUE_MALFORMED`. */
  readonly malformed?: VerdictCode;
  /** Said of text beyond `max`; left out, `VALUE_TOO_LONG`. */
  readonly tooLong?: VerdictCode;
  /** Line feeds are allowed within. */
  readonly isSeveralLines?: boolean;
  /** A JSON number stands for its digits, where it is whole and small enough to have lost none. */
  readonly takesNumbers?: boolean;
}

/** Text as it was sent, without blanks around it, of allowed characters; null when there is none, or it was rejected. */
export function statedText(raw: unknown, report: Report, terms: TextTerms): string | null {
  const text = textOf(raw, report, terms);
  if (text === null) return null;
  const shown = terms.isSeveralLines ? text.replaceAll('\n', ' ') : text;
  if (charactersOf(shown) !== 'FORBIDDEN') return text;
  report.reject('CHARACTER_FORBIDDEN', { expected: 'visible characters only' });
  return null;
}

/** Text that should be ASCII: what is full-width is read as its ASCII form, with a warning. */
export function asciiText(raw: unknown, report: Report, terms: TextTerms): string | null {
  const text = statedText(raw, report, terms);
  if (text === null || charactersOf(text) === 'ASCII') return text;
  const narrow = trimmed(text.normalize('NFKC'));
  if (narrow !== text) report.warn('WIDTH_NORMALISED');
  if (narrow.length <= terms.max) return narrow;
  report.reject(terms.tooLong ?? 'VALUE_TOO_LONG', { expected: terms.expected });
  return null;
}

function textOf(raw: unknown, report: Report, terms: TextTerms): string | null {
  if (raw === undefined || raw === null || raw === '') return null;
  const { expected, max } = terms;
  if (typeof raw === 'string') {
    // Blanks are looked for only where the text is not absurdly long.
    const text = raw.length > 2 * max + BLANKS ? raw : trimmed(raw);
    if (text === '') return null;
    if (!isLongerThan(text, max)) return text;
    report.reject(terms.tooLong ?? 'VALUE_TOO_LONG', { expected });
    return null;
  }
  if (typeof raw === 'number' && terms.takesNumbers && Number.isSafeInteger(raw)) {
    const text = String(raw);
    if (text.length <= max) return text;
  }
  // What is no text at all has lost its form before the field's own form is asked for.
  report.reject(typeof raw === 'number' ? (terms.malformed ?? 'VALUE_MALFORMED') : 'VALUE_MALFORMED', {
    expected,
  });
  return null;
}

const BLANKS = 1_000;
