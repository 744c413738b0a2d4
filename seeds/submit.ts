import { sql } from 'kysely';
import { hubCaller } from '../kernel/caller.ts';
import { frozenClock } from '../kernel/clock.ts';
import type { Dataset } from '../ledger/submission/dataset.ts';
import type { Receipt } from '../ledger/submission/receipt.ts';
import type { LedgerRoom } from '../ledger/submission/room.ts';
import { submit } from '../ledger/submission/submit.ts';
import { withdraw } from '../ledger/submission/withdraw.ts';
import { Session } from '../subgraphs/session.ts';
import { ledgerRoom } from '../subgraphs/submission.ts';
import type { Store } from '../subgraphs/store.ts';
import { asStated } from './as-stated.ts';
import { draw } from './draw.ts';
import { recordIdsOf } from './record-ids.ts';
import type { Batch } from './write.ts';

/** A submission's upper bound (architecture §3). */
export const BATCH = 5_000;

const CALLER = hubCaller('seed');

/**
 * Submits a batch of the demo as its source would have: the standard submission, at the instant the batch is of. The same
 * step again finds its keys used and changes nothing. @returns how many records were submitted
 */
export async function submitBatch(
  store: Store,
  dataset: Dataset,
  batch: Batch,
  key: string,
): Promise<number> {
  const { recordedAt, records } = batch;
  const clock = frozenClock(recordedAt);
  // Chance of its own for each submission: one that was done before a kill draws nothing when it is repeated.
  const roomFor = (part: string) => ({
    ...ledgerRoom(store, { clock, random: draw(part).bytes }),
    write: unhurried(store),
  });
  const stated = records.filter(({ withdrawn }) => !withdrawn);
  for (let start = 0; start < stated.length; start += BATCH) {
    const part = `${key}/${start}`;
    const some = stated.slice(start, start + BATCH);
    await submitPart(roomFor(part), dataset, { ...batch, records: some }, part);
  }
  const taken = records.filter(({ withdrawn }) => withdrawn);
  if (taken.length > 0)
    await withdrawPart(roomFor(key), dataset, { ...batch, records: taken }, `${key}/withdrawn`);
  return records.length;
}

/**
 * The demo need not wait for the disk after each submission: a step's last line does, and what a crash takes with it is
 * submitted again under the same key.
 */
const unhurried =
  (store: Store): LedgerRoom['write'] =>
  (_caller, work) =>
    new Session(store.pool, CALLER, null).write(async (db) => {
      await db.rows(sql`set local synchronous_commit = off`);
      return work(db);
    });

async function submitPart(room: LedgerRoom, dataset: Dataset, batch: Batch, key: string): Promise<void> {
  const { source, assurance, records, recordedAt } = batch;
  const raw = records.map(({ content, occurredAt, sourceVersion }) => ({
    ...asStated(dataset, content, occurredAt),
    sourceVersion: String(sourceVersion),
  }));
  const receipt = await submit(
    room,
    CALLER,
    dataset,
    { envelope: envelopeOf(key, source, recordedAt), records: raw },
    {
      assurance,
      beside: (index) => besideOf(records[index]!.content),
      lineId: (line) => lineIdOf(records, line),
    },
  );
  refuseLosses(receipt, dataset, key);
}

/** What no source states: it is the hub's own mark. */
const besideOf = ({ isUnderKeySupervision }: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  typeof isUnderKeySupervision === 'boolean' ? { isUnderKeySupervision } : {};

/** Banks refer to the lines of sheets: the demo plans their ids. */
function lineIdOf(records: Batch['records'], line: Readonly<Record<string, unknown>>): string | undefined {
  const sheet = records.find(
    ({ content }) => content.projectCode === line.projectCode && content.sheetNo === line.sheetNo,
  );
  return (sheet?.content.lineIds as ReadonlyMap<number, string> | undefined)?.get(line.lineNo as number);
}

async function withdrawPart(room: LedgerRoom, dataset: Dataset, batch: Batch, key: string): Promise<void> {
  const ids = await recordIdsOf(room, dataset, batch.records);
  const records = ids.map((recordId) => ({ dataset: dataset.name, recordId }));
  const envelope = envelopeOf(key, batch.source, batch.recordedAt);
  const receipt = await withdraw(room, CALLER, 'withdrawRecords', envelope, {
    records,
    reason: '设备时钟故障，整批作废',
  });
  refuseLosses(receipt, dataset, key);
}

const envelopeOf = (idempotencyKey: string, sourceSystem: string, sentAt: Date) =>
  ({ idempotencyKey, sourceSystem, sentAt, mode: 'PARTIAL', dryRun: false }) as const;

/** The demo tells of what was taken: whatever is held or rejected, or states a version otherwise, is a mistake of the demo's. */
function refuseLosses(receipt: Receipt, dataset: Dataset, key: string): void {
  const lost = receipt.verdicts.find(
    ({ outcome, code }) =>
      outcome === 'REJECTED' || outcome === 'HELD' || code === 'SAME_VERSION_OTHER_CONTENT',
  );
  if (lost)
    throw new Error(
      `${key}: the ledger did not take a record of ${dataset.name} (${lost.code} at ${lost.path})`,
    );
}
