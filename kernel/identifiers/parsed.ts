/**
 * What became of reading an identifier. `came` describes what was wrong ("17 characters"), it never holds the
 * identifier itself, so that a verdict, a log line and a metric can carry it.
 */
export type Parsed<T> = { ok: true; value: T } | { ok: false; code: string; expected: string; came: string };

export function understood<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

export function misunderstood(code: string, expected: string, came: string): Parsed<never> {
  return { ok: false, code, expected, came };
}

/** A text's length in words, for `came`. */
export function lengthOf(text: string): string {
  return `${Array.from(text).length} characters`;
}
