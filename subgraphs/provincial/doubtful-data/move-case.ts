import { sql } from 'kysely';
import { businessDateOf, type BusinessDate, listedHolidays } from '../../../kernel/calendar.ts';
import type { Caller } from '../../../kernel/caller.ts';
import type { RowOf } from '../../../ledger/fact.ts';
import { keyIn } from '../../../ledger/fits.ts';
import type { Querier } from '../../../ledger/query.ts';
import type { Store } from '../../store.ts';
import { DoubtfulDataCase } from '../facts.ts';
import { appendMoves, chained, type Evidence, lastMove, type Move } from './case-moves.ts';
import { chosenAssignee, readReason, refuseBadEvidence } from './read-order.ts';
import { refusalAnswer, type RefusalAnswer } from './refusals.ts';
import type { CaseEvent, CaseState } from './rules/case-workflow.ts';
import { decideMove, type Subject } from './rules/decide-move.ts';
import { type DueBasis, limitAfter } from './rules/limits.ts';

export type CaseRow = RowOf<typeof DoubtfulDataCase>;

/** One step that a caller asks for (办理请求). */
export interface MoveOrder {
  readonly event: CaseEvent;
  readonly caseId: string;
  readonly expectedVersion: number;
  readonly assignee?: string | null;
  readonly result?: string;
  readonly reason?: string;
  readonly evidence?: readonly Evidence[];
}

export type MoveAnswer =
  | { readonly __typename: 'DoubtfulDataMoved'; readonly case: CaseRow; readonly move: Move }
  | RefusalAnswer;

/**
 * Takes one step of a case, or says why not: the case's next version and the step in its chain are one transaction.
 * Who comes second waits for the row, finds another version, and is told so.
 * @param db a writing transaction, which sees every case: what the caller may see and do is decided here
 * @throws BadInput for an assignee who cannot see the case, and for texts that are none
 */
export async function moveCase(
  store: Store,
  db: Querier,
  caller: Caller,
  order: MoveOrder,
): Promise<MoveAnswer> {
  const { event, expectedVersion } = order;
  const today = businessDateOf(store.clock.now());
  const reason = readReason(order.reason, today);
  refuseBadEvidence(order.evidence, today);
  const row = await lockedCase(store, db, order.caseId);
  const subject = row && subjectOf(row);
  const decision = decideMove(subject, caller, {
    event,
    expectedVersion,
    ...(reason !== undefined && { reason }),
    ...(order.evidence && { evidenceCount: order.evidence.length }),
  });
  if ('refused' in decision || row === null || subject === null) {
    const refused = 'refused' in decision ? decision.refused : ({ kind: 'NothingFound' } as const);
    return refusalAnswer(refused, { event, expectedVersion, caller, subject });
  }
  const now = store.clock.now();
  const changes = {
    state: decision.to,
    assignee: assigneeAfter(order, subject, row),
    verificationResult: order.result ?? row.verificationResult ?? null,
    ...limitOf(row, subject.state, decision.to, order.result, businessDateOf(now)),
  };
  const step = {
    caseId: row.id,
    event,
    from: subject.state,
    to: decision.to,
    assignee: changes.assignee,
    result: changes.verificationResult,
    reason: reason ?? null,
    evidence: order.evidence ?? [],
    payload: payloadOf(order, reason),
  };
  const move = chained(store, caller, now, step, await lastMove(db, row.id));
  await writeVersion(store, db, row, changes, move, now, caller);
  await appendMoves(db, [move]);
  return { __typename: 'DoubtfulDataMoved', case: (await readCase(store, db, row.id))!, move };
}

/** The case as the rules see it. */
/** What decides on a case's next step. */
export const SUBJECT = [
  'state',
  'verificationResult',
  'sector',
  'divisionCode',
  'projectCode',
  'assignee',
  'version',
] as const;

export const subjectOf = (row: Pick<CaseRow, (typeof SUBJECT)[number]>): Subject => ({
  state: row.state as CaseState,
  verificationResult: row.verificationResult ?? null,
  sector: row.sector as Subject['sector'],
  divisionCode: row.divisionCode,
  projectCode: row.projectCode ?? null,
  assignee: row.assignee ?? null,
  version: row.version,
});

async function lockedCase(store: Store, db: Querier, caseId: string): Promise<CaseRow | null> {
  const id = keyIn('uuid', caseId);
  if (id === null) return null;
  await db.rows(sql`select from provincial.doubtful_data_case where id = ${id} for update`);
  return readCase(store, db, id);
}

const readCase = async (store: Store, db: Querier, id: string): Promise<CaseRow | null> =>
  (await store.reader(DoubtfulDataCase).byKeys(db, 'id', [id])).get(id)?.[0] ?? null;

function assigneeAfter({ event, assignee }: MoveOrder, subject: Subject, row: CaseRow): string | null {
  if (event === 'RETURN') return null;
  if (event !== 'ASSIGN' && event !== 'REASSIGN') return subject.assignee;
  return chosenAssignee(assignee ?? null, subject, row);
}

function limitOf(
  row: CaseRow,
  from: CaseState,
  to: CaseState,
  result: string | undefined,
  today: BusinessDate,
) {
  const limit = { dueOn: row.dueOn as BusinessDate | null, dueBasis: row.dueBasis as DueBasis | null };
  return limitAfter(limit, { from, to, isUntrue: result === 'UNTRUE', today }, listedHolidays);
}

/** What was stated with the step: the input of its mutation without what only says which version was read. */
function payloadOf(
  { event, caseId, assignee, result, evidence }: MoveOrder,
  reason: string | undefined,
): object {
  return { event, caseId, assignee: assignee ?? undefined, result, reason, evidence };
}

/** The case's next version. Its facts stay its source's; what is new is where it stands, and the chain says who did it. */
async function writeVersion(
  store: Store,
  db: Querier,
  row: CaseRow,
  changes: Readonly<Record<string, unknown>>,
  move: Move,
  now: Date,
  caller: Caller,
): Promise<void> {
  const standing = row as unknown as Record<string, unknown>;
  const content = Object.fromEntries(
    store.table(DoubtfulDataCase).content.map(({ property }) => [property, standing[property]]),
  );
  const [verdict] = await store
    .writer(DoubtfulDataCase)
    .write(
      db,
      [{ content: { ...content, ...changes }, occurredAt: now, sourceVersion: row.sourceVersion + 1n }],
      {
        sourceSystem: row.sourceSystem,
        receiptId: move.id,
        receivedAt: now,
        assurance: caller.assurance === 'SIGNED' ? 'SENDER_SIGNED' : 'UNSIGNED',
      },
    );
  if (verdict?.outcome !== 'CORRECTED')
    throw new Error(`a step of a case made no version of it (${verdict?.outcome} ${verdict?.code})`);
}
