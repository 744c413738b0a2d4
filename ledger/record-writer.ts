import { sm3 } from '../kernel/crypto/sm3.ts';
import type { NewRecord, Provenance } from './new-record.ts';
import { Preparation, type Prepared, type WriterParts } from './prepare.ts';
import type { Querier } from './query.ts';
import { RecordStatements } from './record-statements.ts';
import { backToMark, refusalOf, setMark, sparing } from './savepoint.ts';
import { insertSparing, settle } from './settle.ts';
import type { Table } from './table.ts';
import { accepted, type RecordVerdict, rejected, type VerdictCode } from './verdict.ts';

/**
 * Writes one dataset's records in one transaction of the caller's: new facts in one statement, corrections in another
 * that moves the old version to history as it replaces it. Both are sorted by natural key, and all writers insert
 * before they correct, so that two batches cannot deadlock; where records exclude each other what stands must be
 * corrected first, and there writers take turns. Nothing is overwritten, and what the database refuses of a record costs
 * only that record.
 */
export class RecordWriter {
  readonly #table: Table;
  readonly #preparation: Preparation;
  readonly #statements: RecordStatements;

  constructor(table: Table, parts: WriterParts) {
    this.#table = table;
    this.#preparation = new Preparation(table, parts);
    this.#statements = new RecordStatements(table, parts.sealer);
  }

  /** @returns one verdict for each record, in the order of the call */
  async write(db: Querier, records: readonly NewRecord[], provenance: Provenance): Promise<WrittenVerdict[]> {
    const prepared = this.#preparation.batch(records, provenance);
    const verdicts = prepared
      .filter(({ isRefused }) => isRefused)
      .map(({ index, row }) => rejected(index, row.id as string, 'VALUE_REFUSED'));
    const batch = prepared.filter(({ isRefused }) => !isRefused).sort(byKey);
    if (batch.length > 0) verdicts.push(...(await this.#writeBatch(db, batch)));
    return verdicts
      .sort((a, b) => a.index - b.index)
      .map((verdict) => ({ ...verdict, commitment: commitmentOf(verdict, prepared[verdict.index]!) }));
  }

  /** Which of these say what their source's fact says already (已在案), by their places; what stands is locked. */
  async alreadyStated(
    db: Querier,
    records: readonly NewRecord[],
    provenance: Provenance,
  ): Promise<ReadonlySet<number>> {
    const batch = this.#preparation.batch(records, provenance).filter(({ isRefused }) => !isRefused);
    const rows = (some: readonly Prepared[]) =>
      this.#statements.standing(
        db,
        some.map(({ row }) => row),
      );
    const standing = new Map(await sparing(db, batch.sort(byKey), rows, () => {}));
    const isSame = ({ key, row }: Prepared): boolean => {
      const stands = standing.get(key);
      if (stands === undefined || stands.withdrawn) return false;
      return stands.sourceSystem === row.sourceSystem && stands.contentHash.equals(row.contentHash as Buffer);
    };
    return new Set(batch.filter(isSame).map(({ index }) => index));
  }

  async #writeBatch(db: Querier, batch: readonly Prepared[]): Promise<RecordVerdict[]> {
    const { excludesOverlap } = this.#table.fact;
    if (excludesOverlap) await this.#statements.takeTurn(db);
    // The mark is on its way before the insert; nobody waits for it alone.
    const [, inserted] = await Promise.all([setMark(db), this.#insertAll(db, batch)]);
    if (inserted?.size === batch.length) return acceptedOf(batch);
    if (!inserted || (excludesOverlap && inserted.size > 0)) await backToMark(db);
    if (excludesOverlap) return settle(db, this.#table, this.#statements, batch, true);
    const verdicts = new Map<Prepared, RecordVerdict>();
    const refuse = (one: Prepared, code: VerdictCode) =>
      verdicts.set(one, rejected(one.index, one.row.id as string, code));
    const isNew = inserted ?? (await insertSparing(db, this.#statements, batch, refuse));
    const [added, rest] = [[] as Prepared[], [] as Prepared[]];
    for (const one of batch) if (!verdicts.has(one)) (isNew.has(one.row.id) ? added : rest).push(one);
    const settled = await settle(db, this.#table, this.#statements, rest, false);
    return [...verdicts.values(), ...acceptedOf(added), ...settled];
  }

  /** @returns the ids of the new facts, which are inserted; null when the database refuses one of the records */
  async #insertAll(db: Querier, batch: readonly Prepared[]): Promise<Set<unknown> | null> {
    try {
      const rows = batch.map(({ row }) => row);
      return new Set(await this.#statements.insert(db, rows));
    } catch (error) {
      if (refusalOf(error) === null) throw error;
      return null;
    }
  }
}

/** What became of a record, with what the evidence log commits to (architecture §4). */
export interface WrittenVerdict extends RecordVerdict {
  /** SM3 over the record's random seed and keyed content hash; null for what made no version. */
  readonly commitment: Buffer | null;
}

const commitmentOf = ({ outcome }: RecordVerdict, { row }: Prepared): Buffer | null =>
  outcome === 'ACCEPTED' || outcome === 'CORRECTED'
    ? sm3(Buffer.concat([row.seed as Buffer, row.contentHash as Buffer]))
    : null;

const acceptedOf = (batch: readonly Prepared[]): RecordVerdict[] =>
  batch.map(({ index, row }) => accepted(index, row.id as string));

const byKey = (a: Prepared, b: Prepared): number =>
  a.key < b.key ? -1 : a.key > b.key ? 1 : a.index - b.index;
