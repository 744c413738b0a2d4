import { type RawBuilder, sql } from 'kysely';
import { type Caller, parseCaller } from '../../kernel/caller.ts';
import type { Querier } from '../query.ts';
import type { Awaited } from '../submission/dataset.ts';
import { heldPlace, type SealedContent } from '../submission/hold-records.ts';
import type { LedgerRoom } from '../submission/room.ts';
import { ref } from '../table.ts';

/** A held record that is to be judged again, with what its submission said of it. */
export interface OpenedHeld {
  readonly id: string;
  readonly operation: string;
  readonly dataset: string;
  /** The submission that holds it, and the record's place in it. */
  readonly receiptId: string;
  readonly place: number;
  /** On whose behalf: the caller as it was then. */
  readonly caller: Caller;
  readonly client: string;
  readonly sourceSystem: string;
  readonly sentAt: Date;
  readonly sourceVersion: bigint;
  readonly heldUntil: Date;
  /** What it waits for; null when only a correction helps. */
  readonly waits: Awaited | null;
  /** The record as it was sent. */
  readonly record: Readonly<Record<string, unknown>>;
}

/**
 * Judges held records again, each on behalf of its caller. What is no longer held is stored, and its row settled in that
 * transaction. What would be held again for the same reason stays as it is, and nothing is stored for it: otherwise
 * its new submission would be followed, released and stored again without end.
 */
export type Resubmit = (room: LedgerRoom, held: readonly OpenedHeld[]) => Promise<void>;

/** Where a waiting record stands among the others (暂存次序): as its source put it, and not as it arrived. */
export interface HeldPosition {
  readonly sourceVersion: bigint;
  readonly place: number;
  readonly id: string;
}

/** Some of the waiting records, opened, and the position after which the next ones are; null when there are none. */
export interface HeldPage {
  readonly held: readonly OpenedHeld[];
  readonly next: HeldPosition | null;
}

/**
 * Waiting records by a condition on `h`, after a position and in their order, opened: of two exits the earlier one finds the period
 * first. What cannot be opened is reported and passed over, and waits until its deadline.
 */
export async function openHeld(
  db: Querier,
  room: LedgerRoom,
  condition: RawBuilder<unknown>,
  after: HeldPosition | null,
  limit: number,
): Promise<HeldPage> {
  const follows = after
    ? sql`(h.source_version, h.place, h.id) > (${after.sourceVersion}::bigint, ${after.place}::integer, ${after.id}::uuid)`
    : sql`true`;
  const rows = await db.rows<HeldRow>(sql`
    select h.id, h.operation, h.dataset, h.receipt_id, h.place, h.client, h.source_system, h.sent_at, h.source_version,
           h.held_until, h.waits_for, h.wait_key, h.content
      from ${ref(room.schema, 'held_record')} h
     where h.state = 'HELD' and (${condition}) and ${follows}
     order by h.source_version, h.place, h.id limit ${limit}`);
  const held = rows.flatMap((row) => {
    try {
      return [opened(room, row)];
    } catch (error) {
      room.report(error, `held record ${row.id}, which cannot be opened`);
      return [];
    }
  });
  const last = rows.length === limit ? rows.at(-1)! : null;
  return { held, next: last && { sourceVersion: last.source_version, place: last.place, id: last.id } };
}

interface HeldRow {
  readonly id: string;
  readonly operation: string;
  readonly dataset: string;
  readonly receipt_id: string;
  readonly place: number;
  readonly client: string;
  readonly source_system: string;
  readonly sent_at: Date;
  readonly source_version: bigint;
  readonly held_until: Date;
  readonly waits_for: string | null;
  readonly wait_key: string | null;
  readonly content: Buffer;
}

function opened(room: LedgerRoom, row: HeldRow): OpenedHeld {
  const { record, caller } = JSON.parse(room.sealer.open(row.content, heldPlace(row.id))) as SealedContent;
  return {
    id: row.id,
    operation: row.operation,
    dataset: row.dataset,
    receiptId: row.receipt_id,
    place: row.place,
    caller: parseCaller(caller),
    client: row.client,
    sourceSystem: row.source_system,
    sentAt: row.sent_at,
    sourceVersion: row.source_version,
    heldUntil: row.held_until,
    waits: row.waits_for === null ? null : { name: row.waits_for, key: row.wait_key! },
    record,
  };
}
