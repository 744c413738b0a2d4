import { type RawBuilder, sql } from 'kysely';
import type { RowOf } from '../../../ledger/fact.ts';
import { codeName, recordFields } from '../../fields.ts';
import type { Resolvers } from '../../subgraph.ts';
import { DoubtfulDataCase, MigrantWorker, Project } from '../facts.ts';
import { within } from '../projects/project-filter.ts';

type Row = RowOf<typeof DoubtfulDataCase>;

interface Filter {
  readonly division?: string | null;
  readonly states?: readonly string[] | null;
  readonly kindCode?: string | null;
}

export const doubtfulDataResolvers: Resolvers = {
  Query: {
    doubtfulDataCase: (_root, { id }, context) => context.one(DoubtfulDataCase, 'id', id),
    doubtfulDataCases: (_root, { filter, ...page }, context) =>
      context.store.reader(DoubtfulDataCase).page(context.session, {
        ...page,
        where: conditions(filter),
        orderBy: [{ property: 'issuedOn', descending: true }, { property: 'externalNo' }],
      }),
  },
  DoubtfulDataCase: {
    __resolveReference: ({ id }, context) => context.one(DoubtfulDataCase, 'id', id),
    kind: (row: Row) => codeName('doubtful-kinds', row.kindCode),
    project: (row: Row, _args, context) =>
      row.projectCode ? context.one(Project, 'projectCode', row.projectCode) : null,
    worker: (row: Row, _args, context) =>
      row.workerId ? context.one(MigrantWorker, 'workerId', row.workerId) : null,
    ...recordFields(DoubtfulDataCase),
  },
};

function conditions(filter: Filter | null | undefined): RawBuilder<unknown>[] {
  const where: RawBuilder<unknown>[] = [];
  if (filter?.division) where.push(within('t.division_code', filter.division));
  if (filter?.states) where.push(sql`t.state = any(${filter.states as string[]})`);
  if (filter?.kindCode) where.push(sql`t.kind_code = ${filter.kindCode}`);
  return where;
}
