import type { Column, Table } from './table.ts';

/** The answer for a value that no column of its type can hold. */
export const REFUSED = Symbol('refused');

/** A column whose values are checked, and brought into one spelling, before any statement. */
export interface CheckedColumn {
  readonly property: string;
  readonly spell: (value: unknown) => unknown;
}

/**
 * The columns of a table whose type reads more spellings than the one it gives back: natural keys and contents are
 * compared here as they stand. What only the database can judge, as an amount too large, is left to it.
 */
export function checkedColumns(table: Table): CheckedColumn[] {
  return table.content.flatMap((column) => {
    const spell = spellingOf(column);
    return spell ? [{ property: column.property, spell }] : [];
  });
}

/** A UUID in lower case, or `REFUSED`. */
export function uuidValue(value: unknown): string | typeof REFUSED {
  if (typeof value !== 'string') return REFUSED;
  if (LOWER_UUID.test(value)) return value;
  const lower = value.toLowerCase();
  return LOWER_UUID.test(lower) ? lower : REFUSED;
}

function spellingOf({ sealed, type }: Column): CheckedColumn['spell'] | undefined {
  if (sealed) return (value) => (typeof value === 'string' ? value : REFUSED);
  if (type.startsWith('timestamp'))
    return (value) => (value instanceof Date && Number.isNaN(value.getTime()) ? REFUSED : value);
  return SPELLINGS.get(type);
}

const LOWER_UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;

const textOf = (pattern: RegExp) => (value: unknown) =>
  typeof value === 'string' && !pattern.test(value) ? REFUSED : value;

// PostgreSQL also reads "today", "2026-1-5" and " 7".
const WHOLE = textOf(/^(0|-?[1-9]\d*)$/);
const SPELLINGS = new Map<string, CheckedColumn['spell']>([
  ['uuid', uuidValue],
  ['date', textOf(/^\d{4}-\d{2}-\d{2}$/)],
  ['integer', WHOLE],
  ['bigint', WHOLE],
]);
