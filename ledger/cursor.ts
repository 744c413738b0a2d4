import { BadInput } from '../kernel/refusals.ts';

/**
 * A place in an ordered list: the values of the order columns of one row. Opaque to clients;
 * it holds order values and record ids only, never a document, card or phone number (architecture §8.2).
 */
export const encodeCursor = (values: readonly unknown[]): string =>
  Buffer.from(JSON.stringify(values.map(plain))).toString('base64url');

export function decodeCursor(cursor: string, length: number): unknown[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(values) && values.length === length && values.every(isScalar)) return values;
  } catch {
    // falls through to the refusal: what is not a cursor of ours is bad input, whatever the reason
  }
  throw new BadInput('CURSOR_INVALID', '"after" is not a cursor of this list', {
    path: ['after'],
    expected: 'a cursor that this list returned for the same order',
    came: `${cursor.length} characters that are not such a cursor`,
    remedy: 'start again without "after"',
  });
}

const plain = (value: unknown): unknown =>
  value instanceof Date ? value.toISOString() : typeof value === 'bigint' ? value.toString() : value;

const isScalar = (value: unknown): boolean =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);
