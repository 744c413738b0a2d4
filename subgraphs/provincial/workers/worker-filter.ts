import { type RawBuilder, sql } from 'kysely';
import { BadInput } from '../../../kernel/refusals.ts';
import type { SubgraphContext } from '../../context.ts';
import { engagedIn } from '../asked-rows.ts';
import { Engagement } from '../facts.ts';
import { workerHasConflicts } from './claims.ts';

export interface WorkerFilter {
  readonly ids?: readonly string[] | null;
  readonly projectCode?: string | null;
  readonly hasConflicts?: boolean | null;
}

/** The filter as conditions on the worker table `t`; an empty list of ids finds nobody, a missing one everybody. */
export function workerConditions(
  { ids, projectCode, hasConflicts }: WorkerFilter,
  context: SubgraphContext,
): RawBuilder<unknown>[] {
  const where: RawBuilder<unknown>[] = [];
  if (ids != null) where.push(sql`t.worker_id = any(${checkedIds(ids)}::uuid[])`);
  where.push(...engagedIn(projectCode, Engagement, context));
  if (hasConflicts != null) where.push(sql`${workerHasConflicts(context)} = ${hasConflicts}::boolean`);
  return where;
}

const MOST_IDS = 200;

/** An id of another form is nobody's. */
function checkedIds(ids: readonly string[]): string[] {
  if (ids.length <= MOST_IDS) return ids.filter((id) => UUID.test(id));
  throw new BadInput('TOO_MANY_RECORDS', 'too many workers in one question', {
    path: ['filter', 'ids'],
    expected: `at most ${MOST_IDS}`,
    came: String(ids.length),
    remedy: 'ask for them in several questions',
  });
}

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
