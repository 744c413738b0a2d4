import { businessDateOf } from '../../kernel/calendar.ts';
import type { Caller } from '../../kernel/caller.ts';
import { Candidate } from './candidate.ts';
import type { Dataset } from './dataset.ts';
import {
  checkEntries,
  checkEnvelope,
  contentDigest,
  type Envelope,
  type RawRecord,
  refuseReleaseKey,
} from './envelope.ts';
import type { Field } from './field.ts';
import { tryingAgain } from './giving-way.ts';
import { KeyTaken, NotStored } from './not-stored.ts';
import { openMonths } from './open-months.ts';
import { Part } from './part.ts';
import type { Receipt } from './receipt.ts';
import { resolveReferences } from './references.ts';
import type { LedgerRoom } from './room.ts';
import type { SubmitOptions } from './submit-options.ts';
import { mayShare, together } from './together.ts';
import { Work } from './work.ts';

export interface Submission {
  readonly envelope: Envelope;
  readonly records: readonly RawRecord[];
}

/**
 * The one way in (标准报送, architecture §3): checks every record, looks up what records point to, writes what can be
 * written, holds what must wait, and keeps verdicts, key and leaf, all in one transaction. The answer leaves after commit.
 * Small submissions that a sender makes at the same time may share it.
 * @throws BadInput for what makes the whole submission unusable; nothing is stored then, and the key is not used up
 */
export async function submit(
  room: LedgerRoom,
  caller: Caller,
  dataset: Dataset,
  submission: Submission,
  options?: SubmitOptions,
): Promise<Receipt> {
  const { envelope, records } = submission;
  checkEnvelope(envelope, records.length, room.clock.now());
  checkEntries(records);
  if (!options?.held) refuseReleaseKey(envelope);
  const all = (some: readonly Submission[]) =>
    tryingAgain(() => submitOnce(room, caller, dataset, some, options ?? {}));
  if (options === undefined && mayShare(dataset, submission))
    return together(room, caller, dataset, submission, all);
  const [receipt] = await all([submission]);
  return receipt!;
}

async function submitOnce(
  room: LedgerRoom,
  caller: Caller,
  dataset: Dataset,
  submissions: readonly Submission[],
  options: SubmitOptions,
): Promise<Receipt[]> {
  const now = room.clock.now();
  const parts = submissions.map((one) => partOf(room, caller, dataset, one, options, now));
  const { scene } = parts[0]!;
  const candidates = parts.flatMap((one) => one.candidates);
  await resolveReferences(dataset, candidates, scene, null);
  await openMonths(dataset, candidates, scene);
  const receipts = await attempt(new Work(dataset, parts), room, caller, parts.length === 1);
  if (receipts.some(({ isStored, replayed }) => isStored && !replayed)) room.nudge(dataset.name);
  return receipts;
}

/** A submission with its records read and checked. */
function partOf(
  room: LedgerRoom,
  caller: Caller,
  dataset: Dataset,
  { envelope, records }: Submission,
  options: SubmitOptions,
  now: Date,
): Part {
  const moment = { now, today: businessDateOf(now), sentAt: envelope.sentAt, limits: room.limits };
  const fields = fieldsOf(dataset);
  const candidates = records.map((raw, index) => new Candidate(index, raw));
  for (const one of candidates) one.read(fields, dataset, moment, caller);
  if (room.limits.zoneRequiredOf.includes(envelope.sourceSystem))
    for (const one of candidates) one.requireZone();
  const { sourceSystem, dryRun: isRehearsal } = envelope;
  const scene = { room, caller, sourceSystem, moment, isRehearsal, isAtomic: envelope.mode === 'ATOMIC' };
  const digest = contentDigest(dataset.operation, envelope, records);
  return new Part(scene, dataset, envelope, candidates, digest, options);
}

async function attempt(work: Work, room: LedgerRoom, caller: Caller, isAlone: boolean): Promise<Receipt[]> {
  try {
    return await room.write(caller, (db) => work.do(db));
  } catch (error) {
    if (error instanceof NotStored) return [error.receipt];
    // Seldom, and then the stored answer is there: the second look finds it.
    if (error instanceof KeyTaken && isAlone) return room.write(caller, (db) => work.replay(db));
    throw error;
  }
}

const known = new WeakMap<Dataset, readonly (readonly [string, Field])[]>();

function fieldsOf(dataset: Dataset): readonly (readonly [string, Field])[] {
  const fields = known.get(dataset) ?? Object.entries(dataset.fields);
  known.set(dataset, fields);
  return fields;
}
