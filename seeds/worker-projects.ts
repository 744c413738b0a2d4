import { sql } from 'kysely';
import { hubCaller } from '../kernel/caller.ts';
import type { Querier } from '../ledger/query.ts';
import { ref, versionsAt } from '../ledger/table.ts';
import { writeWorkerProjects } from '../subgraphs/banking/worker-projects/worker-project.ts';
import { PLACING, workerProjects } from '../subgraphs/provincial/worker-projects/worker-projects.ts';
import { Session } from '../subgraphs/session.ts';
import type { Store } from '../subgraphs/store.ts';

/** Records told at once: a province has millions. */
const AT_ONCE = 20_000;

/**
 * Tells banking in which projects workers are or were (务工项目), as following the provincial hub's changes would: a demo need not wait
 * for it, and a seed at scale has no changes.
 * @param db banking's
 */
export async function tellWorkerProjects(provincial: Store, db: Querier): Promise<void> {
  const session = new Session(provincial.pool, hubCaller('seed'), null);
  for (const { schema, table } of PLACING) {
    let last = NONE_BEFORE;
    for (let some: readonly { readonly id: string }[] = [{ id: last }]; some.length > 0; ) {
      const stated = await session.write(async (own) => {
        some = await own.rows<{ id: string }>(sql`
          select id from ${ref(schema, table)} where id > ${last}::uuid order by id limit ${AT_ONCE}`);
        const ids = some.map(({ id }) => id);
        return workerProjects(own, (fact) => versionsAt(provincial.table(fact), null), ids);
      });
      last = some.at(-1)?.id ?? last;
      await writeWorkerProjects(db, stated);
    }
  }
}

const NONE_BEFORE = '00000000-0000-0000-0000-000000000000';
