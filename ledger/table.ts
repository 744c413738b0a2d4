import type { MikroORM } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { COMPARED, type Fact } from './fact.ts';

export interface Column {
  readonly property: string;
  readonly name: string;
  readonly type: string;
  readonly sealed: boolean;
}

/** A fact's table as the ledger reads and writes it, worked out once per process from the entity. */
export interface Table {
  readonly fact: Fact;
  readonly columns: readonly Column[];
  /** What answers are made of: all but what only the ledger itself compares. */
  readonly shown: readonly Column[];
  readonly content: readonly Column[];
  readonly key: readonly Column[];
  column(property: string): Column;
  /** Some of what is shown, in the table's order: the same list whenever the same is wanted. */
  some(properties: Iterable<string>): readonly Column[];
}

export function tableOf(orm: MikroORM, fact: Fact): Table {
  const columns = orm
    .getMetadata()
    .get(fact.entity)
    .props.map((prop) => ({
      property: prop.name,
      name: prop.fieldNames[0]!,
      type: prop.columnTypes[0]!,
      sealed: fact.sealed.includes(prop.name),
    }));
  const byProperty = new Map(columns.map((one) => [one.property, one]));
  const column = (property: string) => {
    const found = byProperty.get(property);
    if (!found)
      throw new Error(
        `${fact.name} has no column for "${property}"; it has ${[...byProperty.keys()].join(', ')}`,
      );
    return found;
  };
  const shown = columns.filter(({ property }) => !isCompared(property));
  return {
    fact,
    columns,
    shown,
    content: columns.filter((one) => !RECORD.has(one.property)),
    key: fact.naturalKey.map(column),
    column,
    some: someOf(shown),
  };
}

/**
 * Each list of columns is a statement that the server keeps for every connection, and which lists there are follows from what callers
 * ask for. Beyond so many of a table the least of those that hold what is wanted is read, and at last the whole row.
 */
const MOST_LISTS = 12;

function someOf(shown: readonly Column[]): Table['some'] {
  const lists: (readonly Column[])[] = [shown];
  return (properties) => {
    const wanted = new Set(properties);
    const holds = (list: readonly Column[]) => {
      const has = new Set(list.map(({ property }) => property));
      return [...wanted].every((one) => has.has(one));
    };
    const list = shown.filter(({ property }) => wanted.has(property));
    const least = lists
      .filter(holds)
      .reduce((one, other) => (other.length < one.length ? other : one), shown);
    if (least.length === list.length || lists.length > MOST_LISTS) return least;
    lists.push(list);
    return list;
  };
}

const isCompared = (property: string): boolean => (COMPARED as readonly string[]).includes(property);

/** The record's own columns; `occurredAt` is the fact's event time, so it counts where the natural key names it. */
const RECORD = new Set([
  'id',
  'version',
  'sourceSystem',
  'sourceVersion',
  'sourcePlace',
  'receiptId',
  'occurredAt',
  'receivedAt',
  'recordedAt',
  'assurance',
  'seed',
  'contentHash',
  'withdrawn',
]);

export const ref = (schema: string, table: string): RawBuilder<unknown> =>
  sql.raw(`${quoted(schema)}.${quoted(table)}`);

/** Columns as a select lists them; the same lists are asked for again and again, so their text is written once. */
export function columnList(columns: readonly Column[], alias?: string): RawBuilder<unknown> {
  const known = lists.get(columns) ?? new Map<string | undefined, RawBuilder<unknown>>();
  lists.set(columns, known);
  const list =
    known.get(alias) ??
    sql.raw(columns.map(({ name }) => (alias ? `${quoted(alias)}.` : '') + quoted(name)).join(', '));
  known.set(alias, list);
  return list;
}

const lists = new WeakMap<readonly Column[], Map<string | undefined, RawBuilder<unknown>>>();

/** The same under the names of their properties, as rows are handed on. */
export function propertyList(columns: readonly Column[], alias?: string): RawBuilder<unknown> {
  const known = named.get(columns) ?? new Map<string | undefined, RawBuilder<unknown>>();
  named.set(columns, known);
  const from = alias ? `${quoted(alias)}.` : '';
  const list =
    known.get(alias) ??
    sql.raw(columns.map(({ name, property }) => `${from}${quoted(name)} as ${quoted(property)}`).join(', '));
  known.set(alias, list);
  return list;
}

const named: typeof lists = new WeakMap();

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * The versions that were current at `asOf`, as a relation named `t`; without `asOf` the table itself,
 * so that the ordinary question pays nothing for the past.
 */
export function versionsAt(table: Table, asOf: Date | null): RawBuilder<unknown> {
  const { schema, table: name } = table.fact;
  if (!asOf) return sql`${ref(schema, name)} as t`;
  const columns = columnsInThePast(table, asOf);
  return sql`(
    select ${columns} from ${ref(schema, name)} as v where recorded_at <= ${asOf}
    union all
    select ${columns} from ${ref(schema, `${name}_history`)} as v where recorded_at <= ${asOf} and superseded_at > ${asOf}
  ) as t`;
}

function columnsInThePast({ fact, columns }: Table, asOf: Date): RawBuilder<unknown> {
  if (fact.past.size === 0) return columnList(columns);
  return sql.join(
    columns.map(({ property, name }) => {
      const past = fact.past.get(property);
      return past ? sql`${past(asOf)} as ${sql.ref(name)}` : sql.ref(name);
    }),
  );
}
