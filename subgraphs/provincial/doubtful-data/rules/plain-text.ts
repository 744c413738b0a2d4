/** Whether a text is what it looks like: no control characters, no marks that turn the reading order around, no halves of a character. */
export function isPlainText(text: string, isSeveralLines = false): boolean {
  const shown = isSeveralLines ? text.replace(/[\r\n\t]/g, '') : text;
  return !FORBIDDEN.test(shown);
}

const FORBIDDEN = /[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
