import type { Candidate } from './candidate.ts';
import type { Dataset, Reference, Written } from './dataset.ts';
import type { LedgerRoom } from './room.ts';

/**
 * Records point to others of their own call (批内引用) as well as to what stands: a return beside the booking that it undoes, an
 * organisation beside the one above it. What was written is looked up like everything else, so that such a record is told what it
 * would be in a call of its own after them.
 */
export function waitedWithin(
  dataset: Dataset,
  candidates: readonly Candidate[],
  changed: readonly Written[],
  room: LedgerRoom,
): Candidate[] {
  const here = new Set(
    (dataset.references as readonly Reference<never, unknown>[]).filter(isHere).map(nameOf),
  );
  const waiting = candidates.filter(({ waits }) => waits !== null && here.has(waits.name));
  if (waiting.length === 0 || !dataset.releases) return [];
  const known = new Set(
    changed.flatMap(({ content }) =>
      dataset.releases!(content, room).map(({ name, key }) => `${name} ${key}`),
    ),
  );
  return waiting.filter(({ waits }) => known.has(`${waits!.name} ${waits!.key}`));
}

/**
 * How often what is left of a call is judged once more, by the longest way from one record to another; what is left after that is
 * held as if it had come alone, and released like it.
 */
export const MOST_ROUNDS = 50;

// What is asked of the graph was asked before the transaction opened.
const isHere = ({ asks }: Reference<never, unknown>): boolean => asks === 'database';
const nameOf = ({ name }: Reference<never, unknown>): string => name;
