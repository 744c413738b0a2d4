import type { RawBuilder } from 'kysely';
import { BadInput } from '../kernel/refusals.ts';
import type { Fact } from '../ledger/fact.ts';
import { fits } from '../ledger/fits.ts';
import type { Querier } from '../ledger/query.ts';
import { versionsAt } from '../ledger/table.ts';
import type { Resolver } from './subgraph.ts';

const MOST_RECORDS = 1_000;

/**
 * A question of another department that follows changes and asks what stands of the records in them (按记录编号查询), by the hub's ids.
 * @throws BadInput `TOO_MANY_RECORDS`
 * @param find what is found of the records, of facts as they were at the instant that is asked about, under the alias `t`
 */
export const recordsAsked =
  (
    find: (
      db: Querier,
      rowsOf: (fact: Fact) => RawBuilder<unknown>,
      recordIds: readonly string[],
    ) => Promise<unknown>,
  ): Resolver =>
  (_root, { recordIds }: { readonly recordIds: readonly string[] }, { session, store }) => {
    if (recordIds.length > MOST_RECORDS) throw tooMany(recordIds.length);
    const rowsOf = (fact: Fact) => versionsAt(store.table(fact), session.asOf);
    // An id of another form is nobody's.
    const ids = recordIds.filter((id) => fits(id, 'uuid'));
    return find(session, rowsOf, ids);
  };

const tooMany = (came: number) =>
  new BadInput('TOO_MANY_RECORDS', 'too many records in one question', {
    path: ['recordIds'],
    expected: `at most ${MOST_RECORDS}`,
    came: String(came),
    remedy: 'ask for them in several questions',
  });
