import { type RawBuilder, sql } from 'kysely';
import type { RowOf } from '../../../ledger/fact.ts';
import { codeName, recordFields } from '../../fields.ts';
import type { Resolvers } from '../../subgraph.ts';
import { EarlyWarning, Project } from '../facts.ts';
import { within } from '../projects/project-filter.ts';

type Row = RowOf<typeof EarlyWarning>;

interface Filter {
  readonly division?: string | null;
  readonly categories?: readonly string[] | null;
  readonly levels?: readonly string[] | null;
  readonly states?: readonly string[] | null;
  readonly ruleCode?: string | null;
}

export const warningResolvers: Resolvers = {
  Query: {
    earlyWarnings: (_root, { filter, ...page }, context) =>
      context.store.reader(EarlyWarning).page(context.session, {
        ...page,
        where: conditions(filter),
        orderBy: [{ property: 'raisedOn', descending: true }, { property: 'warningNo' }],
      }),
  },
  EarlyWarning: {
    __resolveReference: ({ id }, context) => context.one(EarlyWarning, 'id', id),
    project: (row: Row, _args, context) => context.one(Project, 'projectCode', row.projectCode),
    rule: (row: Row) => codeName('warning-rules', row.ruleCode),
    ...recordFields(EarlyWarning),
  },
};

function conditions(filter: Filter | null | undefined): RawBuilder<unknown>[] {
  if (!filter) return [];
  const where: RawBuilder<unknown>[] = [];
  if (filter.division) {
    where.push(sql`exists (select 1 from provincial.project_scope s
      where s.project_code = t.project_code and ${within('s.division_code', filter.division)})`);
  }
  if (filter.categories) where.push(sql`t.category = any(${filter.categories as string[]})`);
  if (filter.levels) where.push(sql`t.level = any(${filter.levels as string[]})`);
  if (filter.states) where.push(sql`t.state = any(${filter.states as string[]})`);
  if (filter.ruleCode) where.push(sql`t.rule_code = ${filter.ruleCode}`);
  return where;
}
