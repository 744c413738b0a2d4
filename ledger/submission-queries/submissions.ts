import { sql } from 'kysely';
import { type BusinessDate, dayEdges } from '../../kernel/calendar.ts';
import { fits } from '../fits.ts';
import type { Page } from '../page.ts';
import type { Querier } from '../query.ts';
import { storedReceipt } from '../submission/keep.ts';
import type { Receipt } from '../submission/receipt.ts';
import type { LedgerRoom } from '../submission/room.ts';
import { ref } from '../table.ts';
import { type LedgerList, ledgerPage, type Paging, stated } from './ledger-list.ts';
import { checkDataset } from './named-dataset.ts';

/** A submission in its sender's list (提交), without its verdicts. */
export interface ListedSubmission {
  readonly id: string;
  readonly idempotencyKey: string;
  readonly sourceSystem: string;
  readonly operation: string;
  readonly dataset: string;
  readonly sentAt: Date;
  readonly receivedAt: Date;
  readonly mode: string;
  readonly assurance: string;
  readonly submitted: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly corrected: number;
  readonly held: number;
  readonly rejected: number;
}

export interface SubmissionFilter {
  readonly from?: BusinessDate | null;
  readonly to?: BusinessDate | null;
  readonly dataset?: string | null;
  readonly sourceSystem?: string | null;
  readonly idempotencyKey?: string | null;
  readonly hasTrouble?: boolean | null;
}

/** The receipt of a submission of this client (回执); null for another's, as for one that never was. */
export async function ownReceipt(
  db: Querier,
  room: { readonly schema: string },
  client: string,
  receiptId: string,
): Promise<Receipt | null> {
  if (!fits(receiptId, 'uuid')) return null;
  const own = await db.rows(sql`
    select from ${ref(room.schema, 'submission')} where receipt_id = ${receiptId}::uuid and client = ${client}`);
  return own.length > 0 ? storedReceipt(db, room, receiptId) : null;
}

/**
 * One page of a client's submissions, the newest first.
 * @throws BadInput for a dataset that the room has not
 */
export async function ownSubmissions(
  db: Querier,
  room: Pick<LedgerRoom, 'schema' | 'datasets'>,
  client: string,
  filter: SubmissionFilter,
  paging: Paging,
): Promise<Page<ListedSubmission>> {
  checkDataset(filter.dataset, room);
  return ledgerPage(db, listOf(room.schema), paging, [
    sql`t.client = ${client}`,
    ...stated(filter.from, (day) => sql`t.received_at >= ${dayEdges(day).from}`),
    ...stated(filter.to, (day) => sql`t.received_at < ${dayEdges(day).to}`),
    ...stated(filter.dataset, (name) => sql`t.dataset = ${name}`),
    ...stated(filter.sourceSystem, (name) => sql`t.source_system = ${name}`),
    ...stated(filter.idempotencyKey, (key) => sql`t.idempotency_key = ${key}`),
    ...stated(filter.hasTrouble, (has) => sql`(t.held + t.rejected > 0) = ${has}`),
  ]);
}

const listOf = (schema: string): LedgerList<ListedSubmission> => ({
  name: 'Submission',
  from: sql`${ref(schema, 'submission')} t`,
  columns: sql`t.receipt_id as id, t.idempotency_key as "idempotencyKey", t.source_system as "sourceSystem", t.operation,
    t.dataset, t.sent_at as "sentAt", t.received_at as "receivedAt", t.mode, t.assurance, t.submitted, t.accepted,
    t.duplicates, t.corrected, t.held, t.rejected`,
  instant: { property: 'receivedAt', column: 'received_at' },
  key: 'receipt_id',
});
