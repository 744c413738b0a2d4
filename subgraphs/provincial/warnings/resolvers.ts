import { type RawBuilder, sql } from 'kysely';
import { reads } from '../../asked-fields.ts';
import type { SubgraphContext } from '../../context.ts';
import { codeName, recordFields } from '../../fields.ts';
import { openWithin, projectsWithin } from '../../project-scope.ts';
import type { Resolvers } from '../../subgraph.ts';
import { EarlyWarning, Project } from '../facts.ts';


interface Filter {
  readonly division?: string | null;
  readonly categories?: readonly string[] | null;
  readonly levels?: readonly string[] | null;
  readonly states?: readonly string[] | null;
  readonly ruleCode?: string | null;
}

export const warningResolvers: Resolvers = {
  Query: {
    earlyWarnings: async (_root, { filter, ...page }, context) =>
      context.showPage(EarlyWarning, {
        ...page,
        where: await conditions(filter, context),
        orderBy: [{ property: 'raisedOn', descending: true }, { property: 'warningNo' }],
      }),
  },
  EarlyWarning: {
    __resolveReference: ({ id }, context) => context.showOne(EarlyWarning, 'id', id),
    project: reads(EarlyWarning, ['projectCode'], (row, _args, context) =>
      context.showOne(Project, 'projectCode', row.projectCode),
    ),
    rule: reads(EarlyWarning, ['ruleCode'], (row) => codeName('warning-rules', row.ruleCode)),
    ...recordFields(EarlyWarning),
  },
};

async function conditions(
  filter: Filter | null | undefined,
  context: SubgraphContext,
): Promise<RawBuilder<unknown>[]> {
  if (!filter) return [];
  const { division, categories, levels, states, ruleCode } = filter;
  const where: RawBuilder<unknown>[] = [];
  const isOpen = states != null && !states.includes('CLEARED');
  if (division)
    where.push(isOpen ? await openWithin(context, division) : projectsWithin('provincial', division));
  if (categories != null) where.push(sql`t.category = any(${categories as string[]})`);
  if (levels != null) where.push(sql`t.level = any(${levels as string[]})`);
  if (states != null) where.push(sql`t.state = any(${states as string[]})`);
  if (ruleCode != null) where.push(sql`t.rule_code = ${ruleCode}`);
  return where;
}
