import { sql } from 'kysely';
import { businessDateOf } from '../../kernel/calendar.ts';
import type { Caller } from '../../kernel/caller.ts';
import { hasNumberOfPerson } from '../../kernel/identifiers/numbers-in-text.ts';
import { newRecordId } from '../../kernel/record-id.ts';
import { takenBackBy } from '../last-words.ts';
import type { NewRecord, Provenance } from '../new-record.ts';
import type { Querier } from '../query.ts';
import { columnList, ref } from '../table.ts';
import type { VerdictCode } from '../verdict.ts';
import type { SubmissionVerdict } from './candidate.ts';
import type { Dataset, Scene } from './dataset.ts';
import { assuranceOf, checkEnvelope, clientOf, contentDigest, type Envelope } from './envelope.ts';
import { claimGivenUp, showNext } from './withdraw-claims.ts';
import { withdrawnAgain, withdrawnLine, withdrawnRecord } from './withdrawn-record.ts';
import { charactersOf } from './fields/characters.ts';
import { giveBack } from './give-back.ts';
import { tryingAgain } from './giving-way.ts';
import { claimSource, keep, knownAnswer, lookUp, refuseOtherSource } from './keep.ts';
import { inFlight, NotStored } from './not-stored.ts';
import { countsOf, type Receipt } from './receipt.ts';
import { endSources } from './project-sources.ts';
import type { LedgerRoom } from './room.ts';
import { madeBy, type Standing, standingRecords } from './standing.ts';
import { charactersIn, unusable } from './unusable.ts';

/** What is taken back (撤回): single records, or all that a submission of the same source made and that still stands. */
export type Withdrawal =
  | {
      readonly records: readonly { readonly dataset: string; readonly recordId: string }[];
      readonly reason: string;
    }
  | { readonly receipt: string; readonly reason: string };

/**
 * Takes facts back: a withdrawal is a version too, nothing is deleted. A source takes back its own facts only; what is
 * absent and what is outside the caller's reach look the same. Held records of a withdrawn submission stop waiting.
 * @throws BadInput for what makes the whole withdrawal unusable
 */
export async function withdraw(
  room: LedgerRoom,
  caller: Caller,
  operation: string,
  envelope: Envelope,
  withdrawal: Withdrawal,
): Promise<Receipt> {
  const now = room.clock.now();
  checkEnvelope(envelope, 'records' in withdrawal ? withdrawal.records.length : 0, now);
  const reason = withdrawal.reason.trim();
  if (reason.length < 2 || reason.length > 500)
    throw unusable('REASON_MISSING', 'a withdrawal says why', {
      path: ['reason'],
      expected: 'a reason of 2 to 500 characters',
      came: charactersIn(reason),
    });
  const isInvisible = charactersOf(reason) === 'FORBIDDEN';
  if (isInvisible || hasNumberOfPerson(reason, businessDateOf(now)))
    throw unusable('REASON_MALFORMED', 'the reason is no text that can be kept', {
      path: ['reason'],
      expected: 'visible characters only, and no number of a person',
      came: `${charactersIn(reason)}, with ${isInvisible ? 'some that are not visible' : 'a number of a person'} in it`,
    });
  const digest = contentDigest(operation, envelope, withdrawal);
  const work = { room, caller, operation, envelope, withdrawal: { ...withdrawal, reason }, digest, now };
  try {
    const receipt = await tryingAgain(() => room.write(caller, (db) => withdrawIn(work, db)));
    if (!receipt.replayed) room.nudge(datasetOf(receipt, room));
    return receipt;
  } catch (error) {
    if (error instanceof NotStored) return error.receipt;
    throw error;
  }
}

interface WithdrawWork {
  readonly room: LedgerRoom;
  readonly caller: Caller;
  readonly operation: string;
  readonly envelope: Envelope;
  readonly withdrawal: Withdrawal;
  readonly digest: Buffer;
  readonly now: Date;
}

const datasetOf = ({ verdicts }: Receipt, room: LedgerRoom): string =>
  verdicts.find(({ dataset }) => dataset !== null)?.dataset ?? room.datasets[0]!.name;

async function withdrawIn(work: WithdrawWork, db: Querier): Promise<Receipt> {
  const { room, caller, operation, envelope, withdrawal, digest, now } = work;
  const { idempotencyKey, sourceSystem, mode, dryRun } = envelope;
  const known = await lookUp(db, room, clientOf(caller), operation, sourceSystem, [idempotencyKey]);
  const answer = await knownAnswer(db, room, known.keys[0]!, digest);
  if (answer) return answer;
  refuseOtherSource(caller, known.owner);
  const receiptId = newRecordId(now, room.random);
  const standing =
    'records' in withdrawal
      ? await standingRecords(db, work, withdrawal.records)
      : await madeBy(db, work, withdrawal.receipt, receiptId);
  const { verdicts, commitments } = await takeBack(db, work, standing, receiptId);
  const base = {
    id: receiptId,
    idempotencyKey,
    sourceSystem,
    receivedAt: now,
    contentDigest: digest.toString('hex'),
    assurance: assuranceOf(caller),
    mode,
    dryRun,
    replayed: false,
    completeUpTo: null,
    submitted: verdicts.length,
    ...countsOf(verdicts),
    verdicts,
  };
  const failed = mode === 'ATOMIC' && verdicts.some(({ outcome }) => outcome === 'REJECTED');
  if (dryRun || failed) throw new NotStored({ ...base, isStored: false });
  const states = verdicts.some(({ outcome }) => outcome !== 'REJECTED');
  await claimSource(db, room, caller, sourceSystem, known.owner, states);
  const receipt = { ...base, isStored: true };
  const toKeep = {
    receipt,
    operation,
    dataset: datasetOf(receipt, room),
    sentAt: envelope.sentAt,
    digest,
    commitments,
    devices: [],
    reason: withdrawal.reason,
  };
  const isKept = await keep(db, room, caller, [toKeep]);
  if (!isKept) throw inFlight();
  return receipt;
}

async function takeBack(
  db: Querier,
  { room, caller, envelope, now }: WithdrawWork,
  standing: readonly Standing[],
  receiptId: string,
): Promise<{ verdicts: SubmissionVerdict[]; commitments: Buffer[] }> {
  const { sourceSystem, sentAt, dryRun, mode } = envelope;
  const moment = { sentAt, now, today: businessDateOf(now), limits: room.limits };
  const scene = { room, caller, sourceSystem, moment, isRehearsal: dryRun, isAtomic: mode === 'ATOMIC' };
  const provenance = { sourceSystem, receiptId, receivedAt: now, assurance: assuranceOf(caller) };
  const verdicts: SubmissionVerdict[] = [];
  const commitments: Buffer[] = [];
  const taken: (readonly [Dataset, readonly Row[]])[] = [];
  const claimsGivenUp: (readonly [Dataset, readonly Row[]])[] = [];
  for (const [dataset, some] of inTurn(standing)) {
    const table = room.table(dataset.fact);
    const before = await takenBackBy(db, table, idsOfOthers(some, sourceSystem), sourceSystem);
    const rowsOfOwn = some.flatMap((one) =>
      refusalOf(one, sourceSystem, before) === null ? [one.row!] : [],
    );
    const heldFast = await dataset.heldFast?.(rowsOfOwn, db);
    const ready: (Standing & { readonly row: Row })[] = [];
    const again: NewRecord[] = [];
    for (const one of some) {
      const code =
        (await claimGivenUp(one, dataset, room, db, provenance, moment)) ??
        refusalOf(one, sourceSystem, before) ??
        heldFast?.get(one.row!.id as string) ??
        null;
      if (code === null) ready.push({ ...one, row: one.row! });
      else verdicts.push(verdictOf(one, code));
      const isAgain = code === 'ALREADY_WITHDRAWN' && one.row!.sourceSystem === sourceSystem;
      const later = isAgain && withdrawnAgain(room, table, one.row!, moment);
      if (later) again.push(later);
      if (code === 'CLAIM_WITHDRAWN') claimsGivenUp.push([dataset, [one.row!]]);
    }
    if (again.length > 0) await room.writer(dataset.fact).write(db, again, provenance);
    const records = ready.map(({ row }, sourcePlace) => ({
      ...withdrawnRecord(room, table, row, moment),
      sourcePlace,
    }));
    const written = records.length ? await room.writer(dataset.fact).write(db, records, provenance) : [];
    // Where the withdrawal of the whole came too late to count, its lines stand as well.
    const gone = records
      .map((record, at) => ({ record, row: ready[at]!.row }))
      .filter((_one, at) => written[at]!.outcome === 'CORRECTED');
    const rows = gone.map(({ row }) => row);
    taken.push([dataset, rows]);
    const next = dataset.claims
      ? await showNext(dataset, dataset.claims, rows, scene, db, provenance)
      : await giveBack(dataset, rows, room, db);
    for (const [at, { outcome, code, id, version, commitment }] of written.entries()) {
      if (commitment) commitments.push(commitment);
      const shown = next.get(id);
      verdicts.push({
        ...verdictOf(ready[at]!, shown === undefined ? code : 'WITHDRAWN_OTHER_SHOWN'),
        outcome,
        recordId: id,
        version: shown ?? version,
      });
    }
    if (dataset.lines) await takeBackLines(db, room, dataset, gone, provenance);
  }
  await endSources(db, room, sourceSystem, [...taken, ...claimsGivenUp], now);
  const told = await stillNamed(taken, scene, db);
  const complete = verdicts
    .sort((a, b) => a.index - b.index)
    .map((one) => ({ ...one, warnings: told.get(one.recordId ?? '') ?? one.warnings }));
  return { verdicts: complete, commitments };
}

type Row = NonNullable<Standing['row']>;

/** What is told of facts that others name still, when all is taken back that the withdrawal takes. */
async function stillNamed(
  taken: readonly (readonly [Dataset, readonly Row[]])[],
  scene: Scene,
  db: Querier,
): Promise<Map<string, VerdictCode[]>> {
  const told = new Map<string, VerdictCode[]>();
  for (const [dataset, rows] of taken) {
    if (!dataset.stillNamed || rows.length === 0) continue;
    for (const [id, code] of await dataset.stillNamed(rows, scene, db)) told.set(id, [code]);
  }
  return told;
}

/** By dataset; what others may stand on goes last, when those of the same withdrawal are gone. */
const inTurn = (standing: readonly Standing[]): (readonly [Dataset, readonly Standing[]])[] =>
  [...Map.groupBy(standing, ({ dataset }) => dataset)].sort(
    ([one], [other]) => Number(Boolean(one.heldFast)) - Number(Boolean(other.heldFast)),
  );

async function takeBackLines(
  db: Querier,
  room: LedgerRoom,
  dataset: Dataset,
  gone: readonly { readonly record: NewRecord; readonly row: Row }[],
  provenance: Provenance,
): Promise<void> {
  const { fact, within } = dataset.lines!;
  const table = room.table(fact);
  for (const { record, row } of gone) {
    const same = within.map(
      (property) => sql`${sql.ref(`t.${table.column(property).name}`)} = ${row[property]}`,
    );
    const found = await db.rows<Record<string, unknown>>(sql`
      select ${columnList(table.columns, 't')} from ${ref(fact.schema, fact.table)} t
       where not t.withdrawn and ${sql.join(same, sql` and `)}`);
    const lines = found.map((line) =>
      withdrawnLine(
        room,
        table,
        Object.fromEntries(table.columns.map(({ property, name }) => [property, line[name]])),
        record,
      ),
    );
    if (lines.length > 0) await room.writer(fact).write(db, lines, provenance);
  }
}

/** The records that stand as another source's. */
const idsOfOthers = (some: readonly Standing[], sourceSystem: string): string[] =>
  some.flatMap(({ row }) => (row !== null && row.sourceSystem !== sourceSystem ? [row.id as string] : []));

/** @param before what of others' records this source had stated itself, and took back */
function refusalOf(
  { row, isArchived }: Standing,
  sourceSystem: string,
  before: ReadonlySet<string>,
): VerdictCode | null {
  if (row === null) return isArchived ? 'MONTH_ARCHIVED' : 'RECORD_UNKNOWN';
  if (row.sourceSystem !== sourceSystem)
    return before.has(row.id as string) ? 'ALREADY_WITHDRAWN' : 'RECORD_OF_ANOTHER_SOURCE';
  return row.withdrawn ? 'ALREADY_WITHDRAWN' : null;
}

const verdictOf = ({ index, dataset, row }: Standing, code: VerdictCode): SubmissionVerdict => ({
  index,
  outcome: code === 'ALREADY_WITHDRAWN' || code === 'CLAIM_WITHDRAWN' ? 'DUPLICATE' : 'REJECTED',
  code,
  recordId: (row?.id as string | undefined) ?? null,
  version: (row?.version as number | undefined) ?? null,
  path: code === 'RECORD_UNKNOWN' ? 'recordId' : null,
  expected: null,
  warnings: [],
  heldUntil: null,
  heldId: null,
  projectCode: (row?.projectCode as string | undefined) ?? null,
  dataset: dataset.name,
});
