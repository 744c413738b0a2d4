import type { ToldError } from './tracing.ts';

// What may stand in a span: names and codes that were chosen by who wrote a program, never by who used it.

/** A client's name for its operation, if it is plainly one. A name with a long number in it may hold a person's. */
export function plainName(name: string | undefined): string | undefined {
  return name !== undefined && /^[A-Za-z_]\w{0,63}$/.test(name) && !LONG_NUMBER.test(name) ? name : undefined;
}

/** An error's code; one that is none counts as such. */
export function plainCode(code: unknown): string {
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{0,63}$/.test(code) && !LONG_NUMBER.test(code)
    ? code
    : '_OTHER';
}

const LONG_NUMBER = /\d{6}/;

/** Name and kind of the operation in the body of a fetch, `{"query":"…","operationName":"…"…`. */
export function operationIn(body: string): { name: string | undefined; kind: string } {
  const kind = /^\{"query":"(mutation|subscription)\b/.exec(body)?.[1] ?? 'query';
  // The first quote that is followed by a comma and a quote ends the text: in it quotes are escaped.
  const end = body.indexOf('","');
  const key = '"operationName":"';
  if (end < 0 || !body.startsWith(key, end + 2)) return { name: undefined, kind };
  const from = end + 2 + key.length;
  return { name: plainName(body.slice(from, body.indexOf('"', from))), kind };
}

/** The errors in the text of an answer, in which errors stand before data. */
export function errorsIn(text: unknown): readonly ToldError[] {
  if (typeof text !== 'string' || !text.startsWith(BEGINS)) return [];
  const data = text.indexOf('],"data":');
  const from = BEGINS.length - 1;
  try {
    return JSON.parse(data < 0 ? text.trimEnd().slice(from, -1) : text.slice(from, data + 1)) as ToldError[];
  } catch {
    return [];
  }
}

const BEGINS = '{"errors":[';

/** Their codes, each once. */
export function codesOf(errors: readonly ToldError[]): string[] {
  return [...new Set(errors.map(({ extensions }) => plainCode(extensions?.code)))].slice(0, MOST_CODES);
}

const MOST_CODES = 10;
