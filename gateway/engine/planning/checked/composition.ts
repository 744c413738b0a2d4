import { isTypeDefinitionNode, Kind, parse, print, type TypeDefinitionNode } from 'graphql';
import { directivesNamed } from '../../../../schema/directives.ts';
import { type Kinds, kindsOf } from '../../kinds.ts';
import {
  type FieldSet,
  given,
  namedIn,
  type SubgraphField,
  type SubgraphTypes,
  subgraphTypes,
} from './subgraph-types.ts';

/** What a supergraph says about its subgraphs (子图构成). */
export interface Composition {
  readonly kinds: Kinds;
  /** Whether clients do not see objects of a type. */
  isHidden(type: string): boolean;
  isObject(type: string): boolean;
  rootType(operation: string): string;
  subgraph(name: string): SubgraphTypes | undefined;
  /** The type within lists and bangs of a field, and whether there are lists. */
  valueOf(type: string, field: string): { readonly type: string; readonly isList: boolean } | undefined;
  /** The subgraphs that answer a field. */
  answering(type: string, field: string): { name: string; types: SubgraphTypes; field: SubgraphField }[];
  /** The keys of an interface that is an interface object somewhere; none for any other type. */
  keysOfInterfaceObject(type: string): readonly FieldSet[];
  /**
   * The object types that the value of a field can be of, as one subgraph calls them. What several subgraphs answer is
   * the same in all of them, so only what each of them has can come.
   */
  possibleAt(there: SubgraphTypes, type: string, field: string): ReadonlySet<string>;
}

export function compositionOf(supergraphSdl: string): Composition {
  const supergraph = parse(supergraphSdl, { noLocation: true });
  const types = new Map<string, TypeDefinitionNode>();
  const roots = new Map<string, string>();
  const graphs = new Map<string, string>();
  for (const node of supergraph.definitions) {
    if (isTypeDefinitionNode(node)) types.set(node.name.value, node);
    if (node.kind === Kind.SCHEMA_DEFINITION)
      for (const { operation, type } of node.operationTypes) roots.set(operation, type.name.value);
    if (node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === 'join__Graph')
      for (const value of node.values ?? [])
        for (const { name } of given(value, 'join__graph')) graphs.set(String(name), value.name.value);
  }
  const kinds = kindsOf(supergraph);
  const isComposite = (type: string) => COMPOSITE.has(types.get(type)?.kind);
  const subgraphs = new Map<string, SubgraphTypes>();
  for (const [name, graph] of graphs) subgraphs.set(name, subgraphTypes(types, graph, isComposite));
  return {
    kinds,
    isObject: (type) => types.get(type)?.kind === Kind.OBJECT_TYPE_DEFINITION,
    isHidden: (type) => directivesNamed(types.get(type) ?? {}, 'inaccessible').length > 0,
    rootType: (operation) => roots.get(operation) ?? 'Query',
    subgraph: (name) => subgraphs.get(name),
    valueOf(type, name) {
      const node = types.get(type);
      const fields = node && 'fields' in node ? (node.fields ?? []) : [];
      const field = fields.find((one) => one.name.value === name);
      return field && { type: namedIn(field.type), isList: print(field.type).startsWith('[') };
    },
    answering: (type, name) =>
      [...subgraphs].flatMap(([graph, one]) => {
        const field = one.field(type, name);
        return field === undefined || field.isExternal ? [] : [{ name: graph, types: one, field }];
      }),
    keysOfInterfaceObject(type) {
      const all = [...subgraphs.values()];
      const isStandIn =
        types.get(type)?.kind === Kind.INTERFACE_TYPE_DEFINITION &&
        all.some((one) => one.possible(type).has(type));
      return isStandIn ? all.flatMap((one) => one.keys(type)) : [];
    },
    possibleAt(there, type, name) {
      const agreed = [...subgraphs.values()].flatMap((one): ReadonlySet<string>[] => {
        const field = one === there ? undefined : one.field(type, name);
        return field === undefined || field.isExternal ? [] : [one.possible(field.type)];
      });
      const declared = there.field(type, name)?.type ?? '';
      const possible = there.possible(declared);
      // An interface that nothing implements there can only come as itself.
      if (possible.size === 0) return new Set([declared]);
      if (agreed.length === 0) return possible;
      const isIn = (set: ReadonlySet<string>, one: string) =>
        set.has(one) || [...set].some((other) => kinds.of(other).has(one) || kinds.of(one).has(other));
      return new Set([...possible].filter((one) => agreed.every((set) => isIn(set, one))));
    },
  };
}

const COMPOSITE: ReadonlySet<Kind | undefined> = new Set([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.UNION_TYPE_DEFINITION,
]);
