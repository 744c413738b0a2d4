import { type RawBuilder, sql } from 'kysely';
import { arrayLiteral } from '../array-literals.ts';
import type { Querier } from '../query.ts';
import { ref } from '../table.ts';

/** Whose sources are asked for. */
export interface SourcesRoom {
  readonly schema: string;
  /** For who reads own rows of projects that row scope hides: a worker is told how complete they are as anybody else is. */
  readonly isPastRowScope?: boolean;
}

/**
 * Which sources state facts of which projects (项目数据来源); with an `asOf` also those that did until then or later.
 * @param codes the projects that are asked about
 */
export const sourcesOfProjects = (
  db: Pick<Querier, 'asOf'>,
  room: SourcesRoom,
  codes: readonly string[],
): RawBuilder<unknown> => {
  const asked = sql`${arrayLiteral(codes)}::text[]`;
  return room.isPastRowScope
    ? sql`hub.sources_of_projects(${room.schema}, ${asked}, ${db.asOf}::timestamptz)`
    : sql`(select * from ${projectSources(db, room)} s where project_code = any(${asked}))`;
};

/** The same of all projects within the caller's reach. */
export const projectSources = (
  { asOf }: Pick<Querier, 'asOf'>,
  { schema }: SourcesRoom,
): RawBuilder<unknown> =>
  asOf === null
    ? ref(schema, 'project_source')
    : sql`(
      select project_code, dataset, source_system from ${ref(schema, 'project_source')}
      union
      select project_code, dataset, source_system from ${ref(schema, 'project_source_past')} where until > ${asOf}::timestamptz)`;
