import { type RawBuilder, sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';

/** Several codes as one key. None of them has a blank in it: their fields take none. */
export const joined = (...parts: readonly (string | null)[]): string | null =>
  parts.includes(null) ? null : parts.join(' ');

/** A row of `k`: the place of its key, and what is found there. */
export interface AtPlace {
  /** From 1, as PostgreSQL counts. */
  readonly place: bigint;
}

/**
 * The keys as rows `k`, each with its `place`; parts beyond the columns are left out. Columns have their types here, because
 * a cast in a condition could leak, so that under row-level security no index answers it.
 */
export function keyRows(keys: readonly string[], ...columns: readonly string[]): RawBuilder<unknown> {
  const parts = keys.map((key) => key.split(' '));
  const arrays = columns.map(
    (name, at) =>
      sql`${arrayLiteral(parts.map((one) => one[at]))}::${sql.raw(`${TYPES.get(name) ?? 'text'}[]`)}`,
  );
  const names = [...columns, 'place'].map((name) => sql.ref(name));
  return sql`unnest(${sql.join(arrays)}) with ordinality as k (${sql.join(names)})`;
}

const TYPES: ReadonlyMap<string, string> = new Map([
  ['worker_id', 'uuid'],
  ['entered_on', 'date'],
  ['exited_on', 'date'],
  ['line_no', 'integer'],
]);

/** The rows by the keys at their places; of several rows of one key the first. */
export function byKey<Row extends AtPlace>(keys: readonly string[], rows: readonly Row[]): Map<string, Row> {
  const found = new Map<string, Row>();
  for (const row of rows) {
    const key = keys[Number(row.place) - 1]!;
    if (!found.has(key)) found.set(key, row);
  }
  return found;
}
