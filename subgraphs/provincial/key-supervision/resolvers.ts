import { businessDateOf } from '../../../kernel/calendar.ts';
import type { RowOf } from '../../../ledger/fact.ts';
import type { SubgraphContext } from '../../context.ts';
import { recordFields } from '../../fields.ts';
import { projectsWithin } from '../../project-scope.ts';
import type { Resolvers } from '../../subgraph.ts';
import { Project } from '../facts.ts';
import { sql } from 'kysely';
import { KeySupervisionMark } from './facts.ts';

type Mark = RowOf<typeof KeySupervisionMark>;

const LATEST_START = [{ property: 'startsOn', descending: true }];

export const keySupervisionResolvers: Resolvers = {
  Query: {
    keySupervisionMark: (_root, { id }, context) => context.one(KeySupervisionMark, 'id', id),
    keySupervisionMarks: (_root, { filter, ...page }, context) =>
      context.store.reader(KeySupervisionMark).page(context.session, {
        ...page,
        where: [
          ...(filter?.division != null ? [projectsWithin('provincial', filter.division)] : []),
          ...(filter?.projectCode != null ? [sql`t.project_code = ${filter.projectCode}`] : []),
          ...(filter?.inForceOn
            ? [
                sql`t.starts_on <= ${filter.inForceOn}::date and (t.ends_on is null or t.ends_on >= ${filter.inForceOn}::date)`,
              ]
            : []),
        ],
        orderBy: [...LATEST_START, { property: 'projectCode' }],
      }),
  },
  KeySupervisionMark: {
    __resolveReference: ({ id }, context) => context.one(KeySupervisionMark, 'id', id),
    project: (row: Mark, _args, context) => context.one(Project, 'projectCode', row.projectCode),
    isInForce: (row: Mark, _args, context) => isInForce(row, context),
    ...recordFields(KeySupervisionMark),
  },
};

/** A project's times of key supervision, the latest first. */
export const marksOf = (projectCode: string, context: SubgraphContext): Promise<Mark[]> =>
  context.many(KeySupervisionMark, 'projectCode', projectCode, LATEST_START);

/** Whether a project is under key supervision on the day that is asked about: by a mark, or by its filing of old. */
export async function isUnderKeySupervision(
  row: RowOf<typeof Project>,
  context: SubgraphContext,
): Promise<boolean> {
  if (row.isUnderKeySupervision) return true;
  return (await marksOf(row.projectCode, context)).some((mark) => isInForce(mark, context));
}

function isInForce({ startsOn, endsOn }: Mark, { now }: SubgraphContext): boolean {
  const today = businessDateOf(now);
  return startsOn <= today && (!endsOn || today <= endsOn);
}
