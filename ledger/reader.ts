import { type RawBuilder, sql } from 'kysely';
import type { Fact, RowOf } from './fact.ts';
import { keyIn } from './fits.ts';
import { type OrderBy, type Page, type PageRequest, pageOf, type Walk, walkOf } from './page.ts';

export type { OrderBy, Page, PageRequest };
import { kept, plannedAs, type Querier } from './query.ts';
import { type Column, propertyList, type Table, versionsAt } from './table.ts';
import { COUNTED_AT_MOST, exactOr, plannedRows, totalOf } from './total.ts';

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
    options: {
      orderBy?: readonly OrderBy[];
      where?: readonly RawBuilder<unknown>[];
      columns?: readonly Column[] | null;
    } = {},
  ): Promise<Map<string, RowOf<F>[]>> {
    const key = this.table.column(property);
    const order = options.orderBy ? sql` order by ${orderList(this.table, options.orderBy)}` : sql``;
    const asked = askedKeys(keys, key.type);
    const found = await this.select(
      querier,
      [
        sql`t.${sql.ref(key.name)} = any(${asked.list}::${sql.raw(arrayOf(key.type))})`,
        ...(options.where ?? []),
      ],
      order,
      this.#byKey,
      options.columns,
    );
    const byKey = new Map<string, RowOf<F>[]>(asked.list.map((one) => [one, []]));
    for (const row of found) byKey.get(String((row as Record<string, unknown>)[property]))?.push(row);
    return asked.answers((one) => byKey.get(one) ?? [], []);
  }

  /**
   * One page of each key's rows, in one statement: what lists below a list of parents are read by. Rows belong to a
   * key by their property, or by `link`, a condition between `t` and the key `k.key`.
   */
  async pagesByKey(
    querier: Querier,
    property: string,
    keys: readonly string[],
    request: PageRequest,
    link?: RawBuilder<unknown>,
  ): Promise<Map<string, Page<RowOf<F>>>> {
    const walk = walkOf(this.table, request);
    const key = this.table.column(property);
    const asked = askedKeys(keys, key.type);
    const belongs = link ?? sql`t.${sql.ref(key.name)} = k.key`;
    const where = [belongs, NOT_WITHDRAWN, ...(request.where ?? [])];
    const paged = walk.from ? [...where, this.#beyond(walk)] : where;
    const rows = await querier.rows<RowOf<F> & { readonly parent_key: unknown }>(
      this.#byKey(sql`
      select k.key as parent_key, below.* from ${keyList(asked.list, key.type)} cross join lateral (
        select ${propertyList(request.columns ?? this.table.shown, 't')} from ${versionsAt(this.table, querier.asOf)}
        where ${all(paged)}
        order by ${orderList(this.table, walk.order)} limit ${walk.size + 1}
      ) below`),
    );
    const below = new Map<string, RowOf<F>[]>(asked.list.map((one) => [one, []]));
    for (const row of rows) below.get(String(row.parent_key))?.push(row);
    let counts: Promise<Map<string, number>> | undefined;
    const total = async (one: string) => {
      counts ??= this.#countByKey(querier, keyList(asked.list, key.type), where);
      return exactOr((await counts).get(one) ?? 0, () =>
        plannedRows(querier, this.#below(querier, keyList([one], key.type), where)),
      );
    };
    return asked.answers(
      (one) => pageOf(below.get(one)!, walk, () => total(one)),
      pageOf([], walk, () => exactOr(0, () => Promise.resolve(0))),
    );
  }

  async #countByKey(
    querier: Querier,
    list: RawBuilder<unknown>,
    where: readonly RawBuilder<unknown>[],
  ): Promise<Map<string, number>> {
    const rows = await querier.rows<{ key: unknown; count: number }>(
      this.#byKey(sql`
      select k.key, below.count from ${list} cross join lateral (
        select count(*)::integer as count from (
          select 1 from ${versionsAt(this.table, querier.asOf)} where ${all(where)} limit ${COUNTED_AT_MOST}) counted
      ) below`),
    );
    return new Map(rows.map((row) => [String(row.key), row.count]));
  }

  #below(querier: Querier, list: RawBuilder<unknown>, where: readonly RawBuilder<unknown>[]) {
    return sql`select 1 from ${list} cross join lateral (
      select 1 from ${versionsAt(this.table, querier.asOf)} where ${all(where)}) below`;
  }

  /** One page in the asked order; the record id closes every order, so that no row is skipped or repeated. */
  async page(querier: Querier, request: PageRequest): Promise<Page<RowOf<F>>> {
    const walk = walkOf(this.table, request);
    const where = [...(request.where ?? [])];
    const paged = walk.from ? [...where, this.#beyond(walk)] : where;
    const rows = await this.select(
      querier,
      paged,
      sql` order by ${orderList(this.table, walk.order)} limit ${walk.size + 1}`,
      // The past is a union, which no index has in order.
      request.isOfOneIndex && querier.asOf === null ? kept : (query) => plannedAs(where, query),
      request.columns,
    );
    const listed = () =>
      plannedAs(
        where,
        sql`select 1 from ${versionsAt(this.table, querier.asOf)} where ${all([NOT_WITHDRAWN, ...where])}`,
      );
    return pageOf(rows, walk, () => totalOf(querier, request.counted ?? listed()));
  }

  /** Every version of the given records, the newest first: the ledger's history (历史版本). */
  async versions(
    querier: Querier,
    ids: readonly string[],
  ): Promise<(RowOf<F> & { supersededAt: Date | null })[]> {
    const { schema, table: name } = this.table.fact;
    const columns = propertyList(this.table.shown);
    const list = sql`any(${ids as string[]}::uuid[])`;
    return querier.rows(sql`
      select ${columns}, null::timestamptz as "supersededAt" from ${sql.ref(`${schema}.${name}`)} where id = ${list}
      union all
      select ${columns}, superseded_at from ${sql.ref(`${schema}.${`${name}_history`}`)} where id = ${list}
      order by version desc`);
  }

  /** @param columns what is read of each row; all that answers are made of where it is left out */
  async select(
    querier: Querier,
    where: readonly RawBuilder<unknown>[],
    tail: RawBuilder<unknown> = sql``,
    marked: typeof kept = (query) => query,
    columns: readonly Column[] | null = null,
  ): Promise<RowOf<F>[]> {
    return querier.rows(
      marked(
        sql`select ${propertyList(columns ?? this.table.shown, 't')} from ${versionsAt(this.table, querier.asOf)} where ${all([NOT_WITHDRAWN, ...where])}${tail}`,
      ),
    );
  }

  /** Pages of facts that have a partition a month are planned for the days asked about: kept plans of these were not measured. */
  readonly #byKey: typeof kept = (query) => (this.table.fact.monthly ? query : kept(query));

  /** Rows after the cursor: (a, b, id) > (…) written out, because directions may differ from column to column. */
  #beyond({ order, from }: Walk): RawBuilder<unknown> {
    const values = from!;
    const terms = order.map((one, place) => {
      const equal = order.slice(0, place).map((before, at) => this.#compare(before, '=', values[at]));
      return all([...equal, this.#compare(one, one.descending ? '<' : '>', values[place])]);
    });
    return sql`(${sql.join(
      terms.map((term) => sql`(${term})`),
      sql` or `,
    )})`;
  }

  #compare(one: OrderBy, operator: '=' | '<' | '>', value: unknown): RawBuilder<unknown> {
    const { type } = this.table.column(one.property);
    return sql`${placeOf(this.table, one)} ${sql.raw(operator)} ${orderedAs(one, sql`${value}::${sql.raw(type)}`)}`;
  }
}

/** The keys that can be keys at all, each once; the others have no answer, and the statement is spared them. */
function askedKeys(keys: readonly string[], type: string) {
  const normal = new Map(keys.map((key) => [key, keyIn(type, key)]));
  const list = [...new Set([...normal.values()].filter((one) => one !== null))];
  return {
    list,
    answers: <Answer>(answer: (key: string) => Answer, none: Answer): Map<string, Answer> =>
      new Map([...normal].map(([key, one]) => [key, one === null ? none : answer(one)])),
  };
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
  sql.join(order.map((one) => sql`${placeOf(table, one)} ${sql.raw(one.descending ? 'desc' : 'asc')}`));

const placeOf = (table: Table, one: OrderBy): RawBuilder<unknown> =>
  orderedAs(one, sql`t.${sql.ref(table.column(one.property).name)}`);

const orderedAs = ({ byNumber }: OrderBy, value: RawBuilder<unknown>): RawBuilder<unknown> =>
  byNumber ? inOrderOfNumbers(value) : value;

/** Digits as text, made as long as each other, so that their order is that of the numbers; as an index on them says it. */
export const inOrderOfNumbers = (digits: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`lpad(${digits}, 18, '0')`;

/** The keys as a relation `k` with the one column `key`. */
const keyList = (keys: readonly string[], type: string): RawBuilder<unknown> =>
  sql`unnest(${keys}::${sql.raw(arrayOf(type))}) as k (key)`;

const arrayOf = (type: string) => `${type}[]`;
