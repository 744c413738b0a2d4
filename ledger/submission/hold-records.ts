import { sql } from 'kysely';
import type { Caller } from '../../kernel/caller.ts';
import { newRecordId } from '../../kernel/record-id.ts';
import { arrayLiteral } from '../array-literals.ts';
import type { Querier } from '../query.ts';
import { ref } from '../table.ts';
import type { Candidate } from './candidate.ts';
import type { Dataset, Scene } from './dataset.ts';
import { clientOf, type Envelope } from './envelope.ts';
import { givePlaces, replacedBy, type Waiting } from './held-places.ts';
import { withinReach } from './reach.ts';
import type { LedgerRoom } from './room.ts';

/** A held record as it was sealed: what was sent, and on whose behalf. */
export interface SealedContent {
  readonly record: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
}

export interface ToHold {
  readonly candidate: Candidate;
  readonly sourceVersion: bigint;
  readonly place: number;
}

const DAY_MS = 86_400_000;

/** Where the content of a held record is sealed. */
export const heldPlace = (id: string) => ({ dataset: 'held_record', column: 'content', recordId: id });

/**
 * Keeps records that must wait (暂存), sealed and outside every total. The same record of the same source, held before,
 * is replaced by it, and so is one that it names; where a later version waits already, that one waits for both.
 * @returns until when each waits; a client that has its fill is refused the rest, which have none and replace nothing
 */
export async function holdRecords(
  dataset: Dataset,
  toHold: readonly ToHold[],
  envelope: Envelope,
  receiptId: string,
  scene: Scene,
  db: Querier,
): Promise<ReadonlyMap<Candidate, HeldNow>> {
  const { room, caller, moment } = scene;
  if (toHold.length === 0) return new Map();
  const keyed = toHold.map((one) => keyedOf(dataset, one, scene));
  const client = clientOf(caller);
  await takeTurn(envelope, scene, db);
  const waiting = await waitingNow(dataset, keyed, envelope, scene, db);
  const places = givePlaces(keyed, waiting, client, await roomFor(client, scene, db));
  const { taken, replaced, later } = places;
  if (replaced.length > 0) await settle(replaced, 'REPLACED', envelope, receiptId, scene, db);
  const reached = await reachedOf(taken, scene, db);
  const standard = new Date(moment.now.getTime() + room.limits.heldDays * DAY_MS);
  const rows = taken.map((one) => {
    const id = newRecordId(moment.now, room.random);
    const { candidate } = one;
    const content: SealedContent = { record: candidate.raw, caller: forRecord(caller, projectOf(candidate)) };
    return {
      id,
      place: one.place,
      code: candidate.finding!.code,
      path: candidate.finding!.path,
      waitsFor: candidate.waits?.name ?? null,
      waitKey: candidate.waits?.key ?? null,
      key: one.key,
      project: projectOf(candidate),
      reached: !dataset.isConfidential && reached.has(projectOf(candidate)),
      content: room.sealer.seal(JSON.stringify(content), heldPlace(id)),
      version: one.sourceVersion,
      until: standard,
    };
  });
  await db.rows(sql`
    insert into ${ref(room.schema, 'held_record')} (client, organisation, source_system, operation, dataset, receipt_id, sent_at,
      held_at, state, id, place, code, path, waits_for, wait_key, held_key, project_code, reached, content, source_version, held_until)
    select ${client}, ${caller.organisation}, ${envelope.sourceSystem}, ${dataset.operation}, ${dataset.name}, ${receiptId}::uuid,
      ${envelope.sentAt}::timestamptz, ${moment.now}::timestamptz, 'HELD', n.* from unnest(
      ${arrayLiteral(rows.map((row) => row.id))}::uuid[], ${arrayLiteral(rows.map((row) => row.place))}::integer[],
      ${arrayLiteral(rows.map((row) => row.code))}::text[], ${arrayLiteral(rows.map((row) => row.path))}::text[],
      ${arrayLiteral(rows.map((row) => row.waitsFor))}::text[], ${arrayLiteral(rows.map((row) => row.waitKey))}::text[],
      ${arrayLiteral(rows.map((row) => row.key))}::bytea[], ${arrayLiteral(rows.map((row) => row.project))}::text[],
      ${arrayLiteral(rows.map((row) => row.reached))}::boolean[], ${arrayLiteral(rows.map((row) => row.content))}::bytea[],
      ${arrayLiteral(rows.map((row) => row.version))}::bigint[], ${arrayLiteral(rows.map((row) => row.until))}::timestamptz[]) as n`);
  const waits = new Map<string, HeldNow>([...later].map(([hex, until]) => [hex, { id: null, until }]));
  for (const [at, { hex }] of taken.entries()) waits.set(hex, rows[at]!);
  return new Map(
    keyed.flatMap(({ candidate, hex }) => {
      const one = waits.get(hex);
      return one ? [[candidate, one] as const] : [];
    }),
  );
}

/** A record that waits, and until when; no id where a later version of it waits in its stead. */
export interface HeldNow {
  readonly id: string | null;
  readonly until: Date;
}

/**
 * Ends the waiting of records that this submission states anew, as the same source held them under the same identity; a
 * later version that waits goes on waiting. Nothing is asked where nothing of the dataset waits.
 */
export async function endWaiting(
  dataset: Dataset,
  settled: readonly ToHold[],
  envelope: Envelope,
  receiptId: string,
  scene: Scene,
  db: Querier,
): Promise<void> {
  if (settled.length === 0) return;
  const { room } = scene;
  const [waiting] = await db.rows<{ some: boolean }>(sql`
    select exists (select from ${ref(room.schema, 'held_record')}
      where source_system = ${envelope.sourceSystem} and dataset = ${dataset.name} and state = 'HELD') as some`);
  if (!waiting?.some) return;
  await takeTurn(envelope, scene, db);
  const keyed = settled.map((one) => keyedOf(dataset, one, scene));
  await replaceHeld(dataset, keyed, envelope, receiptId, scene, db);
}

/** Rejects records that replace a held record which this source never had; one that is settled already may be named. */
export async function refuseUnknownHeld(
  candidates: readonly Candidate[],
  envelope: Envelope,
  { room }: Scene,
  db: Querier,
): Promise<void> {
  const naming = candidates.filter(({ raw }) => raw.replacesHeld !== undefined && raw.replacesHeld !== null);
  if (naming.length === 0) return;
  const rows = await db.rows<{ id: string }>(sql`
    select id from ${ref(room.schema, 'held_record')}
     where id = any(${arrayLiteral(naming.flatMap(replacedBy))}::uuid[]) and source_system = ${envelope.sourceSystem}`);
  const known = new Set(rows.map(({ id }) => id));
  for (const one of naming) {
    const [id] = replacedBy(one);
    if (id === undefined || !known.has(id)) one.reject('HELD_RECORD_UNKNOWN', { path: 'replacesHeld' });
  }
}

/** Notes what held records wait for by now, where that has changed; their deadline stays. */
export async function waitOn(
  waiting: readonly { readonly candidate: Candidate; readonly id: string }[],
  { room }: Scene,
  db: Querier,
): Promise<void> {
  if (waiting.length === 0) return;
  const list = (of: (one: Candidate) => unknown) =>
    arrayLiteral(waiting.map(({ candidate }) => of(candidate)));
  await db.rows(sql`
    update ${ref(room.schema, 'held_record')} h
       set code = n.code, path = n.path, waits_for = n.waits_for, wait_key = n.wait_key,
           reached = h.reached or n.waits_for is distinct from 'project'
      from unnest(${arrayLiteral(waiting.map(({ id }) => id))}::uuid[], ${list((one) => one.finding!.code)}::text[],
        ${list((one) => one.finding!.path)}::text[], ${list((one) => one.waits?.name)}::text[],
        ${list((one) => one.waits?.key)}::text[]) as n (id, code, path, waits_for, wait_key)
     where h.id = n.id and h.state = 'HELD' and (h.waits_for, h.wait_key) is distinct from (n.waits_for, n.wait_key)`);
}

/**
 * Lets one submission of a source at a time touch what that source has held, until its transaction ends: two that state
 * the same record would both find it not held yet, or wait for each other. Submissions that hold nothing do not come here.
 */
const takeTurn = (envelope: Envelope, { room }: Scene, db: Querier) =>
  db.rows(
    sql`select pg_advisory_xact_lock(hashtextextended(${`held of ${room.schema} ${envelope.sourceSystem}`}, 0))`,
  );

/** Settles held records by id, as far as they wait and are this source's. @returns the ids that did */
export async function settleHeld(
  ids: readonly string[],
  state: 'RELEASED' | 'REPLACED',
  envelope: Envelope,
  receiptId: string,
  scene: Scene,
  db: Querier,
): Promise<ReadonlySet<string>> {
  await takeTurn(envelope, scene, db);
  return settle(ids, state, envelope, receiptId, scene, db);
}

async function settle(
  ids: readonly string[],
  state: 'RELEASED' | 'REPLACED',
  envelope: Envelope,
  receiptId: string,
  { room, moment }: Scene,
  db: Querier,
): Promise<ReadonlySet<string>> {
  const rows = await db.rows<{ id: string }>(sql`
    update ${ref(room.schema, 'held_record')} set state = ${state}, settled_at = ${moment.now}, settled_by = ${receiptId}::uuid
     where id = any(${arrayLiteral(ids)}::uuid[]) and state = 'HELD' and source_system = ${envelope.sourceSystem}
    returning id`);
  return new Set(rows.map(({ id }) => id));
}

interface Keyed extends ToHold {
  readonly key: Buffer;
  readonly hex: string;
}

function keyedOf(dataset: Dataset, one: ToHold, scene: Scene): Keyed {
  const key = heldKey(dataset, one.candidate, scene);
  return { ...one, key, hex: key.toString('hex') };
}

/** What waits under the keys of these records, or is named by them. */
const waitingNow = (
  dataset: Dataset,
  keyed: readonly Keyed[],
  envelope: Envelope,
  { room }: Scene,
  db: Querier,
): Promise<Waiting[]> =>
  db.rows<Waiting>(sql`
    select id, client, encode(held_key, 'hex') as hex, source_version as version, held_until as until
      from ${ref(room.schema, 'held_record')}
     where source_system = ${envelope.sourceSystem} and state = 'HELD'
       and (dataset = ${dataset.name} and held_key = any(${arrayLiteral(keyed.map(({ key }) => key))}::bytea[])
         or id = any(${arrayLiteral(keyed.flatMap(({ candidate }) => replacedBy(candidate)))}::uuid[]))`);

async function replaceHeld(
  dataset: Dataset,
  keyed: readonly Keyed[],
  envelope: Envelope,
  receiptId: string,
  { room, moment }: Scene,
  db: Querier,
): Promise<void> {
  await db.rows(sql`
    update ${ref(room.schema, 'held_record')} h set state = 'REPLACED', settled_at = ${moment.now}, settled_by = ${receiptId}::uuid
      from unnest(${arrayLiteral(keyed.map(({ key }) => key))}::bytea[],
        ${arrayLiteral(keyed.map(({ sourceVersion }) => sourceVersion))}::bigint[]) as n (held_key, source_version)
     where h.source_system = ${envelope.sourceSystem} and h.dataset = ${dataset.name} and h.state = 'HELD'
       and h.held_key = n.held_key and h.source_version <= n.source_version`);
}

/**
 * The projects among theirs that the sender may state facts of. A record that is held for another reason was not asked
 * for its project yet; without this anybody could raise doubts about any project.
 */
async function reachedOf(
  taken: readonly ToHold[],
  { room, caller }: Scene,
  db: Querier,
): Promise<ReadonlySet<string | null>> {
  const codes = [...new Set(taken.flatMap(({ candidate }) => projectOf(candidate) ?? []))];
  if (codes.length === 0) return new Set();
  const rows = await db.rows<{ code: string }>(sql`
    select s.project_code as code from ${ref(room.schema, 'project_scope')} s
     where s.project_code = any(${arrayLiteral(codes)}::text[]) and ${withinReach(caller, 's')}`);
  return new Set(rows.map(({ code }) => code));
}

/** The caller with no more of its projects than the record names: an enterprise has thousands, and holds thousands. */
const forRecord = (caller: Caller, project: string | null): Caller =>
  caller.projects === undefined
    ? caller
    : { ...caller, projects: caller.projects.filter((one) => one === project) };

async function roomFor(client: string, { room }: Scene, db: Querier): Promise<number> {
  const [row] = await db.rows<{ count: bigint }>(sql`
    select count(*) as count from ${ref(room.schema, 'held_record')} where client = ${client} and state = 'HELD'`);
  return Math.max(0, room.limits.heldPerClient - Number(row!.count));
}

const heldKey = (dataset: Dataset, { raw }: Candidate, { room }: Scene): Buffer =>
  heldKeyOf(
    dataset.name,
    dataset.heldBy.map((field) => raw[field]),
    room,
  );

/** Under what a record of this identity waits: the values of `heldBy` as its source states them. */
export const heldKeyOf = (dataset: string, identity: readonly unknown[], room: LedgerRoom): Buffer =>
  room.sealer.index(JSON.stringify(identity.map(stated)), `held ${dataset}`);

const stated = (value: unknown): unknown =>
  typeof value === 'string' ? value.trim().toUpperCase() : (value ?? null);

function projectOf({ values }: Candidate): string | null {
  const { projectCode } = values;
  return typeof projectCode === 'string' && projectCode.length <= 64 ? projectCode : null;
}
