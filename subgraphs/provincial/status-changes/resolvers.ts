import { type RawBuilder, sql } from 'kysely';
import type { RowOf } from '../../../ledger/fact.ts';
import { reads } from '../../asked-fields.ts';
import type { SubgraphContext } from '../../context.ts';
import { recordFields } from '../../fields.ts';
import { openWithin, projectsWithin } from '../../project-scope.ts';
import type { Resolvers } from '../../subgraph.ts';
import { Enterprise, Project } from '../facts.ts';
import { digestsOf } from '../../file-digests.ts';
import { statusOf } from '../projects/construction-status.ts';
import { statusChangeSubmission } from './application-submission.ts';
import { decideStatusChange, type DecisionOrder } from './decide.ts';
import { StatusChangeApplication, StatusChangeDecision } from './facts.ts';

type Application = RowOf<typeof StatusChangeApplication>;
type Decision = RowOf<typeof StatusChangeDecision>;

interface Filter {
  readonly division?: string | null;
  readonly projectCode?: string | null;
  readonly states?: readonly string[] | null;
  readonly appliedFrom?: string | null;
  readonly appliedTo?: string | null;
}

export const statusChangeResolvers: Resolvers = {
  Query: {
    statusChangeApplication: (_root, { id }, context) => context.showOne(StatusChangeApplication, 'id', id),
    statusChangeDecision: (_root, { id }, context) => context.showOne(StatusChangeDecision, 'id', id),
    statusChangeApplications: async (_root, { filter, ...page }, context) =>
      context.showPage(StatusChangeApplication, {
        ...page,
        where: await conditions(filter, context),
        orderBy: [{ property: 'appliedOn', descending: true }, { property: 'applicationNo' }],
      }),
  },
  Mutation: {
    decideStatusChange: async (_root, { input }: { input: DecisionOrder }, { session, store, caller }) => {
      const answer = await session.write((db) => decideStatusChange(store, db, caller, input));
      if (answer.__typename === 'StatusChangeDecided') store.nudge(statusChangeSubmission.name);
      return answer;
    },
  },
  StatusChangeApplication: {
    __resolveReference: ({ id }, context) => context.showOne(StatusChangeApplication, 'id', id),
    project: reads(StatusChangeApplication, ['projectCode'], (row, _args, context) =>
      context.showOne(Project, 'projectCode', row.projectCode),
    ),
    fromStatus: reads(StatusChangeApplication, ['fromStatus'], (row) => statusOf(row.fromStatus)),
    toStatus: reads(StatusChangeApplication, ['toStatus'], (row) => statusOf(row.toStatus)),
    proofs: reads(StatusChangeApplication, ['proofs'], (row) => digestsOf(row.proofs)),
    applicant: reads(StatusChangeApplication, ['applicantCode'], (row, _args, context) =>
      context.showOne(Enterprise, 'creditCode', row.applicantCode),
    ),
    state: async (row: Application, _args, context) => (await decisionOf(row, context))?.outcome ?? 'PENDING',
    decision: (row: Application, _args, context) => decisionOf(row, context),
    ...recordFields(StatusChangeApplication),
  },
  StatusChangeDecision: {
    __resolveReference: ({ id }, context) => context.showOne(StatusChangeDecision, 'id', id),
    fromStatus: (row: Decision) => statusOf(row.fromStatus),
    toStatus: (row: Decision) => statusOf(row.toStatus),
    ...recordFields(StatusChangeDecision),
  },
};

async function decisionOf(row: Application, context: SubgraphContext): Promise<Decision | null> {
  const decisions = await context.many(StatusChangeDecision, 'projectCode', row.projectCode);
  return decisions.find(({ applicationNo }) => applicationNo === row.applicationNo) ?? null;
}

async function conditions(
  filter: Filter | null | undefined,
  context: SubgraphContext,
): Promise<RawBuilder<unknown>[]> {
  const where: RawBuilder<unknown>[] = [];
  if (filter?.division != null) {
    const isOpen = filter.states?.every((one) => one === 'PENDING');
    where.push(
      isOpen ? await openWithin(context, filter.division) : projectsWithin('provincial', filter.division),
    );
  }
  if (filter?.projectCode != null) where.push(sql`t.project_code = ${filter.projectCode}`);
  if (filter?.appliedFrom != null) where.push(sql`t.applied_on >= ${filter.appliedFrom}::date`);
  if (filter?.appliedTo != null) where.push(sql`t.applied_on <= ${filter.appliedTo}::date`);
  if (filter?.states != null) {
    const { asOf } = context.session;
    where.push(sql`coalesce((select d.outcome from provincial.status_change_decision d
      where d.project_code = t.project_code and d.application_no = t.application_no
        and (${asOf}::timestamptz is null or d.recorded_at <= ${asOf})), 'PENDING') = any(${filter.states as string[]})`);
  }
  return where;
}
