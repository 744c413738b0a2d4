import { type RawBuilder, sql } from 'kysely';
import { type Page, type PageRequest, pageOf, walkOf } from '../page.ts';
import type { Querier } from '../query.ts';
import { totalOf } from '../total.ts';

/** A table of the ledger that is listed by an instant, the newest first, and then by its key. */
export interface LedgerList<Row> {
  readonly name: string;
  /** The relation, as `t`. */
  readonly from: RawBuilder<unknown>;
  readonly columns: RawBuilder<unknown>;
  readonly instant: { readonly property: keyof Row & string; readonly column: string };
  readonly key: string;
}

export type Paging = Pick<PageRequest, 'first' | 'after' | 'last' | 'before'>;

/** One page of a ledger's table; what the policies do not show is neither listed nor counted. */
export async function ledgerPage<Row extends { id: string }>(
  db: Querier,
  list: LedgerList<Row>,
  paging: Paging,
  conditions: readonly RawBuilder<unknown>[],
): Promise<Page<Row>> {
  const { name, from, columns, instant, key } = list;
  const column = (property: string) => ({
    property,
    name: property,
    type: property === 'id' ? 'uuid' : 'timestamptz',
    sealed: false,
  });
  const orderBy = [{ property: instant.property, descending: true }];
  const walk = walkOf({ fact: { name }, column }, { ...paging, orderBy });
  // The key closes the order; it descends with the instant, so that one comparison of rows finds the place.
  const order = sql.raw(walk.backwards ? 'asc' : 'desc');
  const place = sql`(t.${sql.ref(instant.column)}, t.${sql.ref(key)})`;
  const beyond = walk.from
    ? [
        sql`${place} ${sql.raw(walk.backwards ? '>' : '<')} (${walk.from[0]}::timestamptz, ${walk.from[1]}::uuid)`,
      ]
    : [];
  const rows = await db.rows<Row>(sql`
    select ${columns} from ${from} where ${all([...conditions, ...beyond])}
     order by t.${sql.ref(instant.column)} ${order}, t.${sql.ref(key)} ${order} limit ${walk.size + 1}`);
  return pageOf(rows, walk, () => totalOf(db, sql`select 1 from ${from} where ${all(conditions)}`));
}

/** The conditions of a filter: of each value that is stated, its own. */
export const stated = <Value>(
  value: Value | null | undefined,
  condition: (value: Value) => RawBuilder<unknown>,
): RawBuilder<unknown>[] => (value === null || value === undefined ? [] : [condition(value)]);

export const all = (conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> =>
  conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
