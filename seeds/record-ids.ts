import { type RawBuilder, sql } from 'kysely';
import { hubCaller } from '../kernel/caller.ts';
import type { NewRecord } from '../ledger/new-record.ts';
import type { Dataset } from '../ledger/submission/dataset.ts';
import type { LedgerRoom } from '../ledger/submission/room.ts';
import { ref } from '../ledger/table.ts';

/** The ids under which these facts stand, by their natural keys. */
export async function recordIdsOf(
  room: LedgerRoom,
  { fact }: Dataset,
  records: readonly NewRecord[],
): Promise<string[]> {
  const table = room.table(fact);
  const matches = records.map(({ content, occurredAt }) => {
    const parts = table.key.map(
      ({ property, name }): RawBuilder<unknown> =>
        sql`${sql.ref(`t.${name}`)} = ${property === 'occurredAt' ? occurredAt : content[property]}`,
    );
    return sql`(${sql.join(parts, sql` and `)})`;
  });
  const rows = await room.write(hubCaller('seed'), (db) =>
    db.rows<{ id: string }>(
      sql`select t.id from ${ref(fact.schema, fact.table)} t where ${sql.join(matches, sql` or `)}`,
    ),
  );
  if (rows.length !== records.length)
    throw new Error(
      `${records.length - rows.length} records of ${fact.name} that are to be withdrawn are not there`,
    );
  return rows.map(({ id }) => id);
}
