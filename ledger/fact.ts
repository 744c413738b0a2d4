import { defineEntity, type EntitySchema, type InferEntityFromProperties, p } from '@mikro-orm/postgresql';
import type { RawBuilder } from 'kysely';
import { column } from './column-types.ts';

/** What every fact carries beside its content (architecture §8.1). */
export const recordProperties = {
  id: p.uuid().primary(),
  version: column.integer(),
  sourceSystem: column.text(),
  sourceVersion: p.bigint('bigint'),
  sourcePlace: column.integer(),
  receiptId: column.uuid(),
  occurredAt: column.instant(),
  receivedAt: column.instant(),
  recordedAt: column.instant(),
  assurance: column.text(),
  seed: column.bytes(),
  contentHash: column.bytes(),
  withdrawn: column.flag(),
};

export interface FactOptions<Content, Derived extends string> {
  /** The entity's name in the graph, e.g. `SpecialWageAccount`. */
  readonly name: string;
  readonly schema: string;
  readonly table: string;
  /** Unique on current versions (architecture §2); what makes a resend a duplicate and not a second fact. */
  readonly naturalKey: readonly ((keyof Content & string) | 'occurredAt')[];
  /**
   * The event's instant is part of what the record states, so another instant is a correction; so it is by itself where
   * the natural key names it. Elsewhere `occurredAt` only says when the source stated the record.
   */
  readonly occurredAtIsContent?: boolean;
  /** The table has an exclusion constraint: periods of one thing never overlap (不得重叠). */
  readonly excludesOverlap?: boolean;
  /** Columns that hold sealed personal data; written and read through the sealer, never as they stand. */
  readonly sealed?: readonly (keyof Content & string)[];
  /**
   * Columns that follow from what is stated and that nobody states (推算列), such as the number that a serial is however it is written:
   * for keys, look-ups and orders. They are worked out as the record is written, and no part of its content hash.
   */
  readonly derived?: Readonly<Record<Derived, Derive>>;
  /** Of derived columns that are kept up to date in place (就地更新): what they were at an instant, by the version `v` of then. */
  readonly past?: Readonly<Partial<Record<Derived, Past>>>;
  /** Partitioned by the month of `occurred_at`, which is then part of the primary key. */
  readonly monthly?: boolean;
}

type Derive = (content: Readonly<Record<string, unknown>>, occurredAt: Date) => unknown;
type Past = (asOf: Date) => RawBuilder<unknown>;

declare const row: unique symbol;
declare const derivedOf: unique symbol;

/** A table of facts: the entity MikroORM knows, with what the ledger must know to version it. */
export interface Fact<Row extends object = object, Derived extends string = string> {
  readonly name: string;
  readonly schema: string;
  readonly table: string;
  readonly entity: EntitySchema;
  readonly naturalKey: readonly string[];
  readonly occurredAtIsContent: boolean;
  readonly excludesOverlap: boolean;
  readonly sealed: readonly string[];
  readonly derived: readonly (readonly [property: string, derive: Derive])[];
  readonly past: ReadonlyMap<string, Past>;
  readonly monthly: boolean;
  readonly [row]?: Row;
  readonly [derivedOf]?: Derived;
}

/** What decides between versions and proves them. Only the ledger compares it; no answer shows it. */
export const COMPARED = ['sourcePlace', 'seed', 'contentHash'] as const;

/** One current or past version of a fact as answers are made of it, a plain object keyed by property. */
export type RowOf<F> = F extends Fact<infer Row> ? Omit<Row, (typeof COMPARED)[number]> : never;

declare const shown: unique symbol;

/**
 * A version of which only the columns that an answer shows were read (所示列). Nothing else is to be known of it, so that code which
 * wants to look into a row has to read it whole.
 */
export interface ShownOf<F> {
  readonly [shown]: F;
}

/** Its columns that nobody states. */
export type DerivedOf<F> = F extends Fact<object, infer Derived> ? Derived : never;

/** The columns of the record in every row. */
export type RecordRow = InferEntityFromProperties<typeof recordProperties>;

// biome-ignore lint/suspicious/noExplicitAny: MikroORM's property builders have no common public type
export function fact<const Content extends Record<string, any>, const Derived extends string = never>(
  options: FactOptions<Content, Derived>,
  content: Content,
): Fact<InferEntityFromProperties<typeof recordProperties & Content>, Derived> {
  const record = options.monthly
    ? { ...recordProperties, occurredAt: p.datetime().primary() }
    : recordProperties;
  const entity = defineEntity({
    name: options.name,
    schema: options.schema,
    tableName: options.table,
    properties: { ...record, ...content },
  });
  return {
    name: options.name,
    schema: options.schema,
    table: options.table,
    entity: entity as unknown as EntitySchema,
    naturalKey: options.naturalKey,
    occurredAtIsContent: options.occurredAtIsContent ?? options.naturalKey.includes('occurredAt'),
    excludesOverlap: options.excludesOverlap ?? false,
    sealed: options.sealed ?? [],
    derived: Object.entries(options.derived ?? {}) as [string, Derive][],
    past: new Map(Object.entries(options.past ?? {}) as [string, Past][]),
    monthly: options.monthly ?? false,
  };
}
