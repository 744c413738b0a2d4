import { sql } from 'kysely';
import type { NewRecord, Provenance } from '../new-record.ts';
import type { Querier } from '../query.ts';
import { columnList, ref } from '../table.ts';
import { wordOf } from './claims.ts';
import type { Dataset } from './dataset.ts';
import type { LedgerRoom } from './room.ts';

type Row = Readonly<Record<string, unknown>>;

/**
 * After a source has taken back what it took over from another (退回接办): what the other stated last stands again, in its name and
 * under its version, so that it corrects it and takes it back as before.
 * @param rows the facts as they stood, which are withdrawn by now
 * @returns the versions that stand again, by the ids of the facts
 */
export async function giveBack(
  { fact, wasTakenOver }: Dataset,
  rows: readonly Row[],
  room: LedgerRoom,
  db: Querier,
): Promise<ReadonlyMap<string, number>> {
  const versions = new Map<string, number>();
  for (const row of rows.filter((one) => wasTakenOver?.(one))) {
    const before = await statedBefore(fact, row, room, db);
    if (before === null) continue;
    const record: NewRecord = { ...wordOf(room, room.table(fact), before), outranks: true };
    // Where it comes from is where it came from first.
    const [written] = await room.writer(fact).write(db, [record], before as unknown as Provenance);
    versions.set(written!.id, written!.version);
  }
  return versions;
}

/** The last version of any other source than the one that took the fact over. */
async function statedBefore(
  fact: Dataset['fact'],
  { id, sourceSystem }: Row,
  room: LedgerRoom,
  db: Querier,
): Promise<Row | null> {
  const { columns } = room.table(fact);
  const [found] = await db.rows<Record<string, unknown>>(sql`
    select ${columnList(columns, 'h')} from ${ref(fact.schema, `${fact.table}_history`)} h
     where h.id = ${id}::uuid and h.source_system <> ${sourceSystem} and not h.withdrawn
     order by h.version desc limit 1`);
  if (!found) return null;
  return Object.fromEntries(columns.map(({ property, name }) => [property, found[name]]));
}
