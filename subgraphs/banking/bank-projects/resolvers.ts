import { BadInput } from '../../../kernel/refusals.ts';
import { fits } from '../../../ledger/fits.ts';
import { versionsAt } from '../../../ledger/table.ts';
import type { Resolvers } from '../../subgraph.ts';
import { bankProjects } from './bank-projects.ts';

const MOST_RECORDS = 1_000;

export const bankProjectResolvers: Resolvers = {
  Query: {
    bankProjects: (_root, { recordIds }: { readonly recordIds: readonly string[] }, { session, store }) => {
      if (recordIds.length > MOST_RECORDS) throw tooMany(recordIds.length);
      const rowsOf: Parameters<typeof bankProjects>[1] = (fact) =>
        versionsAt(store.table(fact), session.asOf);
      // An id of another form is nobody's.
      return bankProjects(
        session,
        rowsOf,
        recordIds.filter((id) => fits(id, 'uuid')),
      );
    },
  },
};

const tooMany = (came: number) =>
  new BadInput('TOO_MANY_RECORDS', 'too many records in one question', {
    path: ['recordIds'],
    expected: `at most ${MOST_RECORDS}`,
    came: String(came),
    remedy: 'ask for them in several questions',
  });
