import { sql } from 'kysely';
import { businessDateOf } from '../../../kernel/calendar.ts';
import type { Caller, Sector } from '../../../kernel/caller.ts';
import { newRecordId } from '../../../kernel/record-id.ts';
import type { Fact, RowOf } from '../../../ledger/fact.ts';
import { keyIn } from '../../../ledger/fits.ts';
import type { Querier } from '../../../ledger/query.ts';
import type { WrittenVerdict } from '../../../ledger/record-writer.ts';
import { keepAct } from '../../../ledger/submission/keep-act.ts';
import { plainContent } from '../../../ledger/submission/plain-content.ts';
import type { Store } from '../../store.ts';
import { readReason } from '../doubtful-data/read-order.ts';
import { Project } from '../facts.ts';
import { projectSubmission } from '../projects/project-submission.ts';
import { statusChangeSubmission } from './application-submission.ts';
import { StatusChangeApplication, StatusChangeDecision } from './facts.ts';
import { refusalAnswer, type RefusalAnswer } from './refusals.ts';
import { isOutdated, refusalOf, type Subject } from './rules/decide-change.ts';

type ApplicationRow = RowOf<typeof StatusChangeApplication>;
type ProjectRow = RowOf<typeof Project>;
type DecisionRow = RowOf<typeof StatusChangeDecision>;

/** What a department decides of an application (审批请求). */
export interface DecisionOrder {
  readonly applicationId: string;
  readonly expectedVersion: number;
  readonly outcome: 'APPROVED' | 'REFUSED';
  readonly reason: string;
}

export type DecisionAnswer =
  | {
      readonly __typename: 'StatusChangeDecided';
      readonly application: ApplicationRow;
      readonly decision: DecisionRow;
    }
  | RefusalAnswer;

/**
 * Decides an application, or says why not: the decision, its place in the order and, where it approves, the project's next
 * version are one transaction. Who comes second waits for the application's row, and finds it decided.
 * @param db a writing transaction, which sees every project: what the caller may see and do is decided here
 */
export async function decideStatusChange(
  store: Store,
  db: Querier,
  caller: Caller,
  order: DecisionOrder,
): Promise<DecisionAnswer> {
  const reason = readReason(order.reason, businessDateOf(store.clock.now()))!;
  const found = await locked(store, db, order.applicationId);
  const subject = found && subjectOf(found);
  const refused = refusalOf(subject, caller, { expectedVersion: order.expectedVersion, reason });
  if (refused !== null) return refusalAnswer(refused, order, subject);
  const { application, project } = found!;
  if (order.outcome === 'APPROVED' && isOutdated(subject!))
    return refusalAnswer(
      { kind: 'TransitionRefused', state: subject!.projectStatus, allowed: ['REFUSED'] },
      order,
      subject,
    );
  const now = store.clock.now();
  const receiptId = newRecordId(now, store.random);
  const terms: Terms = { store, db, caller, now, receiptId };
  const moved = order.outcome === 'APPROVED' ? await moveProject(terms, project, application.toStatus) : null;
  const written = await write(terms, StatusChangeDecision, 'ACCEPTED', {
    content: {
      projectCode: application.projectCode,
      applicationNo: application.applicationNo,
      outcome: order.outcome,
      fromStatus: application.fromStatus,
      toStatus: application.toStatus,
      reason,
      organisation: caller.organisation,
      person: caller.person ?? null,
      decidedOn: businessDateOf(now),
      projectVersion: moved?.version ?? null,
    },
    sourceSystem: store.name,
    sourceVersion: 1n,
  });
  const { projectCode } = application;
  // More is known of the application than before; the decision itself is read there.
  const decided = {
    dataset: statusChangeSubmission.name,
    recordId: application.id,
    version: application.version,
    projectCode,
    commitment: written.commitment,
  };
  const { commitment = null, version = 0 } = moved ?? {};
  const changed = { dataset: projectSubmission.name, recordId: project.id, version, projectCode, commitment };
  await keepAct(db, store.ledger, caller, {
    operation: 'decideStatusChange',
    receiptId,
    at: now,
    order: { ...order, reason },
    reason,
    touched: moved ? [decided, changed] : [decided],
  });
  const decision = await decisionOf(store, db, application);
  return { __typename: 'StatusChangeDecided', application, decision: decision! };
}

interface Found {
  readonly application: ApplicationRow;
  readonly project: ProjectRow;
  readonly decision: DecisionRow | null;
}

async function locked(store: Store, db: Querier, applicationId: string): Promise<Found | null> {
  const id = keyIn('uuid', applicationId);
  if (id === null) return null;
  await db.rows(sql`select from provincial.status_change_application where id = ${id} for update`);
  const application = await one(store, db, StatusChangeApplication, 'id', id);
  if (application === null) return null;
  const code = application.projectCode;
  await db.rows(sql`select from provincial.project where project_code = ${code} for update`);
  const project = await one(store, db, Project, 'projectCode', code);
  return project && { application, project, decision: await decisionOf(store, db, application) };
}

async function one<F extends Fact>(
  store: Store,
  db: Querier,
  fact: F,
  property: string,
  key: string,
): Promise<RowOf<F> | null> {
  return (await store.reader(fact).byKeys(db, property, [key])).get(key)?.[0] ?? null;
}

async function decisionOf(
  store: Store,
  db: Querier,
  { projectCode, applicationNo }: ApplicationRow,
): Promise<DecisionRow | null> {
  const of = await store.reader(StatusChangeDecision).byKeys(db, 'projectCode', [projectCode]);
  return of.get(projectCode)?.find((decision) => decision.applicationNo === applicationNo) ?? null;
}

const subjectOf = ({ application, project, decision }: Found): Subject => ({
  version: application.version,
  fromStatus: application.fromStatus,
  decided: decision === null ? null : (decision.outcome as Subject['decided']),
  projectCode: project.projectCode,
  projectStatus: project.constructionStatus,
  sector: project.sector as Sector,
  divisionCode: project.divisionCode,
});

interface Terms {
  readonly store: Store;
  readonly db: Querier;
  readonly caller: Caller;
  readonly now: Date;
  readonly receiptId: string;
}

/** The project's next version; its other facts stay its source's. */
async function moveProject(terms: Terms, row: ProjectRow, status: string): Promise<WrittenVerdict> {
  const { store } = terms;
  // Sealed columns are bound to their record, and are sealed anew.
  const content = plainContent(store, store.table(Project), row as unknown as Record<string, unknown>);
  return write(terms, Project, 'CORRECTED', {
    content: { ...content, constructionStatus: status },
    sourceSystem: row.sourceSystem,
    sourceVersion: row.sourceVersion + 1n,
  });
}

interface ToWrite {
  readonly content: Readonly<Record<string, unknown>>;
  readonly sourceSystem: string;
  readonly sourceVersion: bigint;
}

async function write(terms: Terms, fact: Fact, expected: string, stated: ToWrite): Promise<WrittenVerdict> {
  const { store, db, caller, now, receiptId } = terms;
  const { content, sourceSystem, sourceVersion } = stated;
  const [verdict] = await store.writer(fact).write(db, [{ content, occurredAt: now, sourceVersion }], {
    sourceSystem,
    receiptId,
    receivedAt: now,
    assurance: caller.assurance === 'SIGNED' ? 'SENDER_SIGNED' : 'UNSIGNED',
  });
  if (verdict?.outcome !== expected)
    throw new Error(`a decision made no version of ${fact.name} (${verdict?.outcome} ${verdict?.code})`);
  return verdict;
}
