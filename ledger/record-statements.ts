import { type RawBuilder, sql } from 'kysely';
import type { Sealer } from '../kernel/sealing.ts';
import { arrayOf, unnested } from './array-literals.ts';
import type { Standing } from './decide.ts';
import { keyOf } from './prepare.ts';
import type { Querier } from './query.ts';
import { type Column, columnList, ref, type Table } from './table.ts';

/** A row to be written, by property; what will be sealed is still text. */
export type Row = Readonly<Record<string, unknown>>;

/** The version that stands of a fact. */
export type StandingRow = Row & Standing & { readonly id: string; readonly version: number };

/** The statements of the record writer; each takes a batch, sorted by natural key. */
export class RecordStatements {
  readonly #table: Table;
  readonly #sealer: Sealer;

  constructor(table: Table, sealer: Sealer) {
    this.#table = table;
    this.#sealer = sealer;
  }

  /** Lets one writer of the table at a time go on, until the end of its transaction. */
  async takeTurn(db: Querier): Promise<void> {
    const { schema, table } = this.#table.fact;
    await db.rows(sql`select pg_advisory_xact_lock(hashtext(${`writer of ${schema}.${table}`}))`);
  }

  /** Inserts what conflicts with nothing. @returns the ids of what was inserted */
  async insert(db: Querier, rows: readonly Row[]): Promise<string[]> {
    const { schema, table } = this.#table.fact;
    const columns = this.#table.columns;
    const first = rows[0] ?? {};
    const isOneCall = rows.every(({ receiptId }) => receiptId === first.receiptId);
    const isSame = ({ property }: Column) =>
      OF_BATCH.has(property) || (isOneCall && property === 'receiptId');
    const [same, varied] = [columns.filter(isSame), columns.filter((column) => !isSame(column))];
    const shared = same.map((column) => sql`${first[column.property]}::${sql.raw(column.type)}`);
    const inserted = await db.rows<{ id: string }>(sql`
      insert into ${ref(schema, table)} (${columnList([...varied, ...same])})
      select ${unnested(varied)}, ${sql.join(shared)} from unnest(${this.#arrays(varied, rows)}) as n (${columnList(varied)})
      on conflict do nothing
      returning id`);
    return inserted.map(({ id }) => id);
  }

  /** The versions that stand of these natural keys, locked until the transaction ends. */
  async standing(db: Querier, rows: readonly Row[]): Promise<[key: string, standing: StandingRow][]> {
    const { schema, table } = this.#table.fact;
    const names = sql.join(this.#table.key.map((column) => sql.ref(column.name)));
    const found = await db.rows<Record<string, unknown>>(sql`
      select ${columnList(this.#table.columns)} from ${ref(schema, table)}
      where (${names}) in (select * from unnest(${this.#arrays(this.#table.key, rows)}))
      order by ${names} for update`);
    return found.map((one) => {
      const row = Object.fromEntries(this.#table.columns.map(({ property, name }) => [property, one[name]]));
      return [keyOf(this.#table, row), row as StandingRow];
    });
  }

  /** Moves the standing versions to history in the statement that replaces them (architecture §8.1). */
  async replace(db: Querier, rows: readonly Row[]): Promise<void> {
    const { schema, table } = this.#table.fact;
    const columns = this.#table.columns;
    const changed = columns.filter((column) => column.property !== 'id' && !this.#table.key.includes(column));
    await db.rows(sql`
      with n as (select ${unnested(columns)} from unnest(${this.#arrays(columns, rows)}) as n (${columnList(columns)})),
      archived as (
        insert into ${ref(schema, `${table}_history`)} (${columnList(columns)}, superseded_at)
        select ${columnList(columns, 't')}, n.recorded_at from ${ref(schema, table)} t join n on ${this.#sameRow()}
      )
      update ${ref(schema, table)} t set ${assigned(changed)} from n where ${this.#sameRow()}`);
  }

  /** Notes the higher version under which a source has stated what stands; no version of the record. */
  async raise(db: Querier, rows: readonly Row[]): Promise<void> {
    const { schema, table } = this.#table.fact;
    const order = [this.#table.column('sourceVersion'), this.#table.column('sourcePlace')];
    const columns = [this.#table.column('id'), this.#table.column('occurredAt'), ...order];
    await db.rows(sql`
      update ${ref(schema, table)} t set ${assigned(order)}
      from unnest(${this.#arrays(columns, rows)}) as n (${columnList(columns)}) where ${this.#sameRow()}`);
  }

  #arrays(columns: readonly Column[], rows: readonly Row[]): RawBuilder<unknown> {
    return sql.join(
      columns.map((column) =>
        arrayOf(
          column,
          rows.map((row) => this.#stored(column, row)),
        ),
      ),
    );
  }

  #stored(column: Column, row: Row): unknown {
    const value = row[column.property];
    if (!column.sealed || value === null || value === undefined) return value;
    const place = { dataset: this.#table.fact.table, column: column.name, recordId: row.id as string };
    return this.#sealer.seal(value as string, place);
  }

  // Where a table has a partition a month, the instant is part of the natural key and finds the partition.
  #sameRow(): RawBuilder<unknown> {
    return this.#table.fact.monthly ? sql`t.id = n.id and t.occurred_at = n.occurred_at` : sql`t.id = n.id`;
  }
}

/** What all records of one batch have in common goes once, not once a record. */
const OF_BATCH = new Set(['version', 'sourceSystem', 'receivedAt', 'recordedAt', 'assurance']);

const assigned = (columns: readonly Column[]): RawBuilder<unknown> =>
  sql.join(columns.map((column) => sql`${sql.ref(column.name)} = ${sql.ref(`n.${column.name}`)}`));
