import { sql } from 'kysely';
import type { Querier } from '../query.ts';
import { ref } from '../table.ts';

/** Most leaves that one tick puts in order; the next tick goes on. */
export const LEAVES_A_TICK = 5_000;

/**
 * One tick of the sequencer (定序): gives gapless positions to the leaves of transactions that are over. A leaf waits
 * while any transaction that began to write before it is still open, so that whoever has read up to a position never
 * later finds a new leaf below it. While another tick runs, this one does nothing.
 * @param db a writing transaction of its own, READ COMMITTED
 * @returns how many leaves were given a position
 */
export async function sequence(db: Querier, schema: string, limit = LEAVES_A_TICK): Promise<number> {
  const held = await db.rows(sql`select from ${ref(schema, 'sequencer')} for update skip locked`);
  if (held.length === 0) return 0;
  // A statement of its own: its snapshot is taken after the lock, so it sees all that the tick before it has done.
  const [done] = await db.rows<{ count: number }>(sql`
    with edge as materialized (
      select s.next_position, s.below, at.xmin, at.xmax, s.below > at.xmin as is_other_server
        from ${ref(schema, 'sequencer')} s, (
          select pg_snapshot_xmin(taken) as xmin, pg_snapshot_xmax(taken) as xmax from pg_current_snapshot() as taken) at),
    ripe_from as (
      select case when is_other_server then '0'::xid8 else below end as lo,
             case when is_other_server then '18446744073709551615'::xid8 else xmin end as hi from edge),
    ripe as materialized (
      select l.xid, l.receipt_id, row_number() over (order by l.xid, l.receipt_id) as place
        from ripe_from, edge, lateral (
          select l.xid, l.receipt_id from ${ref(schema, 'leaf')} l
           where l.xid >= ripe_from.lo and l.xid < ripe_from.hi
             -- A leaf of a transaction that this server has not had yet was brought here by a restore.
             and not (edge.is_other_server and l.xid >= edge.xmin and l.xid < edge.xmax)
             -- Where the limit cut the last tick, some leaves of that transaction have their position.
             and not exists (select 1 from ${ref(schema, 'sequenced')} q where q.receipt_id = l.receipt_id)
           order by l.xid, l.receipt_id limit ${limit}) l),
    given as (
      insert into ${ref(schema, 'sequenced')} (position, receipt_id)
      select edge.next_position + ripe.place - 1, ripe.receipt_id from ripe, edge),
    moved as (
      update ${ref(schema, 'sequencer')} s
         set next_position = edge.next_position + (select count(*) from ripe),
             below = case
               when (select count(*) from ripe) < ${limit} then edge.xmin
               when edge.is_other_server then edge.below
               else (select ripe.xid from ripe order by ripe.place desc limit 1) end
        from edge)
    select count(*)::integer as count from ripe`);
  return done!.count;
}

/** How far the order is behind (定序滞后). */
export interface OrderLag {
  /** Leaves without a position. */
  readonly leaves: number;
  /** Age of the oldest of them in milliseconds; null when there is none. */
  readonly oldestMs: number | null;
}

/** How many leaves wait for their position, and since when. @param now business time */
export async function lagOf(db: Querier, schema: string, now: Date): Promise<OrderLag> {
  const [lag] = await db.rows<{ leaves: number; oldest: Date | null }>(sql`
    select count(*)::integer as leaves, min(l.recorded_at) as oldest
      from ${ref(schema, 'leaf')} l
     where l.xid >= (select below from ${ref(schema, 'sequencer')})
       and not exists (select 1 from ${ref(schema, 'sequenced')} q where q.receipt_id = l.receipt_id)`);
  const { leaves, oldest } = lag!;
  return { leaves, oldestMs: oldest ? Math.max(0, now.getTime() - oldest.getTime()) : null };
}
