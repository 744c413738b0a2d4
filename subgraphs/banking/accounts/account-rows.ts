import { type RawBuilder, sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';

/**
 * Keys of `accountKey` as rows `k`: bank, blind index, what follows them as `rest`, and the place of the key, from 1.
 */
export function accountRows(keys: readonly string[]): RawBuilder<unknown> {
  const parts = keys.map((key) => key.split(' '));
  const texts = (at: number) => arrayLiteral(parts.map((one) => one[at]));
  return sql`unnest(${texts(0)}::text[], ${arrayLiteral(
    parts.map((one) => Buffer.from(one[1]!, 'hex')),
  )}::bytea[], ${texts(2)}::text[]) with ordinality as k (bank_code, account_index, rest, place)`;
}

/** The rows by the keys at their places. */
export const byPlace = <Row extends { readonly place: bigint }>(
  keys: readonly string[],
  rows: readonly Row[],
): Map<string, Row> => new Map(rows.map((row) => [keys[Number(row.place) - 1]!, row]));
