import { canonicalJson } from '../kernel/canonical-json.ts';
import { hubCaller } from '../kernel/caller.ts';
import { sm3 } from '../kernel/crypto/sm3.ts';
import type { NewRecord, Provenance } from '../ledger/new-record.ts';
import type { Querier } from '../ledger/query.ts';
import type { WrittenVerdict } from '../ledger/record-writer.ts';
import type { Dataset } from '../ledger/submission/dataset.ts';
import { keep } from '../ledger/submission/keep.ts';
import { receiptOfWritten } from '../ledger/submission/receipt.ts';
import type { LedgerRoom } from '../ledger/submission/room.ts';
import { plainVerdict } from '../ledger/submission/verdicts.ts';
import { asStated } from './as-stated.ts';

interface WrittenBatch {
  readonly key: string;
  readonly records: readonly NewRecord[];
  readonly provenance: Provenance;
  readonly verdicts: readonly WrittenVerdict[];
}

/**
 * Puts on record what was written past the submission (提交留痕), as its source would have submitted it: whoever follows the changes of the
 * department misses none of it, and its projects have this source.
 */
export async function keepBatch(
  db: Querier,
  room: LedgerRoom,
  dataset: Dataset,
  { key, records, provenance, verdicts: written }: WrittenBatch,
): Promise<void> {
  const { sourceSystem, receiptId, receivedAt, assurance } = provenance;
  const verdicts = written.map(({ index, outcome, code, id, version }) => ({
    ...plainVerdict({ index, warnings: [] }),
    outcome,
    code,
    recordId: id,
    version,
    projectCode: records[index]!.content.projectCode as string,
  }));
  const stated = records.map(({ content, occurredAt }) => asStated(dataset, content, occurredAt));
  const digest = sm3(Buffer.from(canonicalJson(stated)));
  const receipt = receiptOfWritten({
    id: receiptId,
    idempotencyKey: key,
    sourceSystem,
    receivedAt,
    assurance,
    mode: 'PARTIAL',
    digest,
    verdicts,
  });
  const commitments = written.flatMap(({ commitment }) => commitment ?? []);
  const { operation, name } = dataset;
  const isKept = await keep(db, room, hubCaller('seed'), [
    { receipt, operation, dataset: name, sentAt: receivedAt, digest, commitments, devices: [] },
  ]);
  if (!isKept) throw new Error(`${key}: these records were kept before`);
}
