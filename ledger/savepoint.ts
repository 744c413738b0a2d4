import { sql } from 'kysely';
import type { Querier } from './query.ts';
import type { VerdictCode } from './verdict.ts';

/** What came of work under a savepoint: its result, or null where it was taken back, for what the database refused. */
export interface Attempt<Result> {
  readonly result: Result | null;
  readonly refusal: VerdictCode | null;
}

/**
 * Does work that can be taken back without the rest of its transaction: when it answers null, or when the database
 * refuses a value of it.
 * @throws every other error of the work; the transaction is lost then
 */
export async function attempt<Result>(
  db: Querier,
  work: () => Promise<Result | null>,
): Promise<Attempt<Result>> {
  await db.rows(sql`savepoint attempt`);
  let result: Result | null = null;
  let refusal: VerdictCode | null = null;
  try {
    result = await work();
  } catch (error) {
    refusal = refusalOf(error);
    if (refusal === null) throw error;
  }
  if (result === null) await db.rows(sql`rollback to savepoint attempt`);
  await db.rows(sql`release savepoint attempt`);
  return { result, refusal };
}

/**
 * Does work on a batch so that a record which the database refuses costs only itself: the batch is tried whole, and
 * halved where it fails. A good batch pays one savepoint.
 */
export async function sparing<One, Result>(
  db: Querier,
  batch: readonly One[],
  work: (batch: readonly One[]) => Promise<readonly Result[]>,
  refuse: (one: One, code: VerdictCode) => void,
): Promise<readonly Result[]> {
  if (batch.length === 0) return [];
  const { result, refusal } = await attempt(db, () => work(batch));
  if (result) return result;
  if (batch.length === 1) {
    refuse(batch[0]!, refusal!);
    return [];
  }
  const middle = batch.length >> 1;
  const first = await sparing(db, batch.slice(0, middle), work, refuse);
  return first.concat(await sparing(db, batch.slice(middle), work, refuse));
}

/** The code for a value that the database refuses (SQLSTATE class 22 or 23); null for any other error. */
function refusalOf(error: unknown): VerdictCode | null {
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
