import type { Kinds } from '../kinds.ts';

/** Puts what a fetch brought over what is there; answers what then stands. */
export type Merge = (there: unknown, came: unknown) => unknown;

/**
 * Merges two answers about the same thing. What is there stays against null, lists of the same length are merged item
 * by item, others are replaced, and a type that is named exactly stays against the name of its interface.
 */
export function deepMerge(kinds: Kinds): Merge {
  const merge: Merge = (there, came) => {
    if (there === undefined || there === null) return came;
    if (came === null || came === undefined) return there;
    if (typeof there !== 'object' || typeof came !== 'object') return came;
    if (Array.isArray(there)) {
      if (!Array.isArray(came) || came.length !== there.length) return came;
      for (let place = 0; place < came.length; place += 1) there[place] = merge(there[place], came[place]);
      return there;
    }
    if (Array.isArray(came)) return came;
    for (const key of Object.keys(came)) {
      // A subgraph's answer may hold any key; this one would be no key but the prototype.
      if (key === '__proto__') continue;
      const value = (came as Record<string, unknown>)[key];
      const before = Object.hasOwn(there, key) ? (there as Record<string, unknown>)[key] : undefined;
      (there as Record<string, unknown>)[key] =
        key === '__typename' && kinds.isObject(before) ? before : merge(before, value);
    }
    return there;
  };
  return merge;
}

/** A copy that shares nothing that later fetches write into. */
export function copied(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copied);
  const copy: Record<string, unknown> = { ...(value as Record<string, unknown>) };
  for (const key of Object.keys(copy)) copy[key] = copied(copy[key]);
  return copy;
}
