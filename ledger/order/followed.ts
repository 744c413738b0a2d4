import { sql } from 'kysely';
import type { Querier } from '../query.ts';
import type { LedgerRoom } from '../submission/room.ts';
import { openVerdicts, type StoredVerdict } from '../submission/stored-verdicts.ts';
import { ref } from '../table.ts';

/** A submission at its place in the order, as followers are handed it. */
export interface Followed {
  readonly position: number;
  readonly receiptId: string;
  /** The leaf of the evidence log. */
  readonly leafHash: Buffer;
  readonly recordedAt: Date;
  readonly client: string;
  readonly organisation: string;
  readonly sourceSystem: string;
  readonly operation: string;
  readonly dataset: string;
  readonly receivedAt: Date;
  readonly projects: readonly string[];
  readonly held: number;
  /** Opened when they are asked for. */
  readonly verdicts: () => readonly StoredVerdict[];
}

/** The submissions from a position on, in their order, and the position after the last of them. */
export async function readOrder(
  db: Querier,
  room: Pick<LedgerRoom, 'schema'>,
  from: number,
  limit: number,
): Promise<{ items: readonly Followed[]; next: number }> {
  const rows = await db.rows<OrderRow>(sql`
    select q.position, l.receipt_id, l.hash, l.recorded_at, s.client, s.organisation, s.source_system, s.operation, s.dataset,
           s.received_at, s.projects, s.held, s.verdicts
      from ${ref(room.schema, 'sequenced')} q
      join ${ref(room.schema, 'leaf')} l using (receipt_id)
      join ${ref(room.schema, 'submission')} s using (receipt_id)
     where q.position >= ${from} and q.position < ${from + limit} order by q.position`);
  const items = rows.map(followed);
  return { items, next: (items.at(-1)?.position ?? from - 1) + 1 };
}

interface OrderRow {
  readonly position: bigint;
  readonly receipt_id: string;
  readonly hash: Buffer;
  readonly recorded_at: Date;
  readonly client: string;
  readonly organisation: string;
  readonly source_system: string;
  readonly operation: string;
  readonly dataset: string;
  readonly received_at: Date;
  readonly projects: readonly string[];
  readonly held: number;
  readonly verdicts: Buffer;
}

const followed = (row: OrderRow): Followed => ({
  position: Number(row.position),
  receiptId: row.receipt_id,
  leafHash: row.hash,
  recordedAt: row.recorded_at,
  client: row.client,
  organisation: row.organisation,
  sourceSystem: row.source_system,
  operation: row.operation,
  dataset: row.dataset,
  receivedAt: row.received_at,
  projects: row.projects,
  held: row.held,
  verdicts: () => openVerdicts(row.verdicts),
});
