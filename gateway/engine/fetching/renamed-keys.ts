import type { FetchRewrite } from '@graphql-hive/router-query-planner';
import type { Kinds } from '../kinds.ts';
import type { FetchedKey } from './fetched-keys.ts';
import { belowEntities, plainRewrite, type Rewrite, rewriteOf } from './rewrites.ts';

/** The keys of a fetch after its answer is rewritten, and how a step of an error's path is called then. */
export function renamedKeys(keys: readonly FetchedKey[], rewrites: readonly FetchRewrite[]) {
  const names = new Map<string, string>();
  for (const { path, renameKeyTo } of rewrites.map(plainRewrite)) {
    const last = path.at(-1);
    if (renameKeyTo !== undefined && last !== undefined && 'Key' in last) names.set(last.Key, renameKeyTo);
  }
  const also = keys.flatMap((one) => (names.has(one.key) ? [{ ...one, key: names.get(one.key)! }] : []));
  return {
    keys: [...keys, ...also],
    rename: (step: string | number): string | number => names.get(step as string) ?? step,
  };
}

/** What is done to an answer before it is merged: to its data, or to the list of entities. */
export function rewritesOfAnswer(
  rewrites: readonly FetchRewrite[],
  kinds: Kinds,
  list: string | undefined,
): Rewrite | undefined {
  if (rewrites.length === 0) return undefined;
  const all = rewrites.map((rewrite) => {
    const plain = plainRewrite(rewrite);
    return rewriteOf(list === undefined ? plain : belowEntities(plain, list), kinds);
  });
  return (value) => {
    for (const rewrite of all) rewrite(value);
  };
}
