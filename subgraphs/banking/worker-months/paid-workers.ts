import { sql } from 'kysely';
import { type Listed, type Page, type PageRequest, pageOf, walkOf } from '../../../ledger/page.ts';
import { kept } from '../../../ledger/query.ts';
import { versionsAt } from '../../../ledger/table.ts';
import type { SubgraphContext } from '../../context.ts';
import { Disbursement } from '../facts.ts';
import type { WorkerMonthKey } from './paid-month.ts';

/** A project's month as the graph knows it (项目月度). */
export interface ProjectMonthKey {
  readonly projectCode: string;
  readonly month: string;
}

interface PaidWorker extends WorkerMonthKey {
  /** The worker's, by which the list is ordered. */
  readonly id: string;
}

/**
 * The workers whom banks paid for a project's month (当月代发人员), by their ids, whether they came and are on a sheet or not. Read once for
 * the list and its total: a project has some thousand workers at most.
 */
export async function paidWorkers(
  { projectCode, month }: ProjectMonthKey,
  page: Omit<PageRequest, 'orderBy' | 'where'>,
  { session, store }: SubgraphContext,
): Promise<Page<PaidWorker>> {
  const walk = walkOf(LISTED, { ...page, orderBy: [] });
  const paid = await session.rows<{ readonly id: string }>(
    kept(sql`
      select distinct t.worker_id as id from ${versionsAt(store.table(Disbursement), session.asOf)}
       where t.project_code = ${projectCode} and t.for_month = ${month} and t.result = 'SUCCESS' and not t.withdrawn
       order by 1`),
  );
  const all = paid.map(({ id }) => ({ id, projectCode, workerId: id, month }));
  const rows = walk.backwards ? all.toReversed() : all;
  const from = walk.from?.[0] as string | undefined;
  const start = from === undefined ? 0 : rows.findIndex(({ id }) => (walk.backwards ? id < from : id > from));
  const shown = start < 0 ? [] : rows.slice(start, start + walk.size + 1);
  return pageOf(shown, walk, async () => ({ count: all.length, isEstimate: false }));
}

const LISTED: Listed = {
  fact: { name: 'PaidWorker' },
  column: (property) => ({ property, name: property, type: 'uuid', sealed: false }),
};
