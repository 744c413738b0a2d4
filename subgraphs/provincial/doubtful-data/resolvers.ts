import { type RawBuilder, sql } from 'kysely';
import { listedHolidays } from '../../../kernel/calendar.ts';
import type { Sector } from '../../../kernel/caller.ts';
import type { RowOf } from '../../../ledger/fact.ts';
import { reads } from '../../asked-fields.ts';
import { codeName, recordFields } from '../../fields.ts';
import type { Resolver, Resolvers } from '../../subgraph.ts';
import { parseInstant } from '../../../schema/instant.ts';
import type { SubgraphContext } from '../../context.ts';
import { DoubtfulDataCase, MigrantWorker, Project } from '../facts.ts';
import { within } from '../projects/project-filter.ts';
import { attestorOf } from './attestor.ts';
import { type Move, movesOf } from './case-moves.ts';
import { type DoubtfulBatch, ingestBatch } from './ingest-batch.ts';
import { moveCase, type MoveOrder, SUBJECT, subjectOf } from './move-case.ts';
import { conclusions } from './results.ts';
import { allowedActions } from './rules/decide-move.ts';
import { isLimitProvisional, type LimitedCase } from './rules/limits.ts';
import { verifyChain } from './rules/move.ts';
import { suggestedAssignee } from './rules/routing.ts';

type Row = RowOf<typeof DoubtfulDataCase>;

interface Filter {
  readonly division?: string | null;
  readonly states?: readonly string[] | null;
  readonly kindCode?: string | null;
}

export const doubtfulDataResolvers: Resolvers = {
  Query: {
    doubtfulDataCase: (_root, { id }, context) => context.showOne(DoubtfulDataCase, 'id', id),
    doubtfulDataCases: (_root, { filter, ...page }, context) =>
      context.showPage(DoubtfulDataCase, {
        ...page,
        where: conditions(filter),
        orderBy: [{ property: 'issuedOn', descending: true }, { property: 'externalNo' }],
      }),
    doubtfulDataResults: (_root, asked, context) => conclusions(context.session, asked),
  },
  Mutation: {
    ingestDoubtfulBatch: (_root, { batch }: { batch: DoubtfulBatch }, { session, store, caller }) =>
      session.write((db) => ingestBatch(store, db, caller, batch)),
    receiveDoubtfulData: step('RECEIVE'),
    assignDoubtfulData: step('ASSIGN'),
    startVerification: step('START_VERIFICATION'),
    concludeVerification: step('CONCLUDE_VERIFICATION'),
    returnDoubtfulData: step('RETURN'),
    reassignDoubtfulData: step('REASSIGN'),
  },
  DoubtfulDataCase: {
    __resolveReference: ({ id }, context) => context.showOne(DoubtfulDataCase, 'id', id),
    kind: reads(DoubtfulDataCase, ['kindCode'], (row) => codeName('doubtful-kinds', row.kindCode)),
    project: reads(DoubtfulDataCase, ['projectCode'], (row, _args, context) =>
      row.projectCode ? context.showOne(Project, 'projectCode', row.projectCode) : null,
    ),
    worker: reads(DoubtfulDataCase, ['workerId'], (row, _args, context) =>
      row.workerId ? context.showOne(MigrantWorker, 'workerId', row.workerId) : null,
    ),
    isDueOnProvisional: (row: Row) => isLimitProvisional(row as unknown as LimitedCase, listedHolidays),
    suggestedAssignee: reads(DoubtfulDataCase, ['kindCode', 'sector', 'divisionCode', 'bankCode'], (row) =>
      suggestedAssignee({
        kindCode: row.kindCode,
        sector: row.sector as Sector,
        divisionCode: row.divisionCode,
        bankCode: row.bankCode ?? null,
      }),
    ),
    allowedActions: reads(DoubtfulDataCase, SUBJECT, (row, _args, { caller }) =>
      allowedActions(subjectOf(row), caller),
    ),
    history: reads(DoubtfulDataCase, ['id'], (row, _args, context) => historyOf(row.id, context)),
    ...recordFields(DoubtfulDataCase),
  },
  // Kept as the text that is in the hash.
  DoubtfulDataMove: { at: (move: Move) => parseInstant(move.at) },
  DoubtfulDataHistory: {
    isIntact: ({ caseId, moves }: History, _args, { store }) => {
      const { keyId, publicKey } = attestorOf(store.keyring);
      return verifyChain(caseId, moves, { [keyId]: publicKey }) === null;
    },
    keys: (_history, _args, { store }) => {
      const { keyId, publicKey } = attestorOf(store.keyring);
      return [{ id: keyId, publicKey, owner: '枢纽 hub' }];
    },
  },
};

/** The mutation of one step: its input is the order. */
function step(event: MoveOrder['event']): Resolver {
  return (_root, { input }: { input: Omit<MoveOrder, 'event'> }, { session, store, caller }) =>
    session.write((db) => moveCase(store, db, caller, { ...input, event }));
}

interface History {
  readonly caseId: string;
  readonly moves: readonly Move[];
}

async function historyOf(caseId: string, context: SubgraphContext): Promise<History> {
  const moves = await context
    .loader<string, Move[]>('doubtful data moves', async (ids) => {
      const found = await movesOf(context.session, ids);
      return ids.map((id) => found.filter((move) => move.caseId === id));
    })
    .load(caseId);
  return { caseId, moves };
}

function conditions(filter: Filter | null | undefined): RawBuilder<unknown>[] {
  const where: RawBuilder<unknown>[] = [];
  if (filter?.division != null) where.push(within('t.division_code', filter.division));
  if (filter?.states != null) where.push(sql`t.state = any(${filter.states as string[]})`);
  if (filter?.kindCode != null) where.push(sql`t.kind_code = ${filter.kindCode}`);
  return where;
}
