import type { Querier } from '../query.ts';
import type { Provenance } from '../new-record.ts';
import { keyOf } from '../prepare.ts';
import type { Candidate } from './candidate.ts';
import type { Dataset, Found, Scene } from './dataset.ts';
import type { Part } from './part.ts';

/**
 * Records that are about to be held or refused for what stands around them by now, though they say what their source's own fact says
 * already (重复报送): what they name was taken back or changed since. They go on as writable, and the writer finds them recorded.
 * Nothing is asked where nothing is in the way of any record; what is wrong by itself, or out of the sender's reach, stays so. A
 * worker's app learns nothing of another worker's records.
 */
export async function recognise(
  dataset: Dataset,
  parts: readonly Part[],
  judged: ReadonlySet<Candidate>,
  scene: Scene,
  db: Querier,
  provenance: Provenance,
): Promise<void> {
  if (scene.caller.kind === 'WORKER_APP') return;
  const stopped = parts.flatMap((part) =>
    part.candidates.filter((one) => judged.has(one) && one.isStopped).map((one) => ({ part, one })),
  );
  if (stopped.length === 0) return;
  const gone = await whatIsGone(
    stopped.map(({ one }) => one),
    scene,
    db,
  );
  const stated = stopped.flatMap(({ part, one }) => {
    const target = gone.get(one);
    const found: Found = (reference) =>
      reference === one.unfound ? ((target ?? null) as never) : one.found(reference);
    const written = writtenOf(part, one, found);
    return written ? [{ one, target, written }] : [];
  });
  if (stated.length === 0) return;
  const records = stated.map(({ written: { content, occurredAt } }) => ({
    content,
    occurredAt,
    sourceVersion: 0n,
  }));
  const known = await scene.room.writer(dataset.fact).alreadyStated(db, records, provenance);
  for (const [at, { one, target }] of stated.entries()) if (known.has(at)) one.recognise(target);
}

/**
 * Whether a record that is about to be held or refused may state a fact that another of several submissions states: that one is not on
 * record yet, and one after the other they would find it.
 */
export function mustFollow(
  { fact }: Dataset,
  parts: readonly Part[],
  judged: ReadonlySet<Candidate>,
  { room }: Scene,
): boolean {
  const all = parts.flatMap((part) =>
    part.candidates.filter((one) => judged.has(one)).map((one) => ({ part, one })),
  );
  if (parts.length === 1 || !all.some(({ one }) => one.isStopped)) return false;
  const table = room.table(fact);
  const stated = all.flatMap(({ part, one }) => {
    const written = one.isWritable || one.isStopped ? writtenOf(part, one, one.found) : null;
    const { content, occurredAt } = written ?? {};
    return written ? [{ part, one, key: keyOf(table, { occurredAt, ...content }) }] : [];
  });
  const byKey = Map.groupBy(stated, ({ key }) => key);
  return (
    all.some(({ one }) => one.isStopped && one.unfound?.findGone !== undefined) ||
    stated.some(({ part, one, key }) => one.isStopped && byKey.get(key)!.some((other) => other.part !== part))
  );
}

/** What stopped records named until it was taken back, where their references can tell. */
async function whatIsGone(
  stopped: readonly Candidate[],
  scene: Scene,
  db: Querier,
): Promise<ReadonlyMap<Candidate, unknown>> {
  const gone = new Map<Candidate, unknown>();
  for (const [reference, some] of Map.groupBy(stopped, ({ unfound }) => unfound)) {
    if (!reference?.findGone) continue;
    const keyOf = (one: Candidate) => reference.key(one.values as never, one.found)!;
    const targets = await reference.findGone([...new Set(some.map(keyOf))], scene, db);
    for (const one of some) gone.set(one, targets.get(keyOf(one)));
  }
  return gone;
}

/** What such a record would state; null where writing takes for granted what is not there. */
function writtenOf(part: Part, one: Candidate, found: Found) {
  try {
    return part.writtenOf(one, found);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
