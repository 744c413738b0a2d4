import { type RawBuilder, sql } from 'kysely';
import { arrayLiteral } from '../array-literals.ts';
import type { Querier } from '../query.ts';
import { ref } from '../table.ts';
import type { SubmissionVerdict } from './candidate.ts';
import type { Dataset } from './dataset.ts';
import type { LedgerRoom } from './room.ts';

/** The projects of which a source states what stands (项目数据来源): not of what only another source's fact says. */
export const statedProjects = (verdicts: readonly SubmissionVerdict[]): string[] => [
  ...new Set(verdicts.flatMap((one) => (isStated(one) ? (one.projectCode ?? []) : []))),
];

const isStated = ({ outcome, code }: SubmissionVerdict): boolean =>
  outcome !== 'DUPLICATE' || code === 'ALREADY_RECORDED' || code === 'CLAIM_KEPT';

/**
 * Ends the source of projects of which it has taken back the last fact of a dataset (来源终止): how fresh they are does not depend on
 * it any more. What is archived of a dataset is not seen here, and speaks for its source. Submissions that are on their way are waited
 * for first, but only where something ends.
 */
export async function endSources(
  db: Querier,
  { schema }: LedgerRoom,
  sourceSystem: string,
  taken: readonly (readonly [Dataset, readonly Readonly<Record<string, unknown>>[]])[],
  now: Date,
): Promise<void> {
  const ended = taken.flatMap(([dataset, rows]) => {
    const codes = [...new Set(rows.flatMap(({ projectCode }) => projectCode ?? []))];
    return codes.length === 0 ? [] : [endedBy(schema, sourceSystem, dataset, codes)];
  });
  if (ended.length === 0) return;
  const sources = ref(schema, 'project_source');
  const isEnded = sql.join(ended, sql` or `);
  const some = await db.rows(sql`select from ${sources} p where ${isEnded} limit 1`);
  if (some.length === 0) return;
  await db.rows(sql`lock table ${sources} in share row exclusive mode`);
  await db.rows(sql`
    with gone as (delete from ${sources} p where ${isEnded} returning p.project_code, p.dataset, p.source_system)
    insert into ${ref(schema, 'project_source_past')} (project_code, dataset, source_system, until)
    select project_code, dataset, source_system, ${now}::timestamptz from gone on conflict do nothing`);
}

/** Whether nothing stands of what a source `p` has stated of a dataset and some projects, shown or kept as a claim. */
function endedBy(
  schema: string,
  sourceSystem: string,
  { name, fact, claims }: Dataset,
  codes: readonly unknown[],
): RawBuilder<unknown> {
  const kept = claims
    ? sql`and not exists (select from ${ref(schema, claims.fact.table)} t where t.project_code = p.project_code
        and t.claimed_by = ${sourceSystem} and not t.withdrawn)`
    : sql``;
  return sql`(p.dataset = ${name} and p.source_system = ${sourceSystem}
    and p.project_code = any(${arrayLiteral(codes)}::text[])
    and not exists (select from ${ref(schema, fact.table)} t where t.project_code = p.project_code
      and t.source_system = ${sourceSystem} and not t.withdrawn) ${kept}
    and not exists (select from hub.archived_month a where a.room = ${schema} and a.tab = ${fact.table}))`;
}
