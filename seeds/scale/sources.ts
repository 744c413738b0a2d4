import { sql } from 'kysely';
import type { BusinessDate } from '../../kernel/calendar.ts';
import { hubCaller } from '../../kernel/caller.ts';
import { stepDone } from '../../ledger/installation-step.ts';
import { ref } from '../../ledger/table.ts';
import { Session } from '../../subgraphs/session.ts';
import type { Store } from '../../subgraphs/store.ts';
import { stateCompleteness } from '../completeness.ts';

/**
 * Notes which sources state what of each project (项目数据来源), as their submissions would, and lets each say that it is complete to
 * the morning of the day, so that the hub may judge what is not there.
 */
export async function stateSources(store: Store, work: string, day: BusinessDate, now: Date): Promise<void> {
  const dated = store.datasets.filter(({ fact }) =>
    store.table(fact).columns.some(({ property }) => property === 'projectCode'),
  );
  await new Session(store.pool, hubCaller('seed'), null).write(async (db) => {
    for (const { name, fact } of dated) {
      // All punches are of one source; reading them for it would take longer than writing them did.
      const stated = fact.monthly
        ? sql`select project_code, 'scale-gates' as source_system from ${ref(store.databaseSchema, 'project_scope')}`
        : sql`select distinct project_code, source_system from ${ref(fact.schema, fact.table)} where project_code is not null`;
      await db.rows(sql`
        insert into ${ref(store.databaseSchema, 'project_source')} (project_code, dataset, source_system)
        select project_code, ${name}::text, source_system from (${stated}) stated on conflict do nothing`);
    }
    await stepDone(db, work, `sources ${store.name}`, String(dated.length), now);
  });
  await stateCompleteness(store, day, null);
}
