import { sql } from 'kysely';
import type { Caller } from '../../kernel/caller.ts';
import { arrayLiteral } from '../array-literals.ts';
import type { Querier } from '../query.ts';
import { ref } from '../table.ts';

/** That a source has stated everything of a dataset up to an instant (数据完整至), as one submission says. */
export interface Completeness {
  readonly receiptId: string;
  readonly sourceSystem: string;
  readonly dataset: string;
  readonly completeUpTo: Date;
  readonly sentAt: Date;
  readonly receivedAt: Date;
}

/** Keeps what submissions of one caller say about their completeness, in the transaction of their data. */
export async function keepCompleteness(
  db: Querier,
  room: { readonly schema: string },
  { organisation }: Pick<Caller, 'organisation'>,
  stated: readonly Completeness[],
): Promise<void> {
  if (stated.length === 0) return;
  const list = (of: (one: Completeness) => unknown) => arrayLiteral(stated.map(of));
  await db.rows(sql`
    insert into ${ref(room.schema, 'completeness')}
      (receipt_id, source_system, dataset, organisation, complete_up_to, sent_at, received_at)
    select n.receipt_id, n.source_system, n.dataset, ${organisation}, n.complete_up_to, n.sent_at, n.received_at
      from unnest(${list(({ receiptId }) => receiptId)}::uuid[], ${list(({ sourceSystem }) => sourceSystem)}::text[],
        ${list(({ dataset }) => dataset)}::text[], ${list(({ completeUpTo }) => completeUpTo)}::timestamptz[],
        ${list(({ sentAt }) => sentAt)}::timestamptz[], ${list(({ receivedAt }) => receivedAt)}::timestamptz[])
      as n (receipt_id, source_system, dataset, complete_up_to, sent_at, received_at)`);
}
