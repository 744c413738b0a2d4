import { type RawBuilder, sql } from 'kysely';
import type { RowOf } from '../../../ledger/fact.ts';
import { versionsAt } from '../../../ledger/table.ts';
import type { SubgraphContext } from '../../context.ts';
import { codeName, recordFields } from '../../fields.ts';
import type { Resolvers } from '../../subgraph.ts';
import { submits } from '../../submission.ts';
import { Training, TrainingParticipant } from '../facts.ts';
import { between, equal, isOneOf, ofDivision } from '../filters.ts';
import { projectOf } from '../references.ts';
import { trainings } from './dataset.ts';

type Row = RowOf<typeof Training>;
type Participant = RowOf<typeof TrainingParticipant>;

interface Filter {
  readonly projectCode?: string | null;
  readonly division?: string | null;
  readonly kinds?: readonly string[] | null;
  readonly heldFrom?: string | null;
  readonly heldTo?: string | null;
}

const LATEST = [{ property: 'heldOn', descending: true }, { property: 'trainingNo' }];

export const trainingResolvers: Resolvers = {
  Query: {
    training: (_root, { id }, context) => context.one(Training, 'id', id),
    trainings: (_root, { filter, ...page }, context) =>
      context.store.reader(Training).page(context.session, {
        ...page,
        where: conditions(filter ?? {}),
        orderBy: LATEST,
      }),
  },
  Mutation: { submitTrainings: submits(trainings) },
  Project: {
    trainings: ({ code }, page, context) =>
      context.pageBelow(Training, 'projectCode', code, { ...page, question: 'all', orderBy: LATEST }),
  },
  MigrantWorker: {
    trainings: ({ id }, page, context) =>
      context.pageBelow(Training, 'id', id, {
        ...page,
        question: 'took part',
        link: tookPart(context),
        orderBy: LATEST,
      }),
  },
  Training: {
    __resolveReference: ({ id }, context) => context.one(Training, 'id', id),
    project: projectOf,
    kind: (row: Row) => codeName('training-types', row.kind),
    participants: (row: Row, page, context) =>
      context.pageBelow(TrainingParticipant, 'id', row.id, {
        ...page,
        question: 'of a training',
        link: OF_TRAINING,
        orderBy: [{ property: 'workerId' }],
      }),
    ...recordFields(Training),
  },
  TrainingParticipant: {
    __resolveReference: ({ id }, context) => context.one(TrainingParticipant, 'id', id),
    worker: (row: Participant) => ({ id: row.workerId }),
    ...recordFields(TrainingParticipant),
  },
};

/** A participant `t` of the training `k.key`; a natural key stays what it is in every version. */
const OF_TRAINING = sql`(t.project_code, t.training_no) = (
  select r.project_code, r.training_no from human_resources.training r where r.id = k.key)`;

/** A training `t` in which the worker `k.key` took part, at the instant that is asked about. */
const tookPart = ({ store, session }: SubgraphContext): RawBuilder<unknown> => sql`
  (t.project_code, t.training_no) in (
    select t.project_code, t.training_no from ${versionsAt(store.table(TrainingParticipant), session.asOf)}
     where t.worker_id = k.key and not t.withdrawn)`;

const conditions = ({ projectCode, division, kinds, heldFrom, heldTo }: Filter): RawBuilder<unknown>[] => [
  ...equal('project_code', projectCode),
  ...ofDivision(division),
  ...isOneOf('kind', kinds),
  ...between('held_on', heldFrom, heldTo),
];
