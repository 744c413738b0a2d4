import type { Field } from '../field.ts';
import { statedText } from './stated-text.ts';

/**
 * Free text (文本), in the composed form of Unicode (NFC), so that equal text is stored once. One line; what is long enough for
 * paragraphs, as findings and reasons are, may be of several, whose ends are kept as line feeds, and their tabs as blanks.
 */
export function text({ max }: { readonly max: number }): Field<string | null> {
  const isSeveralLines = max >= OF_PARAGRAPHS;
  const terms = { expected: `text of at most ${max} characters`, max, isSeveralLines };
  return {
    expected: terms.expected,
    read(raw, report) {
      const lines = isSeveralLines && typeof raw === 'string' ? withLines(raw, max) : raw;
      const stated = statedText(lines, report, terms);
      return stated === null ? null : stated.normalize('NFC');
    },
  };
}

const OF_PARAGRAPHS = 500;

/** Line ends of any system as line feeds; what is absurdly long is refused for its length, and not gone through. */
const withLines = (text: string, max: number): string =>
  text.length > 4 * max ? text : text.replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n').replace(/\t/g, ' ');

/**
 * A person's name (姓名). The dot between parts of a name (间隔号) has many look-alikes; all are read as U+00B7, without
 * blanks around it. Rare characters stay as they are.
 */
export function personName({ max }: { readonly max: number } = { max: 100 }): Field<string | null> {
  const name = text({ max });
  return {
    expected: `a name of at most ${max} characters`,
    read(raw, report) {
      const stated = name.read(raw, report);
      return stated === null ? null : stated.replace(DOTS, '·');
    },
  };
}

// U+2022, U+2027, U+2219, U+22C5, U+30FB, U+FF65, U+FF0E beside U+00B7. An ASCII full stop is left: "J. Smith".
const DOTS = /\s*[·•‧∙⋅・･．]\s*/g;
