import { BadInput } from '../kernel/refusals.ts';
import { fits } from './fits.ts';
import type { Column } from './table.ts';

/**
 * A place in an ordered list: the list's name and the values of the order columns of one row. Opaque to clients;
 * it holds order values and record ids only, never a document, card or phone number (architecture §8.2).
 */
export const encodeCursor = (list: string, values: readonly unknown[]): string =>
  Buffer.from(JSON.stringify([list, ...values.map(plain)])).toString('base64url');

/** The order values of a cursor of this list. @throws BadInput `CURSOR_INVALID` for anything else */
export function decodeCursor(cursor: string, list: string, columns: readonly Column[]): unknown[] {
  const values = parsed(cursor);
  const [name, ...own] = values ?? [];
  if (
    name === list &&
    own.length === columns.length &&
    own.every((value, at) => fits(value, columns[at]!.type))
  ) {
    return own;
  }
  throw new BadInput('CURSOR_INVALID', 'the cursor is not one of this list', {
    path: ['after'],
    expected: 'a cursor that this list returned for the same order',
    came: `${cursor.length} characters that are not such a cursor`,
    remedy: 'start again without "after" and "before"',
  });
}

function parsed(cursor: string): unknown[] | null {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(values) ? values : null;
  } catch {
    // What is not a cursor of ours is bad input, whatever the reason; the caller says so.
    return null;
  }
}

const plain = (value: unknown): unknown =>
  value instanceof Date ? value.toISOString() : typeof value === 'bigint' ? value.toString() : value;
