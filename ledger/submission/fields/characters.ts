/** What a text is made of: only visible ASCII and spaces, something beyond it, or a character that is not allowed. */
export type Characters = 'ASCII' | 'BEYOND_ASCII' | 'FORBIDDEN';

export function charactersOf(text: string): Characters {
  let isAscii = true;
  for (let place = 0; place < text.length; place += 1) {
    const unit = text.charCodeAt(place);
    if (unit < SPACE || unit === DELETE) return 'FORBIDDEN';
    if (unit > DELETE) isAscii = false;
  }
  if (isAscii) return 'ASCII';
  return FORBIDDEN.test(text) ? 'FORBIDDEN' : 'BEYOND_ASCII';
}

/** Without the blanks around it: space, tab, line end, and the wide space of Chinese typing. */
export function trimmed(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && isBlank(text.charCodeAt(from))) from += 1;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to -= 1;
  return to - from === text.length ? text : text.slice(from, to);
}

/** Whether the text has more characters than that; a rare character of two units is one. */
export function isLongerThan(text: string, most: number): boolean {
  if (text.length <= most) return false;
  return text.length > 2 * most || Array.from(text).length > most;
}

/** The number that the digits from one place to before another write; -1 when something else stands there. */
export function digitsAt(text: string, from: number, to: number): number {
  let value = 0;
  for (let place = from; place < to; place += 1) {
    const digit = text.charCodeAt(place) - ZERO;
    // NaN beyond the end is neither.
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

const SPACE = 0x20;
const DELETE = 0x7f;
const ZERO = 0x30;

const isBlank = (unit: number): boolean =>
  unit === SPACE || unit === 0x09 || unit === 0x0a || unit === 0x0d || unit === 0x3000 || unit === 0xa0;

// What is not seen, or makes text be seen otherwise than it is stored: controls, bidirectional marks, zero widths, line
// separators, fillers; then what no text has: lone surrogates, noncharacters, and the mark left by a failed decoding.
// Variation selectors from U+E0100 stay: with them rare characters of names are told apart.
const FORBIDDEN =
  /(?![\u{e0100}-\u{e01ef}])\p{Default_Ignorable_Code_Point}|[\p{Cc}\p{Cs}\u2028\u2029\ufff9-\ufffd]|\p{Noncharacter_Code_Point}/u;
