import { sql } from 'kysely';
import type { Caller } from '../../kernel/caller.ts';
import { BadInput } from '../../kernel/refusals.ts';
import { arrayLiteral } from '../array-literals.ts';
import type { Querier } from '../query.ts';
import { ref } from '../table.ts';
import type { SubmissionVerdict } from './candidate.ts';
import { clientOf } from './envelope.ts';
import { leafHash } from './leaf.ts';
import { inFlight, keyReused } from './not-stored.ts';
import type { Receipt } from './receipt.ts';
import type { LedgerRoom } from './room.ts';
import { statedProjects } from './project-sources.ts';
import { openVerdicts, packVerdicts, type StoredVerdict } from './stored-verdicts.ts';

/** What the hub knows of submissions before it looks at their records; they are of one sender and one source system. */
export interface Known {
  /** One for each key, in their order. */
  readonly keys: readonly KnownKey[];
  /** The organisation that the source system's name belongs to. */
  readonly owner: string | null;
  /** Something that this source has stated is held. */
  readonly hasHeld: boolean;
}

export interface KnownKey {
  /** Another submission under this key is being worked on at this moment. */
  readonly isInFlight: boolean;
  /** What the key led to before. */
  readonly receiptId: string | null;
}

/** Takes the keys' locks for the rest of the transaction, and looks up what is known of keys and source system. */
export async function lookUp(
  db: Querier,
  room: LedgerRoom,
  client: string,
  operation: string,
  sourceSystem: string,
  keys: readonly string[],
): Promise<Known> {
  const locks = keys.map((key) => `${room.schema} ${client} ${operation} ${key}`);
  const rows = await db.rows<LookedUp>(sql`
    select pg_try_advisory_xact_lock(hashtextextended(k.lock, 0)) as free,
      (select receipt_id from ${ref(room.schema, 'submission_key')}
        where client = ${client} and operation = ${operation} and idempotency_key = k.key) as receipt_id,
      (select organisation from ${ref(room.schema, 'source_system')} where name = ${sourceSystem}) as organisation,
      exists (select from ${ref(room.schema, 'held_record')}
        where source_system = ${sourceSystem} and state = 'HELD') as has_held
    from unnest(${arrayLiteral(locks)}::text[], ${arrayLiteral(keys)}::text[]) with ordinality as k (lock, key, place)
    order by k.place`);
  const [{ organisation, has_held }] = rows as [LookedUp];
  return {
    keys: rows.map(({ free, receipt_id }) => ({ isInFlight: !free, receiptId: receipt_id })),
    owner: organisation,
    hasHeld: has_held,
  };
}

interface LookedUp {
  readonly free: boolean;
  readonly receipt_id: string | null;
  readonly organisation: string | null;
  readonly has_held: boolean;
}

/**
 * The answer that a key stands for already, if it does. @throws BadInput SUBMISSION_IN_FLIGHT, IDEMPOTENCY_KEY_REUSED
 * @param digest of the content that came under it now
 */
export async function knownAnswer(
  db: Querier,
  room: LedgerRoom,
  { isInFlight, receiptId }: KnownKey,
  digest: Buffer,
): Promise<Receipt | null> {
  if (receiptId === null) {
    if (isInFlight) throw inFlight();
    return null;
  }
  const stored = (await storedReceipt(db, room, receiptId))!;
  if (stored.contentDigest === digest.toString('hex')) return { ...stored, replayed: true };
  throw keyReused(receiptId);
}

/**
 * A source system's name belongs to the organisation that first states facts under it (docs/decisions/0013). The hub's
 * own jobs speak for others and own none. @throws BadInput SOURCE_SYSTEM_OF_ANOTHER
 */
export function refuseOtherSource({ kind, organisation }: Caller, owner: string | null): void {
  if (kind === 'HUB' || owner === null || owner === organisation) return;
  throw new BadInput('SOURCE_SYSTEM_OF_ANOTHER', 'the source system belongs to another organisation', {
    path: ['envelope', 'sourceSystem'],
    expected: 'a source system of your own organisation, or a name that is not yet taken',
    remedy: 'send under the name of your own system',
  });
}

/**
 * Gives a name that nobody has to the caller's organisation, once something is stated under it: whose records are all
 * rejected has stated nothing. @throws BadInput SOURCE_SYSTEM_OF_ANOTHER for one that was given away meanwhile
 */
export async function claimSource(
  db: Querier,
  room: LedgerRoom,
  caller: Caller,
  sourceSystem: string,
  owner: string | null,
  states: boolean,
): Promise<void> {
  if (caller.kind === 'HUB' || owner !== null || !states) return;
  const [stands] = await db.rows<{ organisation: string }>(sql`
    insert into ${ref(room.schema, 'source_system')} as s (name, organisation, since)
    values (${sourceSystem}, ${caller.organisation}, ${room.clock.now()})
    on conflict (name) do update set since = s.since returning organisation`);
  refuseOtherSource(caller, stands!.organisation);
}

export interface ToKeep {
  readonly receipt: Receipt;
  readonly operation: string;
  readonly dataset: string;
  readonly sentAt: Date;
  /** SM3 over the submission's content, as its receipt tells it. */
  readonly digest: Buffer;
  readonly commitments: readonly Buffer[];
  readonly reason?: string;
  /** The device each record names, by its index. */
  readonly devices: readonly (string | null)[];
}

/**
 * Keeps submissions of one sender: keys, verdicts and leaves, in the transaction of their data.
 * @returns false when another submission under one of the keys was kept meanwhile; the transaction must not be kept then
 */
export async function keep(
  db: Querier,
  room: LedgerRoom,
  caller: Caller,
  toKeep: readonly ToKeep[],
): Promise<boolean> {
  const client = clientOf(caller);
  const list = (of: (one: ToKeep) => unknown) => arrayLiteral(toKeep.map(of));
  const confidential = arrayLiteral(
    room.datasets.filter((one) => one.isConfidential).map(({ name }) => name),
  );
  const projects = toKeep.map(({ receipt }) => [
    ...new Set(receipt.verdicts.flatMap(({ projectCode }) => projectCode ?? [])),
  ]);
  const verdicts = toKeep.map(({ receipt }, at) => packed(receipt, projects[at]!));
  const rows = await db.rows(sql`
    with n as (
      select * from unnest(${list(({ receipt }) => receipt.id)}::uuid[], ${list(({ receipt }) => receipt.sourceSystem)}::text[],
        ${list(({ operation }) => operation)}::text[], ${list(({ dataset }) => dataset)}::text[],
        ${list(({ receipt }) => receipt.idempotencyKey)}::text[], ${list(({ digest }) => digest)}::bytea[],
        ${list(({ receipt }) => receipt.mode)}::text[], ${list(({ receipt }) => receipt.assurance)}::text[],
        ${list(({ sentAt }) => sentAt)}::timestamptz[], ${list(({ receipt }) => receipt.receivedAt)}::timestamptz[],
        ${list(({ receipt }) => receipt.submitted)}::int[], ${list(({ receipt }) => receipt.accepted)}::int[],
        ${list(({ receipt }) => receipt.duplicates)}::int[], ${list(({ receipt }) => receipt.corrected)}::int[],
        ${list(({ receipt }) => receipt.held)}::int[], ${list(({ receipt }) => receipt.rejected)}::int[],
        ${list((one) => JSON.stringify(tallyOf(one)))}::jsonb[], ${arrayLiteral(verdicts)}::bytea[],
        ${arrayLiteral(projects.map((codes) => arrayLiteral(codes)))}::text[], ${list(({ reason }) => reason)}::text[],
        ${list((one) => leafOf(one, client))}::bytea[], ${arrayLiteral(toKeep.map(({ receipt }) => arrayLiteral(statedProjects(receipt.verdicts))))}::text[])
      as n (receipt_id, source_system, operation, dataset, idempotency_key, content_digest, mode, assurance, sent_at, received_at,
        submitted, accepted, duplicates, corrected, held, rejected, tally, verdicts, projects, reason, leaf, stated)
    ), k as (
      insert into ${ref(room.schema, 'submission_key')} (client, operation, idempotency_key, receipt_id, made_at)
      select ${client}, operation, idempotency_key, receipt_id, received_at from n
      on conflict do nothing returning receipt_id
    ), s as (
      insert into ${ref(room.schema, 'submission')} (client, organisation, receipt_id, source_system, operation, dataset,
        idempotency_key, content_digest, mode, assurance, sent_at, received_at, submitted, accepted, duplicates, corrected,
        held, rejected, tally, verdicts, projects, reason)
      select ${client}, ${caller.organisation}, receipt_id, source_system, operation, dataset, idempotency_key, content_digest,
        mode, assurance, sent_at, received_at, submitted, accepted, duplicates, corrected, held, rejected, tally, verdicts,
        projects::text[], reason from n join k using (receipt_id)
    ), p as (
      insert into ${ref(room.schema, 'project_source')} (project_code, dataset, source_system)
      select distinct project_code, dataset, source_system
        from n join k using (receipt_id) cross join unnest(stated::text[]) as project_code
       where reason is null and dataset <> all(${confidential}::text[]) order by 1, 2, 3
      on conflict do nothing
    )
    insert into ${ref(room.schema, 'leaf')} (receipt_id, hash, recorded_at)
    select receipt_id, leaf, received_at from n join k using (receipt_id) returning receipt_id`);
  return rows.length === toKeep.length;
}

function packed({ verdicts }: Receipt, projects: readonly string[]): Buffer {
  const place = new Map(projects.map((code, at) => [code, at]));
  return packVerdicts(verdicts.map((one) => stored(one, place)));
}

const leafOf = ({ receipt, operation, digest, commitments }: ToKeep, client: string): Buffer =>
  leafHash({
    receiptId: receipt.id,
    client,
    operation,
    sourceSystem: receipt.sourceSystem,
    receivedAt: receipt.receivedAt,
    contentDigest: digest,
    commitments,
  });

interface StoredSubmission {
  readonly receipt_id: string;
  readonly idempotency_key: string;
  readonly source_system: string;
  readonly content_digest: Buffer;
  readonly mode: Receipt['mode'];
  readonly assurance: string;
  readonly received_at: Date;
  readonly submitted: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly corrected: number;
  readonly held: number;
  readonly rejected: number;
  readonly verdicts: Buffer;
  readonly projects: readonly string[];
  readonly complete_up_to: Date | null;
}

/** The answer that was given, from what was kept. */
export async function storedReceipt(
  db: Querier,
  room: { readonly schema: string },
  receiptId: string,
): Promise<Receipt | null> {
  const [row] = await db.rows<StoredSubmission>(
    sql`select s.*, c.complete_up_to from ${ref(room.schema, 'submission')} s
          left join ${ref(room.schema, 'completeness')} c using (receipt_id)
         where s.receipt_id = ${receiptId}::uuid`,
  );
  return row ? receiptOf(row) : null;
}

export const receiptOf = (row: StoredSubmission): Receipt => ({
  id: row.receipt_id,
  idempotencyKey: row.idempotency_key,
  sourceSystem: row.source_system,
  receivedAt: row.received_at,
  contentDigest: row.content_digest.toString('hex'),
  assurance: row.assurance,
  mode: row.mode,
  dryRun: false,
  replayed: false,
  isStored: true,
  completeUpTo: row.complete_up_to,
  submitted: row.submitted,
  accepted: row.accepted,
  duplicates: row.duplicates,
  corrected: row.corrected,
  held: row.held,
  rejected: row.rejected,
  verdicts: openVerdicts(row.verdicts).map((one, index) => told(one, index, row.projects)),
});

const stored = (one: SubmissionVerdict, place: ReadonlyMap<string, number>): StoredVerdict => ({
  outcome: one.outcome,
  code: one.code,
  recordId: one.recordId,
  version: one.version,
  path: one.path,
  expected: one.expected,
  warnings: one.warnings,
  heldUntil: one.heldUntil?.toISOString() ?? null,
  heldId: one.heldId,
  project: one.projectCode === null ? null : place.get(one.projectCode)!,
  dataset: one.dataset,
});

const told = (
  { project, heldUntil, ...one }: StoredVerdict,
  index: number,
  projects: readonly string[],
): SubmissionVerdict => ({
  ...one,
  index,
  heldUntil: heldUntil === null ? null : new Date(heldUntil),
  projectCode: project === null ? null : projects[project]!,
});

function tallyOf({ receipt, devices }: ToKeep): [string, string, string | null, number][] {
  const counts = new Map<string, [string, string, string | null, number]>();
  for (const { index, outcome, code } of receipt.verdicts) {
    const device = devices[index] ?? null;
    const key = `${code} ${outcome} ${device}`;
    const known = counts.get(key);
    if (known) known[3]++;
    else counts.set(key, [outcome, code, device, 1]);
  }
  return [...counts.values()];
}
