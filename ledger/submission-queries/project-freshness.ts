import { sql } from 'kysely';
import type { Querier } from '../query.ts';
import { ref } from '../table.ts';
import { type SourcesRoom, sourcesOfProjects } from './project-sources.ts';

/** Until when every source of a project's facts is complete, in one dataset (项目数据新鲜度). */
export interface DatasetFreshness {
  readonly dataset: string;
  /** Null when one of the sources never said. */
  readonly completeUpTo: Date | null;
  readonly sources: readonly string[];
}

/** How fresh projects are, dataset by dataset; those of which nothing was stated are left out. */
export async function projectFreshness(
  db: Querier,
  room: SourcesRoom,
  projectCodes: readonly string[],
): Promise<ReadonlyMap<string, DatasetFreshness[]>> {
  const rows = await db.rows<DatasetFreshness & { projectCode: string }>(sql`
    select p.project_code as "projectCode", p.dataset, array_agg(p.source_system order by p.source_system) as sources,
      -- null where one source has said nothing: min alone would pass it over
      case when count(c.complete_up_to) = count(*) then min(c.complete_up_to) end as "completeUpTo"
      from ${sourcesOfProjects(db, room, projectCodes)} p
      left join lateral (
        select complete_up_to from ${ref(room.schema, 'completeness')} c
         where c.dataset = p.dataset and c.source_system = p.source_system
           and c.received_at <= ${db.asOf ?? 'infinity'}::timestamptz
         order by c.sent_at desc, c.received_at desc limit 1) c on true
     group by p.project_code, p.dataset order by p.project_code, p.dataset`);
  const found = new Map<string, DatasetFreshness[]>();
  for (const { projectCode, ...one } of rows)
    found.set(projectCode, [...(found.get(projectCode) ?? []), one]);
  return found;
}
