import { sql } from 'kysely';
import { fits } from '../fits.ts';
import type { Page } from '../page.ts';
import type { Querier } from '../query.ts';
import type { LedgerRoom } from '../submission/room.ts';
import { ref } from '../table.ts';
import type { VerdictCode } from '../verdict.ts';
import { type LedgerList, ledgerPage, type Paging, stated } from './ledger-list.ts';
import { checkDataset } from './named-dataset.ts';

/** A held record as it is listed (暂存记录): why and for what it waits, never its content. */
export interface ListedHeld {
  readonly id: string;
  readonly dataset: string;
  readonly sourceSystem: string;
  readonly code: VerdictCode;
  readonly path: string | null;
  readonly waitsFor: string | null;
  readonly heldAt: Date;
  readonly heldUntil: Date;
  readonly state: string;
  readonly settledAt: Date | null;
  readonly receiptId: string;
  readonly place: number;
  readonly projectCode: string | null;
}

export interface HeldFilter {
  readonly state?: string | null;
  readonly dataset?: string | null;
  readonly code?: string | null;
  readonly projectCode?: string | null;
  readonly receiptId?: string | null;
  readonly dueBefore?: Date | null;
}

/**
 * One page of held records, the newest first. Whose they may be is the table's policy: the client's own, and within the
 * row scope of a caller who reads doubtful data everybody's.
 * @throws BadInput for a dataset that the room has not
 */
export async function heldRecords(
  db: Querier,
  room: Pick<LedgerRoom, 'schema' | 'datasets'>,
  filter: HeldFilter,
  paging: Paging,
): Promise<Page<ListedHeld>> {
  checkDataset(filter.dataset, room);
  return ledgerPage(db, listOf(room.schema), paging, [
    ...stated(filter.state, (state) => sql`t.state = ${state}`),
    ...stated(filter.dataset, (name) => sql`t.dataset = ${name}`),
    ...stated(filter.code, (code) => sql`t.code = ${code}`),
    ...stated(filter.projectCode, (code) => sql`t.project_code = ${code}`),
    ...stated(filter.receiptId, (id) => (fits(id, 'uuid') ? sql`t.receipt_id = ${id}::uuid` : sql`false`)),
    ...stated(filter.dueBefore, (instant) => sql`t.held_until <= ${instant}`),
  ]);
}

const listOf = (schema: string): LedgerList<ListedHeld> => ({
  name: 'HeldRecord',
  from: sql`${ref(schema, 'held_record')} t`,
  columns: sql`t.id, t.dataset, t.source_system as "sourceSystem", t.code, t.path, t.waits_for as "waitsFor",
    t.held_at as "heldAt", t.held_until as "heldUntil", t.state, t.settled_at as "settledAt", t.receipt_id as "receiptId",
    t.place, t.project_code as "projectCode"`,
  instant: { property: 'heldAt', column: 'held_at' },
  key: 'id',
});
