import { type GraphQLLeafType, isEnumType } from 'graphql';

/** Reads one leaf of a subgraph's answer; null for what the type does not allow. */
export type LeafReader = (value: unknown) => unknown;

const LARGEST_INT = 2 ** 31;

const specified: Readonly<Record<string, LeafReader>> = {
  String: (value) => (typeof value === 'string' ? value : null),
  // The one leaf with two forms in JSON, and one for clients.
  ID: (value) => (typeof value === 'string' ? value : Number.isInteger(value) ? String(value) : null),
  Int: (value) =>
    Number.isInteger(value) && (value as number) < LARGEST_INT && (value as number) >= -LARGEST_INT
      ? value
      : null,
  Float: (value) => (typeof value === 'number' ? value : null),
  Boolean: (value) => (typeof value === 'boolean' ? value : null),
};

/** How leaves of a type are read. A scalar of the graph's own is the subgraph's to check: it passes as it came. */
export function leafReader(type: GraphQLLeafType): LeafReader {
  if (!isEnumType(type))
    return Object.hasOwn(specified, type.name) ? specified[type.name]! : (value) => value;
  const words = new Set<unknown>(type.getValues().map(({ name }) => name));
  return (value) => (words.has(value) ? value : null);
}
