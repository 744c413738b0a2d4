import type { NewRecord, Provenance } from './new-record.ts';
import { type Prepared, prepare, type WriterParts } from './prepare.ts';
import type { Querier } from './query.ts';
import { RecordStatements } from './record-statements.ts';
import { attempt } from './savepoint.ts';
import { settle } from './settle.ts';
import type { Table } from './table.ts';
import { accepted, type RecordVerdict, rejected } from './verdict.ts';

/**
 * Writes one dataset's records in one transaction of the caller's: a batch of new facts in one statement, corrections
 * in another that moves the old version to history as it replaces it. Sorted by natural key, so that two batches
 * cannot deadlock. Nothing is overwritten, and what the database refuses of a record costs only that record.
 */
export class RecordWriter {
  readonly #table: Table;
  readonly #parts: WriterParts;
  readonly #statements: RecordStatements;

  constructor(table: Table, parts: WriterParts) {
    this.#table = table;
    this.#parts = parts;
    this.#statements = new RecordStatements(table, parts.sealer);
  }

  /** @returns one verdict for each record, in the order of the call */
  async write(db: Querier, records: readonly NewRecord[], provenance: Provenance): Promise<RecordVerdict[]> {
    const prepared = prepare(this.#table, this.#parts, records, provenance);
    const verdicts = prepared
      .filter(({ isRefused }) => isRefused)
      .map(({ index, row }) => rejected(index, row.id as string, 'VALUE_REFUSED'));
    const batch = prepared.filter(({ isRefused }) => !isRefused).sort(byKey);
    if (batch.length > 0)
      verdicts.push(...((await this.#insertNew(db, batch)) ?? (await this.#settle(db, batch))));
    return verdicts.sort((a, b) => a.index - b.index);
  }

  /** The fast way, for a batch of nothing but new facts; null, and nothing done, when it is something else. */
  async #insertNew(db: Querier, batch: readonly Prepared[]): Promise<RecordVerdict[] | null> {
    if (batch.some(({ row, key }, place) => row.withdrawn || key === batch[place - 1]?.key)) return null;
    const { result } = await attempt(db, async () => {
      const inserted = await this.#statements.insert(
        db,
        batch.map(({ row }) => row),
      );
      return inserted.length === batch.length
        ? batch.map(({ index, row }) => accepted(index, row.id as string))
        : null;
    });
    return result;
  }

  async #settle(db: Querier, batch: readonly Prepared[]): Promise<RecordVerdict[]> {
    for (;;) {
      const { result, refusal } = await attempt(db, () => settle(db, this.#statements, batch));
      if (result) return result;
      if (refusal) throw new Error(`${this.#table.fact.name}: refused outside of any record (${refusal})`);
    }
  }
}

const byKey = (a: Prepared, b: Prepared): number =>
  a.key < b.key ? -1 : a.key > b.key ? 1 : a.index - b.index;
