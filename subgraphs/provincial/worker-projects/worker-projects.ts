import { type RawBuilder, sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Fact } from '../../../ledger/fact.ts';
import type { Querier } from '../../../ledger/query.ts';
import { Engagement, RealNameRegistration } from '../facts.ts';

/** That a worker is or was engaged in a project, or is registered there (务工项目). */
export interface WorkerProject {
  readonly recordId: string;
  readonly version: number;
  readonly workerId: string;
  readonly projectCode: string;
  readonly isWithdrawn: boolean;
}

/** What puts a worker into a project: the same by which row scope shows the worker (migration 0002). */
export const PLACING: readonly Fact[] = [Engagement, RealNameRegistration];

/**
 * Of these records, which worker they are of and which project.
 * @param rowsOf a fact as it was at the instant that is asked about, under the alias `t`
 */
export function workerProjects(
  db: Pick<Querier, 'rows'>,
  rowsOf: (fact: Fact) => RawBuilder<unknown>,
  recordIds: readonly string[],
): Promise<WorkerProject[]> {
  const parts = PLACING.map(
    (fact) => sql`
      select t.id as "recordId", t.version, t.worker_id as "workerId", t.project_code as "projectCode",
             t.withdrawn as "isWithdrawn"
        from ${rowsOf(fact)} where t.id = any(${arrayLiteral(recordIds)}::uuid[])`,
  );
  return db.rows<WorkerProject>(sql.join(parts, sql` union all `));
}
