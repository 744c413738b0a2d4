import type { Resolvers } from './subgraph.ts';

/** The resolvers of a department's nouns as one map; a field resolved twice is a mistake and stops the start. */
export function mergeResolvers(parts: readonly Resolvers[]): Resolvers {
  const merged: Resolvers = {};
  for (const part of parts) {
    for (const [type, fields] of Object.entries(part)) {
      merged[type] ??= {};
      const target = merged[type];
      for (const [field, resolve] of Object.entries(fields)) {
        if (target[field]) throw new Error(`${type}.${field} is resolved twice`);
        target[field] = resolve;
      }
    }
  }
  return merged;
}
