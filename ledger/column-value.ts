import type { Column } from './table.ts';

/** What `columnValue` answers for a value that no column of its type can hold. */
export const REFUSED = Symbol('refused');

/**
 * A value in the one spelling in which the database gives it back, since natural keys and contents are compared here
 * as they stand. What is refused here costs no statement; what the database alone can judge is left to it.
 */
export function columnValue(column: Column | undefined, value: unknown): unknown {
  if (value === null || value === undefined) return value;
  if (typeof value === 'string') return textValue(column, value);
  if (column?.sealed || column?.type === 'uuid' || !isSound(value)) return REFUSED;
  return value;
}

/** A UUID in lower case, or `REFUSED`. */
export const uuidValue = (text: string): string | typeof REFUSED =>
  UUID.test(text) ? text.toLowerCase() : REFUSED;

function textValue(column: Column | undefined, text: string): string | typeof REFUSED {
  if (!isSoundText(text)) return REFUSED;
  if (!column || column.sealed) return text;
  if (column.type === 'uuid') return uuidValue(text);
  const spelling = SPELLINGS.get(column.type);
  return spelling && !spelling.test(text) ? REFUSED : text;
}

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

// PostgreSQL reads more than these ("today", " 7", "2026-1-5"), and gives back another text than it got.
const WHOLE = /^(0|-?[1-9]\d*)$/;
const SPELLINGS = new Map([
  ['date', /^\d{4}-\d{2}-\d{2}$/],
  ['integer', WHOLE],
  ['bigint', WHOLE],
]);

// A text column cannot hold NUL, and half a surrogate pair is not a character: the driver would replace it silently.
const isSoundText = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

function isSound(value: unknown): boolean {
  if (typeof value === 'string') return isSoundText(value);
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return true;
  if (value instanceof Date) return !Number.isNaN(value.getTime());
  return Object.entries(value).every(([name, part]) => isSoundText(name) && isSound(part));
}
