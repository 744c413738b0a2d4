import type { Field } from '../field.ts';
import { statedText } from './stated-text.ts';

/** Free text (文本): one line, in the composed form of Unicode (NFC), so that equal text is stored once. */
export function text({ max }: { readonly max: number }): Field<string | null> {
  const terms = { expected: `text of at most ${max} characters`, max };
  return {
    expected: terms.expected,
    read(raw, report) {
      const stated = statedText(raw, report, terms);
      return stated === null ? null : stated.normalize('NFC');
    },
  };
}

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
