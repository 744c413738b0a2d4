import { type RawBuilder, sql } from 'kysely';
import type { RowOf } from '../../../ledger/fact.ts';
import { type Page, type PageRequest, pageOf, walkOf } from '../../../ledger/page.ts';
import { COUNTED_AT_MOST, exactOr, plannedRows } from '../../../ledger/total.ts';
import type { SubgraphContext } from '../../context.ts';
import { projectsInReach } from '../../project-scope.ts';
import { MigrantWorker } from '../facts.ts';
import { type WorkerFilter, workerConditions } from './worker-filter.ts';

type Worker = RowOf<typeof MigrantWorker>;
type Paging = Omit<PageRequest, 'orderBy' | 'where'>;

const BY_ID = [{ property: 'workerId' }];

/**
 * A page of the workers within reach, by their ids. Row scope shows a worker who is engaged or registered in a project within
 * reach; asked of the workers, that would be looked at for each of millions. So the engagements and registrations within reach
 * are gone through in the order of their workers, and each worker is then seen under row scope as ever.
 */
export async function workersInReach(
  filter: WorkerFilter,
  page: Paging,
  context: SubgraphContext,
): Promise<Page<Worker>> {
  const { caller, session, store } = context;
  const where = workerConditions(filter, context);
  // The hub sees everybody, a worker one; named ids are few; and the past is judged by who is engaged now.
  if (caller.kind === 'HUB' || caller.kind === 'WORKER_APP' || filter.ids || session.asOf) {
    const own = caller.kind === 'WORKER_APP' ? [sql`t.worker_id = ${caller.worker ?? null}::uuid`] : [];
    const asked = { ...page, where: [...own, ...where], orderBy: BY_ID };
    return store.reader(MigrantWorker).page(session, asked);
  }
  const walk = walkOf(store.table(MigrantWorker), { ...page, orderBy: BY_ID });
  const codes = await projectsInReach(context);
  const beyond = walk.from
    ? sql`k.worker_id ${sql.raw(walk.backwards ? '<' : '>')} ${walk.from[0]}::uuid`
    : sql`true`;
  const way = sql.raw(walk.backwards ? 'desc' : 'asc');
  const some = (table: string) => sql`
    (${onSites(table, codes, [beyond], where)} order by k.worker_id ${way} limit ${walk.size + 1})`;
  const found = await session.rows<{ id: string }>(sql`
    select w.worker_id as id from (${eitherOf(some)}) w order by w.worker_id ${way} limit ${walk.size + 1}`);
  const rows = await Promise.all(
    found.map(async ({ id }) => (await context.one(MigrantWorker, 'workerId', id))!),
  );
  return pageOf(rows, walk, async () => {
    const all = (table: string) => onSites(table, codes, [], where);
    const [counted] = await session.rows<{ count: number }>(sql`
      select count(*)::integer as count from (
        ${eitherOf((table) => sql`(${all(table)} limit ${COUNTED_AT_MOST})`)} limit ${COUNTED_AT_MOST}) counted`);
    // Most workers of the one are those of the other.
    return exactOr(counted!.count, async () =>
      Math.max(await plannedRows(session, all(ENGAGED)), await plannedRows(session, all(REGISTERED))),
    );
  });
}

const ENGAGED = 'provincial.engagement';
const REGISTERED = 'provincial.real_name_registration';

const eitherOf = (arm: (table: string) => RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`${arm(ENGAGED)} union ${arm(REGISTERED)}`;

/** Workers whom row scope shows. "offset 0": each is looked up by the id, and not all of them joined. */
function onSites(
  table: string,
  codes: readonly string[] | null,
  more: readonly RawBuilder<unknown>[],
  where: readonly RawBuilder<unknown>[],
): RawBuilder<unknown> {
  const of = codes ? [sql`k.project_code = any(${codes}::text[])`] : [];
  return sql`
    select distinct k.worker_id from ${sql.ref(table)} k cross join lateral (
      select from provincial.migrant_worker t
       where t.worker_id = k.worker_id and ${sql.join([sql`not t.withdrawn`, ...where], sql` and `)} offset 0) seen
     where ${sql.join([sql`not k.withdrawn`, ...of, ...more], sql` and `)}`;
}
