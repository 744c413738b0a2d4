import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Querier } from '../../../ledger/query.ts';

/** That a worker is or was engaged in a project, or is registered there, as the provincial hub states it (务工项目). */
export interface WorkerProject {
  /** The provincial hub's id of the period or registration. */
  readonly recordId: string;
  readonly version: number;
  readonly workerId: string;
  readonly projectCode: string;
  readonly isWithdrawn: boolean;
}

/**
 * Writes them into the projection that row scope of wage cards is made of, in one statement. An older version than the one that
 * stands changes nothing, and what was taken back stays as such: so the order of arrival does not matter.
 */
export async function writeWorkerProjects(db: Querier, stated: readonly WorkerProject[]): Promise<void> {
  // In the order of their ids, so that two batches cannot wait for each other.
  const sorted = [...stated].sort((a, b) => (a.recordId < b.recordId ? -1 : 1));
  await db.rows(sql`
    insert into banking.worker_project as w (record_id, version, worker_id, project_code, withdrawn)
    select * from unnest(
      ${arrayLiteral(sorted.map((one) => one.recordId))}::uuid[], ${arrayLiteral(sorted.map((one) => one.version))}::integer[],
      ${arrayLiteral(sorted.map((one) => one.workerId))}::uuid[], ${arrayLiteral(sorted.map((one) => one.projectCode))}::text[],
      ${arrayLiteral(sorted.map((one) => one.isWithdrawn))}::boolean[])
    on conflict (record_id) do update
      set version = excluded.version, worker_id = excluded.worker_id, project_code = excluded.project_code,
          withdrawn = excluded.withdrawn
      where w.version < excluded.version`);
}
