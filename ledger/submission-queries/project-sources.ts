import { type RawBuilder, sql } from 'kysely';
import type { Querier } from '../query.ts';
import { ref } from '../table.ts';

/** Which sources state facts of which projects (项目数据来源); with an `asOf` also those that did until then or later. */
export const projectSources = (
  { asOf }: Pick<Querier, 'asOf'>,
  { schema }: { readonly schema: string },
): RawBuilder<unknown> =>
  asOf === null
    ? ref(schema, 'project_source')
    : sql`(
      select project_code, dataset, source_system from ${ref(schema, 'project_source')}
      union
      select project_code, dataset, source_system from ${ref(schema, 'project_source_past')} where until > ${asOf}::timestamptz)`;
