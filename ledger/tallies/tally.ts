import { sql } from 'kysely';
import { hubCaller } from '../../kernel/caller.ts';
import type { Querier } from '../query.ts';
import type { LedgerRoom } from '../submission/room.ts';
import { ref } from '../table.ts';
import { type BackfillStep, nextPart, partDone } from './backfill.ts';

/**
 * Figures of projects that are kept as facts come (累计). Triggers mark what has to be counted again, in the transaction that
 * changed it (`ledger/migrations/0005-tallies.sql`); what has no mark is right as it stands. Both works run while no
 * other process works on the same tally, each in a transaction of its own.
 */
export interface Tally {
  readonly name: string;
  /** Takes away some marks and brings the tally up to date with them. @returns whether there may be more */
  follow(db: Querier): Promise<boolean>;
  /** Counts what was recorded of some projects beyond `through`, in the order of their codes, or of their divisions'. */
  backfill(db: Querier, part: string, through: string): Promise<CountedProjects>;
}

export interface CountedProjects {
  /** Code of the last project or division that is counted now; null when none was left. */
  readonly through: string | null;
  readonly projects: number;
}

/** One step of a tally's follower. @returns whether there may be more */
export const followTally = (room: LedgerRoom, tally: Tally): Promise<boolean> =>
  alone(room, tally, (db) => tally.follow(db), false);

/**
 * One bounded step of bringing along what was recorded before the tally was kept, the newest part first. Questions count
 * directly until a part is done.
 * @returns what was done; null when nothing is left
 */
export const backfillTally = (room: LedgerRoom, tally: Tally): Promise<BackfillStep | null> =>
  alone(
    room,
    tally,
    async (db) => {
      const next = await nextPart(db, room.schema, tally.name);
      if (!next) return null;
      const { through, projects } = await tally.backfill(db, next.part, next.through);
      return partDone(db, room.schema, tally.name, next, through, projects);
    },
    null,
  );

/** Whoever comes while another is at work goes away again: what it would do is being done. */
function alone<Result>(
  room: LedgerRoom,
  { name }: Tally,
  work: (db: Querier) => Promise<Result>,
  otherwise: Result,
): Promise<Result> {
  return room.write(hubCaller('tallies'), async (db) => {
    const [turn] = await db.rows<{ mine: boolean }>(
      sql`select pg_try_advisory_xact_lock(hashtext(${`tally ${room.schema}.${name}`})) as mine`,
    );
    return turn!.mine ? work(db) : otherwise;
  });
}

/** Whether some of the part was recorded before the tally was kept, and is not counted yet. */
export async function isPending(db: Querier, schema: string, tally: string, part: string): Promise<boolean> {
  const rows = await db.rows(sql`
    select from ${ref(schema, 'tally_backfill')} where tally = ${tally} and part = ${part} and not is_done`);
  return rows.length > 0;
}
