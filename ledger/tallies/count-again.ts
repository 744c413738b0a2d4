import { type RawBuilder, sql } from 'kysely';
import type { Querier } from '../query.ts';
import { ref } from '../table.ts';

/** The table of a tally. */
export interface Kept {
  readonly schema: string;
  readonly table: string;
  /** Columns of its primary key. */
  readonly key: readonly string[];
  /** Columns that are a number each. */
  readonly counts?: readonly string[];
  /** Columns that are an array of steps each. */
  readonly steps?: readonly string[];
}

/**
 * Puts what stands into the place of what is kept.
 * @param among which rows of the table `t` are counted again
 * @param counted what stands of these: a select of all columns by name
 */
export async function countAgain(
  db: Querier,
  { schema, table, key, counts = [], steps = [] }: Kept,
  among: RawBuilder<unknown>,
  counted: RawBuilder<unknown>,
): Promise<void> {
  const columns = list([...key, ...counts, ...steps]);
  const none = [...counts.map(() => sql`0`), ...steps.map(() => sql`'{}'`)];
  await db.rows(sql`
    with now as materialized (${counted})
    insert into ${ref(schema, table)} (${columns})
    select ${columns} from now
    union all
    -- What was there and is no longer.
    select ${list(key)}, ${sql.join(none)} from ${ref(schema, table)} t
     where ${among}
       and not exists (select from now where ${sql.join(
         key.map((name) => sql`now.${sql.ref(name)} = t.${sql.ref(name)}`),
         sql` and `,
       )})
    on conflict (${list(key)}) do update set ${sql.join(
      [...counts, ...steps].map((name) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`),
    )}`);
}

const list = (names: readonly string[]): RawBuilder<unknown> => sql.join(names.map((name) => sql.ref(name)));
