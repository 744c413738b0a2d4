import { businessDateOf } from '../../kernel/calendar.ts';
import type { Caller } from '../../kernel/caller.ts';
import { Candidate } from './candidate.ts';
import type { Dataset, Scene } from './dataset.ts';
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
import type { Receipt } from './receipt.ts';
import { resolveReferences } from './references.ts';
import type { LedgerRoom } from './room.ts';
import type { SubmitOptions } from './submit-options.ts';
import { Work } from './work.ts';

export interface Submission {
  readonly envelope: Envelope;
  readonly records: readonly RawRecord[];
}

/**
 * The one way in (标准报送, architecture §3): checks every record, looks up what records point to, writes what can be
 * written, holds what must wait, and keeps verdicts, key and leaf, all in one transaction. The answer leaves after commit.
 * @throws BadInput for what makes the whole submission unusable; nothing is stored then, and the key is not used up
 */
export const submit = (
  room: LedgerRoom,
  caller: Caller,
  dataset: Dataset,
  submission: Submission,
  options: SubmitOptions = {},
): Promise<Receipt> => tryingAgain(() => submitOnce(room, caller, dataset, submission, options));

async function submitOnce(
  room: LedgerRoom,
  caller: Caller,
  dataset: Dataset,
  { envelope, records }: Submission,
  options: SubmitOptions,
): Promise<Receipt> {
  const now = room.clock.now();
  checkEnvelope(envelope, records.length, now);
  checkEntries(records);
  if (!options.held) refuseReleaseKey(envelope);
  const moment = { now, today: businessDateOf(now), sentAt: envelope.sentAt, limits: room.limits };
  const scene: Scene = { room, caller, moment, isRehearsal: envelope.dryRun };
  const digest = contentDigest(dataset.operation, envelope, records);
  const fields = fieldsOf(dataset);
  const candidates = records.map((raw, index) => new Candidate(index, raw));
  for (const one of candidates) one.read(fields, dataset, moment, caller);
  if (room.limits.zoneRequiredOf.includes(envelope.sourceSystem))
    for (const one of candidates) one.requireZone();
  await resolveReferences(dataset, candidates, scene, null);
  await openMonths(dataset, candidates, scene);
  const work = new Work(scene, dataset, envelope, candidates, digest, options);
  const receipt = await attempt(work, room, caller);
  if (receipt.isStored && !receipt.replayed) room.nudge(dataset.name);
  return receipt;
}

async function attempt(work: Work, room: LedgerRoom, caller: Caller): Promise<Receipt> {
  try {
    return await room.write(caller, (db) => work.do(db));
  } catch (error) {
    if (error instanceof NotStored) return error.receipt;
    // Seldom, and then the stored answer is there: the second look finds it.
    if (error instanceof KeyTaken) return room.write(caller, (db) => work.replay(db));
    throw error;
  }
}

const known = new WeakMap<Dataset, readonly (readonly [string, Field])[]>();

function fieldsOf(dataset: Dataset): readonly (readonly [string, Field])[] {
  const fields = known.get(dataset) ?? Object.entries(dataset.fields);
  known.set(dataset, fields);
  return fields;
}
