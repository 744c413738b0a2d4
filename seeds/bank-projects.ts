import { hubCaller } from '../kernel/caller.ts';
import type { Querier } from '../ledger/query.ts';
import { versionsAt } from '../ledger/table.ts';
import { bankProjects } from '../subgraphs/banking/bank-projects/bank-projects.ts';
import { writeBankProjects } from '../subgraphs/provincial/bank-projects/bank-project.ts';
import { Session } from '../subgraphs/session.ts';
import type { Store } from '../subgraphs/store.ts';

/**
 * Tells the provincial hub for which projects banks keep or have issued something (银行经办项目), as following banking's changes
 * would: a demo need not wait for it, and a seed at scale has no changes.
 * @param db the provincial hub's
 */
export async function tellBankProjects(banking: Store, db: Querier): Promise<void> {
  const stated = await new Session(banking.pool, hubCaller('seed'), null).write((own) =>
    bankProjects(own, (fact) => versionsAt(banking.table(fact), null), null),
  );
  await writeBankProjects(db, stated);
}
