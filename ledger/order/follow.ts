import { sql } from 'kysely';
import { hubCaller } from '../../kernel/caller.ts';
import type { Querier } from '../query.ts';
import type { LedgerRoom } from '../submission/room.ts';
import { ref } from '../table.ts';
import { type Followed, readOrder } from './followed.ts';

export interface FollowOptions {
  /** Most submissions of one step. */
  readonly batch?: number;
}

const BATCH = 50;

/**
 * One step of a follower (跟随者) that works in its room's database only: what it does with the next submissions and its
 * new position are one transaction. While another process follows under this name, it does nothing.
 * @returns how many submissions it was handed; 0 when it has caught up
 */
export function follow(
  room: LedgerRoom,
  name: string,
  handle: (db: Querier, items: readonly Followed[]) => Promise<void>,
  { batch = BATCH }: FollowOptions = {},
): Promise<number> {
  return room.write(hubCaller(name), async (db) => {
    await introduce(db, room, name);
    const [turn] = await db.rows<{ position: bigint }>(
      sql`select position from ${ref(room.schema, 'follower')} where name = ${name} for update skip locked`,
    );
    if (!turn) return 0;
    const from = Number(turn.position);
    const { items, next } = await readOrder(db, room, from, batch);
    if (items.length === 0) return 0;
    await handle(db, items);
    await advance(db, room, name, from, next);
    return items.length;
  });
}

/**
 * One step of a follower that asks the graph or writes transactions of its own: it reads, does, and then moves. No
 * transaction stays open meanwhile, since an open one would hold the order back. Killed in between, or run twice at
 * once, it is handed the same submissions again: what it does must bear that.
 */
export async function followOutside(
  room: LedgerRoom,
  name: string,
  handle: (items: readonly Followed[]) => Promise<void>,
  { batch = BATCH }: FollowOptions = {},
): Promise<number> {
  const from = await positionOf(room, name);
  const { items, next } = await room.write(hubCaller(name), (db) => readOrder(db, room, from, batch));
  if (items.length === 0) return 0;
  await handle(items);
  await moveTo(room, name, from, next);
  return items.length;
}

/** The position that a follower will read next; 0 for one that has not begun. */
export async function positionOf(room: LedgerRoom, name: string): Promise<number> {
  return room.write(hubCaller(name), async (db) => {
    const [row] = await db.rows<{ position: bigint }>(
      sql`select position from ${ref(room.schema, 'follower')} where name = ${name}`,
    );
    return row ? Number(row.position) : 0;
  });
}

/** Moves a follower, unless another run of it has moved it meanwhile. */
export async function moveTo(room: LedgerRoom, name: string, from: number, to: number): Promise<void> {
  await room.write(hubCaller(name), async (db) => {
    await introduce(db, room, name);
    await advance(db, room, name, from, to);
  });
}

const advance = (db: Querier, room: LedgerRoom, name: string, from: number, to: number) =>
  db.rows(
    sql`update ${ref(room.schema, 'follower')} set position = ${to} where name = ${name} and position = ${from}`,
  );

/** Its row, if it has none. Asked first, since an insert that meets its row would write all the same. */
async function introduce(db: Querier, room: LedgerRoom, name: string): Promise<void> {
  const there = await db.rows(sql`select from ${ref(room.schema, 'follower')} where name = ${name}`);
  if (there.length > 0) return;
  await db.rows(
    sql`insert into ${ref(room.schema, 'follower')} (name, position) values (${name}, 0) on conflict do nothing`,
  );
}
