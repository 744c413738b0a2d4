import { sql } from 'kysely';
import { hubCaller } from '../../kernel/caller.ts';
import type { LedgerRoom } from '../../ledger/submission/room.ts';

const KEPT_MS = 48 * 3_600_000;
const KEYS_A_STEP = 1_000;

/**
 * Forgets idempotency keys (幂等键) older than 48 hours, a few at a time: by then nobody repeats a call, and a repeated
 * record meets the fact itself. Replicas take other rows.
 * @returns whether there may be more
 */
export async function pruneKeys(room: LedgerRoom): Promise<boolean> {
  const before = new Date(room.clock.now().getTime() - KEPT_MS);
  const table = sql.table(`${room.schema}.submission_key`);
  const gone = await room.write(hubCaller('key-pruning'), (db) =>
    db.rows(sql`
      delete from ${table} where ctid = any (array(
        select ctid from ${table} where made_at < ${before} order by made_at limit ${KEYS_A_STEP} for update skip locked))
      returning 1 as gone`),
  );
  return gone.length === KEYS_A_STEP;
}
