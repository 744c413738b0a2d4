import { sql } from 'kysely';
import type { Querier } from '../query.ts';
import type { LedgerRoom } from '../submission/room.ts';
import { openVerdicts, type StoredVerdict } from '../submission/stored-verdicts.ts';
import { ref } from '../table.ts';
import type { ChangePlace } from './change-cursor.ts';

/** One record that became a fact, or whose fact was corrected or withdrawn, or beside whose fact a claim was kept (变更). */
export interface Change {
  readonly position: number;
  readonly index: number;
  readonly receiptId: string;
  readonly dataset: string;
  readonly outcome: 'ACCEPTED' | 'CORRECTED' | 'WITHDRAWN' | 'CLAIM_KEPT' | 'CLAIM_WITHDRAWN';
  readonly recordId: string;
  readonly version: number;
  readonly projectCode: string | null;
  readonly sourceSystem: string;
  readonly recordedAt: Date;
}

/** The next changes that the caller of `db` may see, and how far they reach. */
export interface SomeChanges {
  readonly changes: readonly Change[];
  /** How many submissions were looked at. */
  readonly submissions: number;
  /** The place after the last of them. */
  readonly next: ChangePlace;
  readonly isEnd: boolean;
}

/** Looks at the next submissions until the changes are enough; each of these is read to its end. */
export async function changesFrom(
  db: Querier,
  room: Pick<LedgerRoom, 'schema' | 'datasets'>,
  from: ChangePlace,
  limit: number,
  enough: number,
  dataset: string | null,
): Promise<SomeChanges> {
  const operations = room.datasets.map(({ operation }) => operation);
  // A submission of another dataset, or of projects that the caller does not see, is passed over unopened. What
  // no dataset's operation took, such as a withdrawal, may hold anything.
  const rows = await db.rows<SubmissionRow>(sql`
    select q.position, q.receipt_id, l.recorded_at, s.source_system, s.dataset, s.projects, seen.projects as visible,
           (select hub.is_department()) as sees_unlocated,
           case when (${dataset}::text is null or s.dataset = ${dataset} or s.operation <> all(${operations}::text[]))
                 and (cardinality(seen.projects) > 0 or (select hub.is_department())) then s.verdicts end as verdicts
      from ${ref(room.schema, 'sequenced')} q
      join ${ref(room.schema, 'leaf')} l using (receipt_id)
      join ${ref(room.schema, 'submission')} s using (receipt_id)
      cross join lateral (
        -- The hub's own jobs see every project, also one that the room's projection has not heard of yet.
        select case when (select hub.sees_all()) then s.projects else array(
          select p.project_code from ${ref(room.schema, 'project_scope')} p where p.project_code = any(s.projects)) end as projects) seen
     where q.position >= ${from.position} and q.position < ${from.position + limit} order by q.position`);
  const confidential = new Set(
    room.datasets.filter(({ isConfidential }) => isConfidential).map(({ name }) => name),
  );
  const changes: Change[] = [];
  let submissions = 0;
  let next = from;
  for (const row of rows) {
    if (changes.length >= enough) break;
    const isBegun = Number(row.position) === from.position;
    changes.push(
      ...changesOf(row, dataset, confidential).filter(({ index }) => !isBegun || index >= from.index),
    );
    next = { position: Number(row.position) + 1, index: 0 };
    submissions++;
  }
  return { changes, submissions, next, isEnd: rows.length < limit && submissions === rows.length };
}

interface SubmissionRow {
  readonly position: bigint;
  readonly receipt_id: string;
  readonly recorded_at: Date;
  readonly source_system: string;
  readonly dataset: string;
  readonly projects: readonly string[];
  readonly visible: readonly string[];
  /** Facts that belong to no project, or are kept from whom they are about, are for callers with a division. */
  readonly sees_unlocated: boolean;
  readonly verdicts: Buffer | null;
}

function changesOf(row: SubmissionRow, dataset: string | null, confidential: ReadonlySet<string>): Change[] {
  if (!row.verdicts) return [];
  const visible = new Set(row.visible);
  return openVerdicts(row.verdicts).flatMap((verdict, index) => {
    const outcome = outcomeOf(verdict);
    const own = verdict.dataset ?? row.dataset;
    const projectCode = verdict.project === null ? null : row.projects[verdict.project]!;
    const isForDepartments = projectCode === null || confidential.has(own);
    const isSeen =
      (!isForDepartments || row.sees_unlocated) && (projectCode === null || visible.has(projectCode));
    if (!outcome || !isSeen || verdict.recordId === null || (dataset !== null && own !== dataset)) return [];
    return [
      {
        position: Number(row.position),
        index,
        receiptId: row.receipt_id,
        dataset: own,
        outcome,
        recordId: verdict.recordId,
        version: verdict.version!,
        projectCode,
        sourceSystem: row.source_system,
        recordedAt: row.recorded_at,
      },
    ];
  });
}

function outcomeOf({ outcome, code }: StoredVerdict): Change['outcome'] | null {
  if (code === 'WITHDRAWN' || code === 'CLAIM_KEPT' || code === 'CLAIM_WITHDRAWN') return code;
  return outcome === 'ACCEPTED' || outcome === 'CORRECTED' ? outcome : null;
}
