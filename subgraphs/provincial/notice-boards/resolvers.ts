import { type RawBuilder, sql } from 'kysely';
import type { RowOf } from '../../../ledger/fact.ts';
import { recordFields } from '../../fields.ts';
import { projectsWithin } from '../../project-scope.ts';
import type { Resolvers } from '../../subgraph.ts';
import { Enterprise, Project } from '../facts.ts';
import { digestsOf } from '../../file-digests.ts';
import { isComplete } from './board-submission.ts';
import { NoArrearsCommitment, NoticeBoard } from './facts.ts';

type Board = RowOf<typeof NoticeBoard>;
type Commitment = RowOf<typeof NoArrearsCommitment>;

export const noticeBoardResolvers: Resolvers = {
  Query: {
    noticeBoard: (_root, { id }, context) => context.one(NoticeBoard, 'id', id),
    noticeBoards: (_root, { filter, ...page }, context) =>
      context.store.reader(NoticeBoard).page(context.session, {
        ...page,
        where: [
          ...ofProjects(filter),
          ...(filter?.isComplete == null ? [] : [filter.isComplete ? COMPLETE : sql`not (${COMPLETE})`]),
        ],
        orderBy: [{ property: 'postedOn', descending: true }, { property: 'boardNo' }],
      }),
    noArrearsCommitment: (_root, { id }, context) => context.one(NoArrearsCommitment, 'id', id),
    noArrearsCommitments: (_root, { filter, ...page }, context) =>
      context.store.reader(NoArrearsCommitment).page(context.session, {
        ...page,
        where: ofProjects(filter),
        orderBy: [{ property: 'signedOn', descending: true }, { property: 'projectCode' }],
      }),
  },
  Enterprise: {
    noArrearsCommitments: (row: RowOf<typeof Enterprise>, page, context) =>
      context.pageBelow(NoArrearsCommitment, 'enterpriseCode', row.creditCode, {
        ...page,
        question: 'all',
        orderBy: [{ property: 'signedOn', descending: true }],
      }),
  },
  NoticeBoard: {
    __resolveReference: ({ id }, context) => context.one(NoticeBoard, 'id', id),
    project: (row: Board, _args, context) => context.one(Project, 'projectCode', row.projectCode),
    pictures: (row: Board) => digestsOf(row.pictures),
    isComplete: (row: Board) => isComplete(row),
    ...recordFields(NoticeBoard),
  },
  NoArrearsCommitment: {
    __resolveReference: ({ id }, context) => context.one(NoArrearsCommitment, 'id', id),
    project: (row: Commitment, _args, context) => context.one(Project, 'projectCode', row.projectCode),
    enterprise: (row: Commitment, _args, context) =>
      context.one(Enterprise, 'creditCode', row.enterpriseCode),
    ...recordFields(NoArrearsCommitment),
  },
};

const COMPLETE = sql`t.shows_parties and t.shows_wage_terms and t.shows_complaint_channels`;

const ofProjects = (
  filter: { readonly division?: string | null; readonly projectCode?: string | null } | null | undefined,
): RawBuilder<unknown>[] => [
  ...(filter?.division != null ? [projectsWithin('provincial', filter.division)] : []),
  ...(filter?.projectCode != null ? [sql`t.project_code = ${filter.projectCode}`] : []),
];
