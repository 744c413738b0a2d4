import { BadInput } from '../../../kernel/refusals.ts';
import { fits } from '../../../ledger/fits.ts';
import { versionsAt } from '../../../ledger/table.ts';
import type { Resolvers } from '../../subgraph.ts';
import { workerProjects } from './worker-projects.ts';

const MOST_RECORDS = 1_000;

export const workerProjectResolvers: Resolvers = {
  Query: {
    workerProjects: (_root, { recordIds }: { readonly recordIds: readonly string[] }, { session, store }) => {
      if (recordIds.length > MOST_RECORDS) throw tooMany(recordIds.length);
      const rowsOf: Parameters<typeof workerProjects>[1] = (fact) =>
        versionsAt(store.table(fact), session.asOf);
      // An id of another form is nobody's.
      return workerProjects(
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
