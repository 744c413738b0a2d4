import { type DocumentNode, Kind } from 'graphql';
import { argumentsOf, directivesNamed } from '../../schema/directives.ts';

/** Which types of a supergraph are kinds of which (类型归属); also of types that clients do not see. */
export interface Kinds {
  /** A type and everything that is of it: members, implementations, interfaces below. */
  of(type: string): ReadonlySet<string>;
  /** Whether a name is of an object type: more cannot be said about an object. */
  isObject(name: unknown): boolean;
}

export function kindsOf(supergraph: DocumentNode): Kinds {
  const sets = new Map<string, Set<string>>();
  const objects = new Set<unknown>();
  const setOf = (name: string): Set<string> => {
    const set = sets.get(name) ?? new Set([name]);
    sets.set(name, set);
    return set;
  };
  for (const node of supergraph.definitions) {
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION) objects.add(node.name.value);
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION)
      for (const { name } of node.interfaces ?? []) setOf(name.value).add(node.name.value);
    if (node.kind === Kind.UNION_TYPE_DEFINITION)
      for (const { name } of node.types ?? []) setOf(node.name.value).add(name.value);
  }
  return { of: setOf, isObject: (name) => objects.has(name) };
}

/** The subgraphs of a supergraph, by the names under which they are reached. */
export function subgraphNames(supergraph: DocumentNode): string[] {
  return supergraph.definitions.flatMap((node) =>
    node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === 'join__Graph'
      ? (node.values ?? []).flatMap((value) =>
          directivesNamed(value, 'join__graph').map((it) => String(argumentsOf(it).name)),
        )
      : [],
  );
}
