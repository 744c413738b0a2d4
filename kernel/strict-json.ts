import { BadInput } from './refusals.ts';

/**
 * Reads JSON without the two things `JSON.parse` forgives silently: a property given twice, of which it keeps the last,
 * and a whole number too long for a double, whose last digits it changes. Nesting is bounded as well.
 * Texts of the errors name places, never values.
 * @throws BadInput `JSON_MALFORMED`, `JSON_TOO_DEEP`, `JSON_KEY_REPEATED`, `JSON_NUMBER_TOO_LONG`
 */
export function parseStrictJson(text: string, limits: { depth?: number } = {}): unknown {
  const value = parsed(text);
  // Only after the native parser, which knows no recursion: the scan below may trust the text to be JSON.
  scan(text, limits.depth ?? DEPTH);
  return value;
}

const DEPTH = 64;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadInput('JSON_MALFORMED', 'the text is not JSON, or it ends too early', {
      expected: 'JSON (RFC 8259) in UTF-8',
      remedy: 'check quotes, commas and brackets, and that the text is sent whole',
    });
  }
}

/** One pass over text that is known to be JSON; strings are skipped by a native search. */
function scan(text: string, deepest: number): void {
  // For each open bracket the properties seen in it; null for a list.
  const open: (Set<string> | null)[] = [];
  let isKey = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (sign === QUOTE) {
      const end = closingQuote(text, at);
      if (isKey) remember(open.at(-1), text.slice(at + 1, end));
      isKey = false;
      at = end;
    } else if (sign === OPEN_OBJECT || sign === OPEN_LIST) {
      if (open.length >= deepest) throw tooDeep(deepest);
      open.push(sign === OPEN_OBJECT ? new Set() : null);
      isKey = sign === OPEN_OBJECT;
    } else if (sign === CLOSE_OBJECT || sign === CLOSE_LIST) {
      open.pop();
      isKey = false;
    } else if (sign === COMMA) {
      isKey = open.at(-1) != null;
    } else if (sign === MINUS || (sign >= ZERO && sign <= NINE)) {
      at = endOfNumber(text, at) - 1;
    }
  }
}

const [QUOTE, BACKSLASH, COMMA, MINUS, ZERO, NINE] = [34, 92, 44, 45, 48, 57];
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST] = [123, 125, 91, 93];

/** A quote ends the string unless an odd number of backslashes stands before it. */
function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); ; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return at;
  }
}

function remember(seen: Set<string> | null | undefined, written: string): void {
  if (seen == null) return;
  // The same name may be written with escapes.
  const key = written.includes('\\') ? (JSON.parse(`"${written}"`) as string) : written;
  if (seen.has(key))
    throw new BadInput('JSON_KEY_REPEATED', 'a property of an object is given twice', {
      expected: 'each property once',
      came: `${key.slice(0, 40)} twice`,
    });
  seen.add(key);
}

function endOfNumber(text: string, from: number): number {
  NUMBER.lastIndex = from;
  const written = NUMBER.exec(text)?.[0] ?? '';
  const isWhole = /^-?\d+$/.test(written);
  if (isWhole ? !Number.isSafeInteger(Number(written)) : !Number.isFinite(Number(written)))
    throw new BadInput('JSON_NUMBER_TOO_LONG', 'a number has more digits than a JSON number keeps', {
      expected: 'account, card and document numbers as text in quotes',
      came: `${written.length} characters`,
    });
  return NUMBER.lastIndex;
}

const NUMBER = /-?[\d.eE+-]*/y;

function tooDeep(deepest: number): BadInput {
  return new BadInput('JSON_TOO_DEEP', 'objects and lists are nested too deep', {
    expected: `at most ${deepest} levels`,
  });
}
