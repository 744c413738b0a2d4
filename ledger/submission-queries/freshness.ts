import { sql } from 'kysely';
import type { Querier } from '../query.ts';
import type { Rhythms } from '../submission/rhythms.ts';
import type { LedgerRoom } from '../submission/room.ts';
import { ref } from '../table.ts';
import { isLate } from './figure-freshness.ts';
import { checkDataset } from './named-dataset.ts';

/** How fresh a source's statements of one dataset are (数据新鲜度). */
export interface SourceFreshness {
  readonly dataset: string;
  readonly sourceSystem: string;
  readonly organisation: string;
  readonly completeUpTo: Date;
  /** When the source said so. */
  readonly statedAt: Date;
  readonly receiptId: string;
  readonly expectedEveryHours: number | null;
  /** Where that is agreed with the source; null for what is expected of everybody. */
  readonly rhythmAgreement: string | null;
  readonly isOverdue: boolean;
}

export interface FreshnessFilter {
  readonly dataset?: string | null;
  readonly sourceSystem?: string | null;
  readonly organisation?: string | null;
  readonly isOverdue?: boolean | null;
}

/** Sources of a room are a few hundred at most; more rows than this are no answer for anybody. */
const MOST = 5_000;

/**
 * Until when each source has stated everything, by dataset and source (数据新鲜度): what it said last counts, also where it
 * takes back what it said before. With an `asOf` what was known then.
 * @throws BadInput for a dataset that the room has not
 */
export async function sourceFreshness(
  db: Querier,
  room: Pick<LedgerRoom, 'schema' | 'datasets'>,
  { dataset = null, sourceSystem = null, organisation = null, isOverdue = null }: FreshnessFilter,
  { now, rhythms }: { readonly now: Date; readonly rhythms: Rhythms },
): Promise<SourceFreshness[]> {
  checkDataset(dataset, room);
  const rows = await db.rows<Row>(sql`
    select distinct on (dataset, source_system)
      dataset, source_system as "sourceSystem", organisation, complete_up_to as "completeUpTo", sent_at as "statedAt",
      receipt_id as "receiptId"
      from ${ref(room.schema, 'completeness')}
     where (${dataset}::text is null or dataset = ${dataset})
       and (${sourceSystem}::text is null or source_system = ${sourceSystem})
       and (${organisation}::text is null or organisation = ${organisation})
       and received_at <= ${db.asOf ?? 'infinity'}::timestamptz
     order by dataset, source_system, sent_at desc, received_at desc
     limit ${MOST}`);
  const told = rows.map((row) => {
    const rhythm = rhythms(row.dataset, row.sourceSystem);
    const expectedEveryHours = rhythm?.everyHours ?? null;
    const due = isLate(row.completeUpTo, expectedEveryHours, now);
    return { ...row, expectedEveryHours, rhythmAgreement: rhythm?.agreement ?? null, isOverdue: due };
  });
  return isOverdue === null ? told : told.filter((one) => one.isOverdue === isOverdue);
}

type Row = Omit<SourceFreshness, 'expectedEveryHours' | 'rhythmAgreement' | 'isOverdue'>;
