import type { Composition } from './composition.ts';
import { plainerWords } from './plainer.ts';
import { computedLater, type Reworded } from './told-later.ts';

/**
 * An operation as it is, and then, each only when it is asked for, in other words that planners may do better with
 * (同义改写). A plan of any of them is checked against the operation itself.
 */
export function wordingsOf(composition: Composition) {
  const plainer = plainerWords(composition);
  const later = computedLater(composition);
  return function* (operation: string): Generator<Reworded> {
    yield { words: operation, complete: (tree) => tree };
    const plain = plainer(operation);
    if (plain !== operation) yield { words: plain, complete: (tree) => tree };
    const reworded = later(plain);
    if (reworded) yield reworded;
  };
}
