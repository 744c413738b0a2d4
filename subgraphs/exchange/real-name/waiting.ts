import { sql } from 'kysely';
import type { Querier } from '../../../ledger/query.ts';

const FRESH_MS = 500;
/** Nobody needs to know whether more than this wait. */
const COUNTED = 100_000;

/** How many calls wait or run, counted twice a second at most: a bound, not a figure. */
export function waiting(): (db: Querier) => Promise<number> {
  let counted = { at: Number.NEGATIVE_INFINITY, calls: 0 };
  return async (db) => {
    const now = performance.now();
    if (now - counted.at < FRESH_MS) return counted.calls;
    // Others go on with the old count meanwhile.
    counted = { ...counted, at: now };
    const [row] = await db.rows<{ calls: bigint }>(sql`
      select count(*) as calls from (select 1 from hub.real_name_call where state = 0 limit ${COUNTED}) as waiting_calls`);
    counted = { at: now, calls: Number(row!.calls) };
    return counted.calls;
  };
}
