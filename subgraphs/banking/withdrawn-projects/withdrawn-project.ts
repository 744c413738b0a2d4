import { type RawBuilder, sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Querier } from '../../../ledger/query.ts';

/** That the provincial hub took a project's filing back, or has it on record again (项目撤回、恢复). */
export interface ProjectChange {
  readonly projectCode: string;
  /** The provincial hub's version of the project, and when it was recorded there. */
  readonly version: number;
  readonly recordedAt: string;
  readonly isWithdrawn: boolean;
}

/** Keeps since when projects are withdrawn, and when they were filed again. What is known already changes nothing. */
export async function writeWithdrawnProjects(db: Querier, changes: readonly ProjectChange[]): Promise<void> {
  const [withdrawn, filed] = [true, false].map((is) => changes.filter((one) => one.isWithdrawn === is));
  if (withdrawn!.length > 0)
    await db.rows(sql`
      insert into banking.withdrawn_project (project_code, version, withdrawn_at)
      select n.project_code, n.version, n.recorded_at from ${rowsOf(withdrawn!)} on conflict do nothing`);
  if (filed!.length === 0) return;
  await db.rows(sql`
    update banking.withdrawn_project w set restored_at = f.recorded_at
      from (select w.project_code, w.version, min(n.recorded_at) as recorded_at
              from banking.withdrawn_project w join ${rowsOf(filed!)} on n.project_code = w.project_code and n.version > w.version
             where w.restored_at is null group by 1, 2) f
     where w.project_code = f.project_code and w.version = f.version`);
}

const rowsOf = (changes: readonly ProjectChange[]): RawBuilder<unknown> => sql`
  unnest(${arrayLiteral(changes.map((one) => one.projectCode))}::text[], ${arrayLiteral(changes.map((one) => one.version))}::integer[],
         ${arrayLiteral(changes.map((one) => one.recordedAt))}::timestamptz[]) as n (project_code, version, recorded_at)`;

/** Whether a project is withdrawn, by its code in a column; as of an instant, or now. */
export const isWithdrawn = (
  projectCode: string,
  asOf: Date | null = null,
): RawBuilder<boolean> => sql<boolean>`
  exists (select from banking.withdrawn_project w
           where w.project_code = ${sql.ref(projectCode)}
             and ${asOf === null ? sql`w.restored_at is null` : sql`w.withdrawn_at <= ${asOf} and (w.restored_at is null or w.restored_at > ${asOf})`})`;
