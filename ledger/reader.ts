import { type RawBuilder, sql } from 'kysely';
import { BadInput } from '../kernel/refusals.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { Fact, RowOf } from './fact.ts';
import type { Querier } from './query.ts';
import { columnList, type Table, versionsAt } from './table.ts';

export interface OrderBy {
  readonly property: string;
  readonly descending?: boolean;
}

export interface PageRequest {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
  readonly where?: readonly RawBuilder<unknown>[];
  readonly orderBy: readonly OrderBy[];
}

/** One page of a list, in the shape the Relay connection of the SDL is resolved from. */
export interface Page<Row> {
  readonly nodes: readonly Row[];
  readonly edges: readonly { readonly node: Row; readonly cursor: string }[];
  readonly pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
  readonly totalCount: () => Promise<number>;
}

/** How many edges a page holds when the caller says neither; the same figure stands in the SDL of PageInfo. */
const DEFAULT_PAGE = 50;

/** Reads the versions of one fact that were current at the question's instant; withdrawn ones are not shown. */
export class Reader<F extends Fact> {
  readonly table: Table;

  constructor(table: Table) {
    this.table = table;
  }

  /** Rows whose property is one of the keys, grouped by key; a key without rows has an empty list. */
  async byKeys(
    querier: Querier,
    property: string,
    keys: readonly string[],
    options: { orderBy?: readonly OrderBy[]; where?: readonly RawBuilder<unknown>[] } = {},
  ): Promise<Map<string, RowOf<F>[]>> {
    const key = this.table.column(property);
    const order = options.orderBy ? sql` order by ${orderList(this.table, options.orderBy)}` : sql``;
    const found = await this.select(
      querier,
      [
        sql`t.${sql.ref(key.name)} = any(${keys as string[]}::${sql.raw(arrayOf(key.type))})`,
        ...(options.where ?? []),
      ],
      order,
    );
    const byKey = new Map<string, RowOf<F>[]>(keys.map((one) => [one, []]));
    for (const row of found) byKey.get(String((row as Record<string, unknown>)[property]))?.push(row);
    return byKey;
  }

  /** One page of each key's rows, in one statement: what lists below a list of parents are read by. */
  async pagesByKey(
    querier: Querier,
    property: string,
    keys: readonly string[],
    request: PageRequest,
  ): Promise<Map<string, Page<RowOf<F>>>> {
    const walk = walkOf(request);
    const key = this.table.column(property);
    const where = [NOT_WITHDRAWN, ...(request.where ?? [])];
    const paged = walk.from ? [...where, this.#beyond(walk)] : where;
    const list = sql`unnest(${keys as string[]}::${sql.raw(arrayOf(key.type))}) as k (key)`;
    const rows = await querier.rows<Record<string, unknown>>(sql`
      select k.key as parent_key, below.* from ${list} cross join lateral (
        select ${columnList(this.table.columns, 't')} from ${versionsAt(this.table, querier.asOf)}
        where t.${sql.ref(key.name)} = k.key and ${all(paged)}
        order by ${orderList(this.table, walk.order)} limit ${walk.size + 1}
      ) below`);
    const below = new Map<string, RowOf<F>[]>(keys.map((one) => [one, []]));
    for (const row of rows) below.get(String(row.parent_key))?.push(this.#toRow(row));
    let totals: Promise<Map<string, number>> | undefined;
    const total = (one: string) => {
      totals ??= this.#countByKey(querier, key.name, keys, key.type, where);
      return totals.then((counts) => counts.get(one) ?? 0);
    };
    return new Map([...below].map(([one, found]) => [one, pageOf(found, walk, () => total(one))]));
  }

  async #countByKey(
    querier: Querier,
    name: string,
    keys: readonly string[],
    type: string,
    where: readonly RawBuilder<unknown>[],
  ): Promise<Map<string, number>> {
    const rows = await querier.rows<{ key: unknown; count: bigint }>(sql`
      select t.${sql.ref(name)} as key, count(*) as count from ${versionsAt(this.table, querier.asOf)}
      where t.${sql.ref(name)} = any(${keys as string[]}::${sql.raw(arrayOf(type))}) and ${all(where)} group by 1`);
    return new Map(rows.map((row) => [String(row.key), Number(row.count)]));
  }

  /** One page in the asked order; the record id closes every order, so that no row is skipped or repeated. */
  async page(querier: Querier, request: PageRequest): Promise<Page<RowOf<F>>> {
    const walk = walkOf(request);
    const where = [...(request.where ?? [])];
    const paged = walk.from ? [...where, this.#beyond(walk)] : where;
    const rows = await this.select(
      querier,
      paged,
      sql` order by ${orderList(this.table, walk.order)} limit ${walk.size + 1}`,
    );
    return pageOf(rows, walk, () => this.count(querier, where));
  }

  async count(querier: Querier, where: readonly RawBuilder<unknown>[] = []): Promise<number> {
    const rows = await querier.rows<{ count: bigint }>(
      sql`select count(*) as count from ${versionsAt(this.table, querier.asOf)} where ${all([NOT_WITHDRAWN, ...where])}`,
    );
    return Number(rows[0]!.count);
  }

  /** Every version of the given records, the newest first: the ledger's history (历史版本). */
  async versions(
    querier: Querier,
    ids: readonly string[],
  ): Promise<(RowOf<F> & { supersededAt: Date | null })[]> {
    const { schema, table: name } = this.table.fact;
    const columns = columnList(this.table.columns);
    const list = sql`any(${ids as string[]}::uuid[])`;
    const rows = await querier.rows<Record<string, unknown>>(sql`
      select ${columns}, null::timestamptz as superseded_at from ${sql.ref(`${schema}.${name}`)} where id = ${list}
      union all
      select ${columns}, superseded_at from ${sql.ref(`${schema}.${`${name}_history`}`)} where id = ${list}
      order by version desc`);
    return rows.map((row) => ({ ...this.#toRow(row), supersededAt: row.superseded_at as Date | null }));
  }

  async select(
    querier: Querier,
    where: readonly RawBuilder<unknown>[],
    tail: RawBuilder<unknown> = sql``,
  ): Promise<RowOf<F>[]> {
    const rows = await querier.rows<Record<string, unknown>>(
      sql`select ${columnList(this.table.columns, 't')} from ${versionsAt(this.table, querier.asOf)} where ${all([NOT_WITHDRAWN, ...where])}${tail}`,
    );
    return rows.map((row) => this.#toRow(row));
  }

  #toRow(row: Record<string, unknown>): RowOf<F> {
    const made: Record<string, unknown> = {};
    for (const { property, name } of this.table.columns) made[property] = row[name];
    return made as RowOf<F>;
  }

  /** Rows after the cursor: (a, b, id) > (…) written out, because directions may differ from column to column. */
  #beyond({ order, from }: Walk): RawBuilder<unknown> {
    const values = from!;
    const terms = order.map((one, place) => {
      const equal = order
        .slice(0, place)
        .map((before, at) => this.#compare(before.property, '=', values[at]));
      return all([...equal, this.#compare(one.property, one.descending ? '<' : '>', values[place])]);
    });
    return sql`(${sql.join(
      terms.map((term) => sql`(${term})`),
      sql` or `,
    )})`;
  }

  #compare(property: string, operator: '=' | '<' | '>', value: unknown): RawBuilder<unknown> {
    const { name, type } = this.table.column(property);
    return sql`t.${sql.ref(name)} ${sql.raw(operator)} ${value}::${sql.raw(type)}`;
  }
}

/** How one page is walked: forwards from `after`, or backwards from `before` in the opposite order. */
interface Walk {
  readonly order: readonly OrderBy[];
  readonly size: number;
  readonly from: readonly unknown[] | null;
  readonly backwards: boolean;
}

function walkOf({ first, after, last, before, orderBy }: PageRequest): Walk {
  const backwards = last != null || before != null;
  if (backwards && (first != null || after != null)) throw bothWaysRefused();
  const size = (backwards ? last : first) ?? DEFAULT_PAGE;
  if (!Number.isInteger(size) || size < 1) throw pageSizeRefused(backwards ? 'last' : 'first', size);
  const asked = [...orderBy, { property: 'id' }];
  const order = backwards ? asked.map((one) => ({ ...one, descending: !one.descending })) : asked;
  const cursor = backwards ? before : after;
  return { order, size, backwards, from: cursor ? decodeCursor(cursor, order.length) : null };
}

function pageOf<Row>(rows: readonly Row[], walk: Walk, totalCount: () => Promise<number>): Page<Row> {
  const nodes = rows.slice(0, walk.size);
  if (walk.backwards) nodes.reverse();
  const more = rows.length > walk.size;
  const cursorOf = (row: Row) =>
    encodeCursor(walk.order.map((one) => (row as Record<string, unknown>)[one.property] ?? null));
  const edges = nodes.map((node) => ({ node, cursor: cursorOf(node) }));
  const startCursor = edges[0]?.cursor ?? null;
  const endCursor = edges.at(-1)?.cursor ?? null;
  const came = walk.from !== null;
  const pageInfo = walk.backwards
    ? { hasNextPage: came, hasPreviousPage: more, startCursor, endCursor }
    : { hasNextPage: more, hasPreviousPage: came, startCursor, endCursor };
  return { nodes, edges, pageInfo, totalCount };
}

const all = (terms: readonly RawBuilder<unknown>[]): RawBuilder<unknown> =>
  terms.length
    ? sql.join(
        terms.map((term) => sql`(${term})`),
        sql` and `,
      )
    : sql`true`;

/** Withdrawn versions are history; a question about them asks for versions. */
const NOT_WITHDRAWN = sql`not t.withdrawn`;

const orderList = (table: Table, order: readonly OrderBy[]): RawBuilder<unknown> =>
  sql.join(
    order.map(
      (one) => sql`t.${sql.ref(table.column(one.property).name)} ${sql.raw(one.descending ? 'desc' : 'asc')}`,
    ),
  );

const arrayOf = (type: string) => `${type}[]`;

const pageSizeRefused = (argument: string, size: number) =>
  new BadInput('PAGE_SIZE_INVALID', `"${argument}" is ${size}`, {
    path: [argument],
    expected: 'a whole number of at least 1',
    came: String(size),
    remedy: `leave it out for ${DEFAULT_PAGE} rows, and go on with "after"`,
  });

const bothWaysRefused = () =>
  new BadInput('PAGE_DIRECTION_INVALID', 'the page is asked for in both directions', {
    path: ['first'],
    expected: '"first" with "after", or "last" with "before"',
    remedy: 'leave one pair out',
  });
