import { sql } from 'kysely';
import { arrayLiteral } from '../array-literals.ts';
import type { Followed } from '../order/followed.ts';
import type { Querier } from '../query.ts';
import type { Awaited, Dataset } from '../submission/dataset.ts';
import type { LedgerRoom } from '../submission/room.ts';
import { columnList, ref, type Table } from '../table.ts';

/** What held records may be waiting for and these submissions have made known, each once. */
export async function newFacts(
  db: Querier,
  room: LedgerRoom,
  items: readonly Followed[],
): Promise<readonly Awaited[]> {
  const found = new Map<string, Awaited>();
  for (const [dataset, ids] of recordsOf(room, items))
    for (const content of await contents(db, room, room.table(dataset.fact), ids))
      for (const one of awaitedOf(dataset, content, room)) found.set(`${one.name} ${one.key}`, one);
  return [...found.values()];
}

/** A fact that cannot be read releases nothing, and keeps no other from it. */
function awaitedOf(
  dataset: Dataset,
  content: Readonly<Record<string, unknown>>,
  room: LedgerRoom,
): readonly Awaited[] {
  try {
    return dataset.releases!(content, room);
  } catch (error) {
    room.report(error, `record ${content.id} of ${dataset.name}, which releases nothing`);
    return [];
  }
}

/** The records that became or changed facts, by dataset; only of datasets that something can wait for. */
function recordsOf(room: LedgerRoom, items: readonly Followed[]): Map<Dataset, string[]> {
  const byName = new Map(room.datasets.map((one) => [one.name, one]));
  const releasing = room.datasets.some(({ releases }) => releases);
  const records = new Map<Dataset, string[]>();
  if (!releasing) return records;
  for (const item of items.filter((one) => mayRelease(byName, one)))
    for (const { outcome, code, recordId, dataset: name } of item.verdicts()) {
      const dataset = byName.get(name ?? item.dataset);
      const isNew = (outcome === 'ACCEPTED' || outcome === 'CORRECTED') && code !== 'WITHDRAWN';
      if (!isNew || recordId === null || !dataset?.releases) continue;
      const known = records.get(dataset);
      if (known) known.push(recordId);
      else records.set(dataset, [recordId]);
    }
  return records;
}

/** A submission of one known dataset that nothing waits for need not be opened. */
const mayRelease = (byName: ReadonlyMap<string, Dataset>, { dataset }: Followed): boolean => {
  const known = byName.get(dataset);
  return known === undefined || known.releases !== undefined;
};

async function contents(
  db: Querier,
  room: LedgerRoom,
  table: Table,
  ids: readonly string[],
): Promise<Readonly<Record<string, unknown>>[]> {
  const { schema, table: name } = table.fact;
  const rows = await db.rows<Record<string, unknown>>(sql`
    select ${columnList(table.columns)} from ${ref(schema, name)}
     where id = any(${arrayLiteral(ids)}::uuid[]) and not withdrawn`);
  return rows.map((row) => content(room, table, row));
}

/** By property; a sealed column is opened when it is read, which few datasets do. */
function content(room: LedgerRoom, table: Table, row: Record<string, unknown>): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const { property, name, sealed } of table.columns) {
    const value = row[name];
    if (!sealed || value === null) made[property] = value;
    else {
      const place = { dataset: table.fact.table, column: name, recordId: row.id as string };
      Object.defineProperty(made, property, {
        enumerable: true,
        get: () => room.sealer.open(value as Buffer, place),
      });
    }
  }
  return made;
}
