import { canonicalJson } from '../kernel/canonical-json.ts';
import type { Clock } from '../kernel/clock.ts';
import { newRecordId } from '../kernel/record-id.ts';
import type { Sealer } from '../kernel/sealing.ts';
import { BadInput } from '../kernel/refusals.ts';
import { type CheckedColumn, checkedColumns, REFUSED, uuidValue } from './column-value.ts';
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
export class Preparation {
  readonly #table: Table;
  readonly #parts: WriterParts;
  readonly #checked: readonly CheckedColumn[];

  constructor(table: Table, parts: WriterParts) {
    this.#table = table;
    this.#parts = parts;
    this.#checked = checkedColumns(table);
  }

  batch(records: readonly NewRecord[], provenance: Provenance): Prepared[] {
    const now = this.#parts.clock.now();
    return records.map((record, index) => this.#one(record, index, provenance, now));
  }

  #one(record: NewRecord, index: number, provenance: Provenance, now: Date): Prepared {
    const { random, sealer } = this.#parts;
    const given = record.id === undefined ? undefined : uuidValue(record.id);
    const id = given === undefined || given === REFUSED ? newRecordId(now, random) : given;
    const seed = Buffer.from(random(16));
    const values = given === REFUSED ? null : this.#values(record);
    const digested = values && digestedText(values);
    if (digested === null) return { index, row: { id }, key: '', isRefused: true };
    for (const [property, derive] of this.#table.fact.derived)
      values![property] = derive(values!, record.occurredAt);
    const row = {
      ...values,
      id,
      version: 1,
      sourceSystem: provenance.sourceSystem,
      sourceVersion: record.sourceVersion,
      sourcePlace: record.sourcePlace ?? index,
      receiptId: record.receiptId ?? provenance.receiptId,
      occurredAt: wholeSeconds(record.occurredAt),
      receivedAt: provenance.receivedAt,
      recordedAt: now,
      assurance: provenance.assurance,
      seed,
      // Keyed, because the content of one person's record could otherwise be guessed from its digest.
      contentHash: sealer.index(digested, this.#table.fact.table),
      withdrawn: record.withdrawn ?? false,
      ...(record.outranks !== undefined && { outranks: record.outranks }),
      ...(record.isLine && { isLine: true }),
    };
    return { index, row, key: keyOf(this.#table, row), isRefused: false };
  }

  /** What the record states, in one spelling; null when its column cannot hold a value. */
  #values(record: NewRecord): Record<string, unknown> | null {
    if (Number.isNaN(record.occurredAt.getTime())) return null;
    const values = { ...record.content };
    for (const [property] of this.#table.fact.derived) delete values[property];
    for (const { property, spell } of this.#checked) {
      const value = values[property];
      if (value === null || value === undefined) continue;
      const spelled = spell(value);
      if (spelled === REFUSED) return null;
      if (spelled !== value) values[property] = spelled;
    }
    if (this.#table.fact.occurredAtIsContent) values.occurredAt = wholeSeconds(record.occurredAt);
    return values;
  }
}

/**
 * The text that the content hash digests; null for NUL, half a surrogate pair, and numbers that are none, which no
 * column holds as they are. They are looked for here because the text is made anyway.
 */
function digestedText(content: Record<string, unknown>): string | null {
  try {
    const text = canonicalJson(plain(content));
    return text.includes('\\u0000') && ESCAPED_NUL.test(text) ? null : text;
  } catch (error) {
    if (error instanceof BadInput) return null;
    throw error;
  }
}

// A backslash that is itself escaped begins no escape.
const ESCAPED_NUL = /(?<!\\)(?:\\\\)*\\u0000/;

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

function plain(content: Record<string, unknown>): Record<string, unknown> {
  const texts: Record<string, unknown> = {};
  for (const name of Object.keys(content)) {
    const value = content[name];
    if (value !== null && value !== undefined) texts[name] = plainValue(value);
  }
  return texts;
}

const plainValue = (value: unknown): unknown =>
  typeof value !== 'object'
    ? typeof value === 'bigint'
      ? value.toString()
      : value
    : value instanceof Date
      ? value.toISOString()
      : Buffer.isBuffer(value)
        ? value.toString('hex')
        : value;
