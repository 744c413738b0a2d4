import { type RawBuilder, sql } from 'kysely';
import type { Column } from './table.ts';

/** One column of a batch as one array parameter; the literal is built here, which is what the driver is slow at. */
export function arrayOf(column: Column, values: readonly unknown[]): RawBuilder<unknown> {
  const lists = isList(column);
  return sql`${arrayLiteral(values, lists)}::${sql.raw(lists ? 'text[]' : `${column.type}[]`)}`;
}

/** The columns of `n`, an `unnest` of what `arrayOf` made. */
export const unnested = (columns: readonly Column[]): RawBuilder<unknown> =>
  sql.join(
    columns.map((column) =>
      // A list column travels as the text of its literal, since unnest would flatten an array of arrays.
      isList(column)
        ? sql`${sql.ref(`n.${column.name}`)}::${sql.raw(column.type)}`
        : sql`${sql.ref(`n.${column.name}`)}`,
    ),
  );

/** An array as PostgreSQL reads it, of texts, numbers, instants, bytes, flags and nulls. */
export function arrayLiteral(values: readonly unknown[], nested = false): string {
  return `{${values.map((value) => (nested && Array.isArray(value) ? quote(arrayLiteral(value)) : element(value))).join(',')}}`;
}

const isList = (column: Column): boolean => column.type.endsWith('[]');

function element(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value);
  if (value instanceof Date) return `"${value.toISOString()}"`;
  if (Buffer.isBuffer(value)) return `"\\\\x${value.toString('hex')}"`;
  return quote(typeof value === 'object' ? JSON.stringify(value) : String(value));
}

const quote = (text: string): string => `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"`;
