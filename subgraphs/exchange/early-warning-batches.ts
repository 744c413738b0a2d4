import { sql } from 'kysely';
import type { Clock } from '../../kernel/clock.ts';
import type { ExchangeDatabase } from './database.ts';

/** Who sent a batch, and the number it gave it. */
export interface SentBatch {
  readonly systemCode: string;
  readonly batchNo: string;
}

/** What is known of a batch that was handed down (下发批次). */
export interface KnownBatch {
  /** SM3 of its canonical records. */
  readonly digest: string;
  readonly answer: string | null;
}

/** Batches of the early-warning exchange with their answers, in the hub's own database. */
export class EarlyWarningBatchStore {
  readonly #db: ExchangeDatabase;
  readonly #clock: Clock;

  constructor(db: ExchangeDatabase, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  async find({ systemCode, batchNo }: SentBatch): Promise<KnownBatch | undefined> {
    const [known] = await this.#db.write((tx) =>
      tx.rows<KnownBatch>(sql`
        select digest, answer from hub.early_warning_batch
         where system_code = ${systemCode} and batch_no = ${batchNo}`),
    );
    return known;
  }

  /** Notes a batch unless its number is known. @returns what is known under the number */
  async claim(batch: SentBatch, digest: string): Promise<KnownBatch> {
    await this.#db.write((tx) =>
      tx.rows(sql`
        insert into hub.early_warning_batch (system_code, batch_no, digest, received_at)
        values (${batch.systemCode}, ${batch.batchNo}, ${digest}, ${this.#clock.now()})
        on conflict do nothing`),
    );
    return (await this.find(batch)) as KnownBatch;
  }

  /** Keeps the answer of a batch; one that is kept already stays. */
  async keep({ systemCode, batchNo }: SentBatch, answer: string): Promise<void> {
    await this.#db.write((tx) =>
      tx.rows(sql`
        update hub.early_warning_batch set answer = ${answer}
         where system_code = ${systemCode} and batch_no = ${batchNo} and answer is null`),
    );
  }
}
