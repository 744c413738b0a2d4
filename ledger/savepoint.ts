import { sql } from 'kysely';
import type { Querier } from './query.ts';
import type { VerdictCode } from './verdict.ts';

/**
 * Marks a place in the transaction, to which `backToMark` returns any number of times. The mark ends with the
 * transaction: a statement to end it sooner would cost small batches more than it saves.
 */
export const setMark = (db: Querier) => db.rows(sql`savepoint mark`);

/** Takes back what was done since the last mark, also after the database has refused something. */
export const backToMark = (db: Querier) => db.rows(sql`rollback to savepoint mark`);

/**
 * Does work on a batch so that a record which the database refuses costs only itself: the batch is tried whole, and
 * halved where it fails. A good batch pays one savepoint.
 * @throws every error that is no refusal of a value; the transaction is lost then
 */
export async function sparing<One, Result>(
  db: Querier,
  batch: readonly One[],
  work: (batch: readonly One[]) => Promise<readonly Result[]>,
  refuse: (one: One, code: VerdictCode) => void,
): Promise<readonly Result[]> {
  if (batch.length === 0) return [];
  await db.rows(sql`savepoint part`);
  try {
    const results = await work(batch);
    await db.rows(sql`release savepoint part`);
    return results;
  } catch (error) {
    const code = refusalOf(error);
    if (code === null) throw error;
    await db.rows(sql`rollback to savepoint part`);
    await db.rows(sql`release savepoint part`);
    if (batch.length === 1) {
      refuse(batch[0]!, code);
      return [];
    }
  }
  const middle = batch.length >> 1;
  const first = await sparing(db, batch.slice(0, middle), work, refuse);
  return first.concat(await sparing(db, batch.slice(middle), work, refuse));
}

/** The code for a value that the database refuses (SQLSTATE class 22 or 23); null for any other error. */
export function refusalOf(error: unknown): VerdictCode | null {
  const { code = '', constraint } = error as { code?: string; constraint?: string };
  if (code === EXCLUDED || code === NOT_UNIQUE) return 'CONFLICTS_WITH_RECORD';
  if (code === NULL) return 'VALUE_MISSING';
  // A row for which there is no partition fails as if by a check, but no check is named.
  if (code === CHECK && !constraint) return 'MONTH_NOT_OPEN';
  return /^2[23]...$/.test(code) ? 'VALUE_REFUSED' : null;
}

const EXCLUDED = '23P01';
const NOT_UNIQUE = '23505';
const NULL = '23502';
const CHECK = '23514';
