import { type RawBuilder, sql } from 'kysely';
import { arrayLiteral } from './array-literals.ts';
import type { Querier } from './query.ts';

/** Things share so many turns, since a call may name thousands, and a server has room for some thousand locks in all. */
const TURNS = 512;

/** `BESIDE` keeps out those who want a thing `ALONE`, and not each other. */
export type TurnMode = 'ALONE' | 'BESIDE';

/**
 * Waits for its turn with these things until the end of the transaction (轮流处理): what is judged by what stands of them is judged
 * by one at a time. Who asks for them in one statement gets them in one order; what is read after it is what the one before left.
 */
export const takeTurns = (db: Querier, names: readonly string[], mode: TurnMode): Promise<void> =>
  takeTurnsOfEach(
    db,
    names.map((name) => [name, mode]),
  );

/** The same, with a mode for each; one that is named in both is taken alone. */
export async function takeTurnsOfEach(
  db: Querier,
  things: readonly (readonly [name: string, mode: TurnMode])[],
): Promise<void> {
  if (things.length === 0) return;
  await db.rows(sql`
    select count(case when n.alone then pg_advisory_xact_lock(hashtext('turns'), n.turn)
                      else pg_advisory_xact_lock_shared(hashtext('turns'), n.turn) end)
      from (select abs(hashtext(t.name) % ${sql.raw(String(TURNS))}) as turn, bool_or(t.mode = 'ALONE') as alone
              from unnest(${arrayLiteral(things.map(([name]) => name))}::text[],
                          ${arrayLiteral(things.map(([, mode]) => mode))}::text[]) as t (name, mode)
             group by 1 order by 1 offset 0) n`);
}

/**
 * The same as a subquery with one row, for a statement that takes turns by the way (随句轮流). What that statement reads may be older than
 * its turn: what is judged by it is read after it.
 * @param kind things of another kind are other turns, so that many who share these keep nobody from those
 */
export const turnsTaken = (
  kind: string,
  names: readonly string[],
  mode: 'ALONE' | 'BESIDE',
): RawBuilder<unknown> => {
  const lock = sql.raw(mode === 'ALONE' ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared');
  return sql`(
    select count(${lock}(hashtext(${`turns of ${kind}`}), n.turn)) from (
      select distinct abs(hashtext(name) % ${sql.raw(String(TURNS))}) as turn from unnest(${arrayLiteral(names)}::text[]) as name
       order by 1 offset 0) n)`;
};
