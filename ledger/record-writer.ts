import { type RawBuilder, sql } from 'kysely';
import { canonicalJson } from '../kernel/canonical-json.ts';
import type { Clock } from '../kernel/clock.ts';
import { newRecordId } from '../kernel/record-id.ts';
import type { Sealer } from '../kernel/sealing.ts';
import { decide } from './decide.ts';
import type { Fact, RowOf } from './fact.ts';
import type { Querier } from './query.ts';
import { type Column, columnList, ref, type Table } from './table.ts';
import type { RecordVerdict } from './verdict.ts';

/** Where a batch of records comes from (数据来源); the same for all of its records. */
export interface Provenance {
  readonly sourceSystem: string;
  readonly receiptId: string;
  readonly receivedAt: Date;
  readonly assurance: 'DEVICE_SIGNED' | 'SENDER_SIGNED' | 'LEGACY_SIGNED' | 'UNSIGNED';
}

/** What a caller gives for one record: its content in plain words; sealed columns hold the plain text. */
export interface NewRecord {
  readonly content: Record<string, unknown>;
  readonly occurredAt: Date;
  readonly sourceVersion: bigint;
  readonly withdrawn?: boolean;
  /** Only where another table must already know the id, as the worker's does; otherwise the ledger makes it. */
  readonly id?: string;
}

export interface WriterParts {
  readonly clock: Clock;
  readonly sealer: Sealer;
  readonly random: (bytes: number) => Uint8Array;
}

/**
 * Writes one dataset's records in one transaction of the caller's: new facts in one statement, corrections in
 * another that moves the old version to history as it replaces it. Sorted by natural key, so that two batches
 * cannot deadlock. Nothing is overwritten.
 */
export class RecordWriter {
  readonly #table: Table;
  readonly #parts: WriterParts;

  constructor(table: Table, parts: WriterParts) {
    this.#table = table;
    this.#parts = parts;
  }

  async write(db: Querier, records: readonly NewRecord[], provenance: Provenance): Promise<RecordVerdict[]> {
    const now = this.#parts.clock.now();
    const prepared = records.map((record, index) => this.#prepare(record, index, provenance, now));
    prepared.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.index - b.index));
    const inserted = await this.#insert(db, prepared);
    const verdicts: RecordVerdict[] = [];
    for (const one of prepared) {
      if (inserted.has(one.row.id as string)) verdicts.push(accepted(one.index, one.row.id as string));
    }
    const rest = prepared.filter((one) => !inserted.has(one.row.id as string));
    if (rest.length > 0) verdicts.push(...(await this.#correct(db, rest)));
    return verdicts.sort((a, b) => a.index - b.index);
  }

  #prepare(record: NewRecord, index: number, provenance: Provenance, now: Date): Prepared {
    const id = record.id ?? newRecordId(now, this.#parts.random);
    const occurredAt = wholeSeconds(record.occurredAt);
    const content: Record<string, unknown> = { ...record.content };
    if (this.#table.fact.naturalKey.includes('occurredAt')) content.occurredAt = occurredAt;
    const row: Record<string, unknown> = {
      ...record.content,
      id,
      version: 1,
      sourceSystem: provenance.sourceSystem,
      sourceVersion: record.sourceVersion,
      receiptId: provenance.receiptId,
      occurredAt,
      receivedAt: provenance.receivedAt,
      recordedAt: now,
      assurance: provenance.assurance,
      seed: Buffer.from(this.#parts.random(16)),
      // Keyed, because the content of one person's record could otherwise be guessed from its digest.
      contentHash: this.#parts.sealer.index(canonicalJson(plain(content)), this.#table.fact.table),
      withdrawn: record.withdrawn ?? false,
    };
    const key = this.#table.key.map((column) => keyText(row[column.property])).join('\u0000');
    return { index, row, key };
  }

  async #insert(db: Querier, prepared: readonly Prepared[]): Promise<Set<string>> {
    const { schema, table } = this.#table.fact;
    const columns = this.#table.columns;
    const [same, varied] = [columns.filter(isOfBatch), columns.filter((column) => !isOfBatch(column))];
    const values = varied.map((column) =>
      arrayOf(
        column,
        prepared.map(({ row }) => this.#stored(column, row)),
      ),
    );
    const first = prepared[0]?.row ?? {};
    const shared = same.map((column) => sql`${first[column.property]}::${sql.raw(column.type)}`);
    const rows = await db.rows<{ id: string }>(sql`
      insert into ${ref(schema, table)} (${columnList([...varied, ...same])})
      select ${unnested(varied)}, ${sql.join(shared)} from unnest(${sql.join(values)}) as n (${columnList(varied)})
      on conflict do nothing
      returning id`);
    return new Set(rows.map((row) => row.id));
  }

  async #correct(db: Querier, prepared: readonly Prepared[]): Promise<RecordVerdict[]> {
    const standing = await this.#standing(db, prepared);
    const verdicts: RecordVerdict[] = [];
    const replacements: Record<string, unknown>[] = [];
    for (const { index, row, key } of prepared) {
      const old = standing.get(key);
      if (!old) {
        verdicts.push({
          index,
          outcome: 'REJECTED',
          code: 'CONFLICTS_WITH_RECORD',
          id: row.id as string,
          version: 0,
        });
        continue;
      }
      const decision = decide(old, row as unknown as Row);
      const corrected = decision.outcome === 'CORRECTED';
      const version = corrected ? old.version + 1 : old.version;
      if (corrected) {
        const replacement = { ...row, id: old.id, version };
        replacements.push(replacement);
        standing.set(key, replacement as unknown as Row);
      }
      verdicts.push({ index, ...decision, id: old.id, version });
    }
    // Two corrections of one fact in a call are two versions, so each round replaces a fact once.
    for (const round of roundsById(replacements)) await this.#replace(db, round);
    return verdicts;
  }

  async #standing(db: Querier, prepared: readonly Prepared[]): Promise<Map<string, Row>> {
    const { schema, table } = this.#table.fact;
    const keys = this.#table.key.map((column) =>
      arrayOf(
        column,
        prepared.map(({ row }) => row[column.property]),
      ),
    );
    const names = sql.join(this.#table.key.map((column) => sql.ref(column.name)));
    const rows = await db.rows<Record<string, unknown>>(sql`
      select ${columnList(this.#table.columns)} from ${ref(schema, table)}
      where (${names}) in (select * from unnest(${sql.join(keys)}))
      order by ${names} for update`);
    return new Map(
      rows.map((found) => {
        const row: Record<string, unknown> = {};
        for (const { property, name } of this.#table.columns) row[property] = found[name];
        return [
          this.#table.key.map((column) => keyText(row[column.property])).join('\u0000'),
          row as unknown as Row,
        ];
      }),
    );
  }

  /** Moves the standing versions to history in the statement that replaces them (architecture §8.1). */
  async #replace(db: Querier, rows: readonly Record<string, unknown>[]): Promise<void> {
    const { schema, table } = this.#table.fact;
    const columns = this.#table.columns;
    const values = columns.map((column) =>
      arrayOf(
        column,
        rows.map((row) => this.#stored(column, row)),
      ),
    );
    const names = sql.join(columns.map((column) => sql.ref(column.name)));
    const changed = columns.filter((column) => column.property !== 'id' && !this.#table.key.includes(column));
    const month = this.#table.fact.monthly ? sql` and t.occurred_at = n.occurred_at` : sql``;
    await db.rows(sql`
      with n as (select ${unnested(columns)} from unnest(${sql.join(values)}) as n (${names})),
      archived as (
        insert into ${ref(schema, `${table}_history`)} (${names}, superseded_at)
        select ${columnList(columns, 't')}, n.recorded_at from ${ref(schema, table)} t join n on t.id = n.id${month}
      )
      update ${ref(schema, table)} t
      set ${sql.join(changed.map((column) => sql`${sql.ref(column.name)} = ${sql.ref(`n.${column.name}`)}`))}
      from n where t.id = n.id${month}`);
  }

  #stored(column: Column, row: Record<string, unknown>): unknown {
    const value = row[column.property];
    if (!column.sealed || value === null || value === undefined) return value;
    const place = { dataset: this.#table.fact.table, column: column.name, recordId: row.id as string };
    return this.#parts.sealer.seal(value as string, place);
  }
}

/** What all records of one batch have in common goes once, not once a record. */
const OF_BATCH = new Set(['version', 'sourceSystem', 'receiptId', 'receivedAt', 'recordedAt', 'assurance']);

const isOfBatch = (column: Column): boolean => OF_BATCH.has(column.property);

interface Prepared {
  readonly index: number;
  readonly row: Record<string, unknown>;
  readonly key: string;
}

type Row = RowOf<Fact> & {
  id: string;
  version: number;
  sourceSystem: string;
  sourceVersion: bigint;
  contentHash: Buffer;
  withdrawn: boolean;
};

const accepted = (index: number, id: string): RecordVerdict => ({
  index,
  outcome: 'ACCEPTED',
  code: 'ACCEPTED',
  id,
  version: 1,
});

/** Instants are truncated, never rounded: a punch at 23:59:59.9 belongs to its own day. */
const wholeSeconds = (at: Date): Date => new Date(Math.floor(at.getTime() / 1000) * 1000);

const keyText = (value: unknown): string =>
  value instanceof Date
    ? value.toISOString()
    : Buffer.isBuffer(value)
      ? value.toString('hex')
      : String(value ?? '');

const plain = (content: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(content)
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([name, value]) => [name, plainValue(value)]),
  );

const plainValue = (value: unknown): unknown =>
  typeof value === 'bigint'
    ? value.toString()
    : value instanceof Date
      ? value.toISOString()
      : Buffer.isBuffer(value)
        ? value.toString('hex')
        : value;

function roundsById(rows: readonly Record<string, unknown>[]): Record<string, unknown>[][] {
  const rounds: Record<string, unknown>[][] = [];
  const seen = new Map<unknown, number>();
  for (const row of rows) {
    const round = seen.get(row.id) ?? 0;
    seen.set(row.id, round + 1);
    if (!rounds[round]) rounds[round] = [];
    rounds[round].push(row);
  }
  return rounds;
}

/** One column of the batch as one array parameter; the literal is built here, which is what the driver is slow at. */
function arrayOf(column: Column, values: readonly unknown[]): RawBuilder<unknown> {
  const lists = isList(column);
  return sql`${arrayLiteral(values, lists)}::${sql.raw(lists ? 'text[]' : `${column.type}[]`)}`;
}

const isList = (column: Column): boolean => column.type.endsWith('[]');

/** A list column travels as the text of its literal, since unnest would flatten an array of arrays. */
const unnested = (columns: readonly Column[]): RawBuilder<unknown> =>
  sql.join(
    columns.map((column) =>
      isList(column)
        ? sql`${sql.ref(`n.${column.name}`)}::${sql.raw(column.type)}`
        : sql`${sql.ref(`n.${column.name}`)}`,
    ),
  );

export function arrayLiteral(values: readonly unknown[], nested = false): string {
  return `{${values.map((value) => (nested && Array.isArray(value) ? quote(arrayLiteral(value)) : element(value))).join(',')}}`;
}

function element(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value);
  if (value instanceof Date) return `"${value.toISOString()}"`;
  if (Buffer.isBuffer(value)) return `"\\\\x${value.toString('hex')}"`;
  return quote(typeof value === 'object' ? JSON.stringify(value) : String(value));
}

const quote = (text: string): string => `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"`;
