import { type RawBuilder, sql } from 'kysely';
import { versionsAt } from '../../../ledger/table.ts';
import type { SubgraphContext } from '../../context.ts';
import { Project } from '../facts.ts';

/**
 * Of rows of projects (`t`) those whose project is on record (在案项目): of one that was withdrawn nothing counts, as of the instant that is
 * asked about (docs/decisions/0060).
 */
export const onFile = (rows: RawBuilder<unknown>, { store, session }: SubgraphContext): RawBuilder<unknown> =>
  sql`(
    select t.* from ${rows} where not exists (
      select from (select t.project_code from ${versionsAt(store.table(Project), session.asOf)} where t.withdrawn) gone
       where gone.project_code = t.project_code)
  ) as t`;
