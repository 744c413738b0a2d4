import { sql } from 'kysely';
import type { Clock } from '../../kernel/clock.ts';
import type { Querier } from '../../ledger/query.ts';
import type { ExchangeDatabase } from './database.ts';

export interface BatchKey {
  readonly systemCode: string;
  readonly batchNo: string;
}

export interface ClaimedBatch {
  /** SM3, hex, of what came first under this number. */
  readonly digest: string;
  /** Null while it is worked on, or when the hub stopped before it had answered. */
  readonly answer: string | null;
}

/** Batches of the early-warning exchange (下发批次) and the answer that each got. */
export class EarlyWarningBatchStore {
  readonly #db: ExchangeDatabase;
  readonly #clock: Clock;

  constructor(db: ExchangeDatabase, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  find(batch: BatchKey): Promise<ClaimedBatch | undefined> {
    return this.#db.write((tx) => standing(tx, batch));
  }

  /** Notes a batch, unless its number is known. @returns what stands under the number */
  claim(batch: BatchKey, digest: string): Promise<ClaimedBatch> {
    const { systemCode, batchNo } = batch;
    return this.#db.write(async (tx) => {
      await tx.rows(sql`
        insert into hub.early_warning_batch (system_code, batch_no, digest, received_at)
        values (${systemCode}, ${batchNo}, ${Buffer.from(digest, 'hex')}, ${this.#clock.now()}) on conflict do nothing`);
      return (await standing(tx, batch))!;
    });
  }

  /** Keeps the answer; the first one stays. */
  async keep({ systemCode, batchNo }: BatchKey, answer: string): Promise<void> {
    await this.#db.write((tx) =>
      tx.rows(sql`
        update hub.early_warning_batch set answer = ${answer}
         where system_code = ${systemCode} and batch_no = ${batchNo} and answer is null`),
    );
  }
}

async function standing(tx: Querier, { systemCode, batchNo }: BatchKey): Promise<ClaimedBatch | undefined> {
  const [row] = await tx.rows<ClaimedBatch>(sql`
    select encode(digest, 'hex') as digest, answer from hub.early_warning_batch
     where system_code = ${systemCode} and batch_no = ${batchNo}`);
  return row;
}
