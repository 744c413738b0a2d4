import { type RawBuilder, sql } from 'kysely';
import type { RowOf } from '../../../ledger/fact.ts';
import { identifierForm } from '../../../ledger/submission/fields/index.ts';
import { recordFields } from '../../fields.ts';
import type { Resolvers } from '../../subgraph.ts';
import { divisionOf } from '../../../schema/divisions.ts';
import { nameContains, within } from '../projects/project-filter.ts';
import { Organisation } from './facts.ts';

type Row = RowOf<typeof Organisation>;

export const organisationResolvers: Resolvers = {
  Query: {
    organisation: (_root, { code }, context) => context.one(Organisation, 'code', identifierForm(code)),
    organisations: (_root, { filter, ...page }, context) =>
      context.store.reader(Organisation).page(context.session, {
        ...page,
        where: conditions(filter ?? {}),
        orderBy: [{ property: 'divisionCode' }, { property: 'code' }],
      }),
  },
  Organisation: {
    __resolveReference: ({ code }, context) => context.one(Organisation, 'code', code),
    division: (row: Row) => divisionOf(row.divisionCode),
    parent: (row: Row, _args, context) =>
      row.parentCode ? context.one(Organisation, 'code', row.parentCode) : null,
    subordinates: (row: Row, page, context) =>
      context.pageBelow(Organisation, 'parentCode', row.code, {
        ...page,
        question: 'all',
        orderBy: [{ property: 'code' }],
      }),
    ...recordFields(Organisation),
  },
};

interface Filter {
  readonly division?: string | null;
  readonly kinds?: readonly string[] | null;
  readonly levels?: readonly string[] | null;
  readonly sector?: string | null;
  readonly nameContains?: string | null;
}

function conditions(filter: Filter): RawBuilder<unknown>[] {
  const where: RawBuilder<unknown>[] = [];
  if (filter.division != null) where.push(within('t.division_code', filter.division));
  if (filter.kinds != null) where.push(sql`t.kind = any(${filter.kinds as string[]})`);
  if (filter.levels != null) where.push(sql`t.level = any(${filter.levels as string[]})`);
  if (filter.sector != null) where.push(sql`t.sector = ${filter.sector}`);
  if (filter.nameContains != null) where.push(nameContains(filter.nameContains));
  return where;
}
