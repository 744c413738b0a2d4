import { canonicalJson } from '../kernel/canonical-json.ts';
import type { Clock } from '../kernel/clock.ts';
import { newRecordId } from '../kernel/record-id.ts';
import type { Sealer } from '../kernel/sealing.ts';
import { columnValue, REFUSED, uuidValue } from './column-value.ts';
import type { NewRecord, Provenance } from './new-record.ts';
import type { Table } from './table.ts';

export interface WriterParts {
  readonly clock: Clock;
  readonly sealer: Sealer;
  readonly random: (bytes: number) => Uint8Array;
}

/** A record as a row of its table, what will be sealed still as text. */
export interface Prepared {
  /** Place in the call. */
  readonly index: number;
  readonly row: Record<string, unknown>;
  /** The natural key as one text. */
  readonly key: string;
  /** It holds a value that no column of its type can hold. */
  readonly isRefused: boolean;
}

/** Gives each record of a batch its id, seed and keyed content hash, in the order of the call. */
export function prepare(
  table: Table,
  { clock, sealer, random }: WriterParts,
  records: readonly NewRecord[],
  provenance: Provenance,
): Prepared[] {
  const now = clock.now();
  const columns = new Map(table.columns.map((column) => [column.property, column]));
  return records.map((record, index) => {
    const given = record.id === undefined ? REFUSED : uuidValue(record.id);
    const id = given === REFUSED ? newRecordId(now, random) : given;
    let isRefused =
      (record.id !== undefined && given === REFUSED) || Number.isNaN(record.occurredAt.getTime());
    const values: Record<string, unknown> = {};
    for (const property of Object.keys(record.content)) {
      const value = columnValue(columns.get(property), record.content[property]);
      if (value === REFUSED) isRefused = true;
      values[property] = value;
    }
    const seed = Buffer.from(random(16));
    if (isRefused) return { index, row: { id }, key: '', isRefused };
    const occurredAt = wholeSeconds(record.occurredAt);
    const content = table.fact.occurredAtIsContent ? { ...values, occurredAt } : values;
    const row: Record<string, unknown> = {
      ...values,
      id,
      version: 1,
      sourceSystem: provenance.sourceSystem,
      sourceVersion: record.sourceVersion,
      sourcePlace: index,
      receiptId: provenance.receiptId,
      occurredAt,
      receivedAt: provenance.receivedAt,
      recordedAt: now,
      assurance: provenance.assurance,
      seed,
      // Keyed, because the content of one person's record could otherwise be guessed from its digest.
      contentHash: sealer.index(canonicalJson(plain(content)), table.fact.table),
      withdrawn: record.withdrawn ?? false,
    };
    return { index, row, key: keyOf(table, row), isRefused };
  });
}

/** The natural key of a row as one text, the same for a row that was read and for one that will be written. */
export const keyOf = (table: Table, row: Readonly<Record<string, unknown>>): string =>
  table.key.map((column) => keyText(row[column.property])).join('\u0000');

const keyText = (value: unknown): string =>
  value instanceof Date
    ? value.toISOString()
    : Buffer.isBuffer(value)
      ? value.toString('hex')
      : String(value ?? '');

/** Instants are truncated, never rounded: a punch at 23:59:59.9 belongs to its own day. */
const wholeSeconds = (at: Date): Date => new Date(Math.floor(at.getTime() / 1000) * 1000);

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
