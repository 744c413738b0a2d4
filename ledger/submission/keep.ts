import { sql } from 'kysely';
import type { Caller } from '../../kernel/caller.ts';
import { BadInput } from '../../kernel/refusals.ts';
import type { Querier } from '../query.ts';
import { ref } from '../table.ts';
import type { SubmissionVerdict } from './candidate.ts';
import { clientOf } from './envelope.ts';
import type { Receipt } from './receipt.ts';
import type { LedgerRoom } from './room.ts';
import { openVerdicts, packVerdicts, type StoredVerdict } from './stored-verdicts.ts';

/** What the hub knows of a submission before it looks at its records. */
export interface Known {
  /** Another submission under this key is being worked on at this moment. */
  readonly isInFlight: boolean;
  /** What the key led to before. */
  readonly receiptId: string | null;
  /** The organisation that the source system's name belongs to. */
  readonly owner: string | null;
  /** Something that this source has stated is held. */
  readonly hasHeld: boolean;
}

/** Takes the key's lock for the rest of the transaction, and looks up what is known of key and source system. */
export async function lookUp(
  db: Querier,
  room: LedgerRoom,
  client: string,
  operation: string,
  envelope: { readonly idempotencyKey: string; readonly sourceSystem: string },
): Promise<Known> {
  const { idempotencyKey, sourceSystem } = envelope;
  const lock = `${room.schema} ${client} ${operation} ${idempotencyKey}`;
  const [row] = await db.rows<LookedUp>(sql`
    select pg_try_advisory_xact_lock(hashtextextended(${lock}, 0)) as free,
      (select receipt_id from ${ref(room.schema, 'submission_key')}
        where client = ${client} and operation = ${operation} and idempotency_key = ${idempotencyKey}) as receipt_id,
      (select organisation from ${ref(room.schema, 'source_system')} where name = ${sourceSystem}) as organisation,
      exists (select from ${ref(room.schema, 'held_record')}
        where source_system = ${sourceSystem} and state = 'HELD') as has_held`);
  const { free, receipt_id, organisation, has_held } = row!;
  return { isInFlight: !free, receiptId: receipt_id, owner: organisation, hasHeld: has_held };
}

interface LookedUp {
  readonly free: boolean;
  readonly receipt_id: string | null;
  readonly organisation: string | null;
  readonly has_held: boolean;
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
  verdicts: readonly SubmissionVerdict[],
): Promise<void> {
  if (caller.kind === 'HUB' || owner !== null) return;
  if (verdicts.every(({ outcome }) => outcome === 'REJECTED')) return;
  const [stands] = await db.rows<{ organisation: string }>(sql`
    insert into ${ref(room.schema, 'source_system')} as s (name, organisation, since)
    values (${sourceSystem}, ${caller.organisation}, ${room.clock.now()})
    on conflict (name) do update set since = s.since returning organisation`);
  refuseOtherSource(caller, stands!.organisation);
}

export interface ToKeep {
  readonly receipt: Receipt;
  readonly caller: Caller;
  readonly operation: string;
  readonly dataset: string;
  readonly sentAt: Date;
  readonly leaf: Buffer;
  readonly reason?: string;
  /** The device each record names, by its index. */
  readonly devices: readonly (string | null)[];
}

/**
 * Keeps a submission: its key, its verdicts and its leaf, in the transaction of its data.
 * @returns false when another submission under the same key was kept meanwhile; nothing is kept then
 */
export async function keep(db: Querier, room: LedgerRoom, toKeep: ToKeep): Promise<boolean> {
  const { receipt, caller, operation, dataset, sentAt, leaf, reason = null } = toKeep;
  const client = clientOf(caller);
  const projects = [...new Set(receipt.verdicts.flatMap(({ projectCode }) => projectCode ?? []))];
  const place = new Map(projects.map((code, at) => [code, at]));
  const verdicts = packVerdicts(receipt.verdicts.map((one) => stored(one, place)));
  const rows = await db.rows(sql`
    with k as (
      insert into ${ref(room.schema, 'submission_key')} (client, operation, idempotency_key, receipt_id, made_at)
      values (${client}, ${operation}, ${receipt.idempotencyKey}, ${receipt.id}::uuid, ${receipt.receivedAt}::timestamptz)
      on conflict do nothing returning receipt_id
    ), s as (
      insert into ${ref(room.schema, 'submission')} (receipt_id, client, organisation, source_system, operation, dataset,
        idempotency_key, content_digest, mode, assurance, sent_at, received_at, submitted, accepted, duplicates, corrected,
        held, rejected, tally, verdicts, projects, reason)
      select receipt_id, ${client}, ${caller.organisation}, ${receipt.sourceSystem}, ${operation}, ${dataset},
        ${receipt.idempotencyKey}, decode(${receipt.contentDigest}, 'hex'), ${receipt.mode}, ${receipt.assurance},
        ${sentAt}::timestamptz, ${receipt.receivedAt}::timestamptz, ${receipt.submitted}::int, ${receipt.accepted}::int,
        ${receipt.duplicates}::int, ${receipt.corrected}::int, ${receipt.held}::int, ${receipt.rejected}::int,
        ${JSON.stringify(tallyOf(toKeep))}::jsonb, ${verdicts}, ${projects}::text[], ${reason} from k
    )
    insert into ${ref(room.schema, 'leaf')} (receipt_id, hash, recorded_at)
    select receipt_id, ${leaf}, ${receipt.receivedAt}::timestamptz from k returning receipt_id`);
  return rows.length === 1;
}

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
}

/** The answer that was given, from what was kept. */
export async function storedReceipt(
  db: Querier,
  room: { readonly schema: string },
  receiptId: string,
): Promise<Receipt | null> {
  const [row] = await db.rows<StoredSubmission>(
    sql`select * from ${ref(room.schema, 'submission')} where receipt_id = ${receiptId}::uuid`,
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
