import { sql } from 'kysely';
import { arrayLiteral } from '../array-literals.ts';
import type { Querier } from '../query.ts';
import { ref } from '../table.ts';
import type { Scene } from './dataset.ts';
import { heldKeyOf } from './hold-records.ts';

/**
 * Since when records of these identities wait at this source (首次收到), in their order: the first that was held of those that each put
 * the one before right. Null where none waits, as where it has lapsed or was taken back.
 * @param identities the values of the dataset's `heldBy`
 */
export async function heldSince(
  dataset: string,
  identities: readonly (readonly unknown[])[],
  { room, sourceSystem }: Scene,
  db: Querier,
): Promise<(Date | null)[]> {
  const keys = identities.map((one) => heldKeyOf(dataset, one, room));
  const table = ref(room.schema, 'held_record');
  const ofIt = (alias: string) => sql`${sql.ref(`${alias}.source_system`)} = ${sourceSystem}
    and ${sql.ref(`${alias}.dataset`)} = ${dataset} and ${sql.ref(`${alias}.held_key`)} = w.held_key`;
  const rows = await db.rows<{ readonly key: string; readonly since: Date }>(sql`
    select encode(w.held_key, 'hex') as key,
           (select min(h.held_at) from ${table} h
             where ${ofIt('h')} and h.state in ('HELD', 'REPLACED')
               and h.held_at > coalesce((select max(e.settled_at) from ${table} e
                                          where ${ofIt('e')} and e.state not in ('HELD', 'REPLACED')), '-infinity')) as since
      from ${table} w
     where w.source_system = ${sourceSystem} and w.dataset = ${dataset} and w.state = 'HELD'
       and w.held_key = any(${arrayLiteral(keys)}::bytea[])`);
  const byKey = new Map(rows.map(({ key, since }) => [key, since]));
  return keys.map((key) => byKey.get(key.toString('hex')) ?? null);
}
