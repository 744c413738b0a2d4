import type { Querier } from '../query.ts';
import type { Provenance } from '../new-record.ts';
import { keyOf } from '../prepare.ts';
import type { Candidate } from './candidate.ts';
import type { Dataset, Found, Scene, Written } from './dataset.ts';
import { lookAgain, NotOnRecord, reached } from './look-again.ts';
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
  const targets = await lookAgain(
    dataset,
    stopped.map(({ one }) => one),
    scene,
    db,
  );
  const stated = stopped.flatMap(({ part, one }) => {
    const known = targets.get(one);
    const written = writtenOf(part, one, known?.found ?? one.found);
    return written ? [{ one, known, written }] : [];
  });
  if (stated.length === 0) return;
  const records = stated.map(({ written: { content, occurredAt } }) => ({
    content,
    occurredAt,
    sourceVersion: 0n,
  }));
  const standing = await scene.room.writer(dataset.fact).alreadyStated(db, records, provenance);
  for (const [at, { one, known }] of stated.entries()) if (standing.has(at)) one.recognise(known?.targets);
}

/**
 * Whether a record that is about to be held or refused may state a fact that another of several submissions states: that one is not on
 * record yet, and one after the other they would find it.
 */
export function mustFollow(
  dataset: Dataset,
  parts: readonly Part[],
  judged: ReadonlySet<Candidate>,
  { room }: Scene,
): boolean {
  const { fact } = dataset;
  const all = parts.flatMap((part) =>
    part.candidates.filter((one) => judged.has(one)).map((one) => ({ part, one })),
  );
  if (parts.length === 1 || !all.some(({ one }) => one.isStopped)) return false;
  const table = room.table(fact);
  const written = all
    .filter(({ one }) => one.isWritable || one.isStopped)
    .map(({ part, one }) => ({ part, one, written: writtenOf(part, one, reached(dataset, one)) }));
  const stated = written.flatMap(({ part, one, written: found }) =>
    found ? [{ part, one, key: keyOf(table, { occurredAt: found.occurredAt, ...found.content }) }] : [],
  );
  const byKey = Map.groupBy(stated, ({ key }) => key);
  return (
    written.some(({ one, written: found }) => one.isStopped && found === null) ||
    stated.some(({ part, one, key }) => one.isStopped && byKey.get(key)!.some((other) => other.part !== part))
  );
}

/** What such a record would state; null where that is made of what is not on record. */
function writtenOf(part: Part, one: Candidate, found: Found): Written | null {
  try {
    return part.writtenOf(one, found);
  } catch (error) {
    if (error instanceof NotOnRecord) return null;
    throw error;
  }
}
