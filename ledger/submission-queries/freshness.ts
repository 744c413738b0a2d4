import { sql } from 'kysely';
import type { Querier } from '../query.ts';
import rhythms from '../submission/rhythms.json' with { type: 'json' };
import { ref } from '../table.ts';

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
 */
export async function sourceFreshness(
  db: Querier,
  room: { readonly schema: string },
  { dataset = null, sourceSystem = null, organisation = null, isOverdue = null }: FreshnessFilter,
  now: Date,
): Promise<SourceFreshness[]> {
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
    const expectedEveryHours = EXPECTED_HOURS[row.dataset] ?? null;
    const late = now.getTime() - row.completeUpTo.getTime();
    const due = expectedEveryHours !== null && late > expectedEveryHours * 3_600_000;
    return { ...row, expectedEveryHours, isOverdue: due };
  });
  return isOverdue === null ? told : told.filter((one) => one.isOverdue === isOverdue);
}

type Row = Omit<SourceFreshness, 'expectedEveryHours' | 'isOverdue'>;

const EXPECTED_HOURS: Readonly<Record<string, number | undefined>> = rhythms.hours;
