import {
  type FieldDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  parseType,
  print,
  type SelectionNode,
  type TypeDefinitionNode,
  type TypeNode,
} from 'graphql';
import { argumentsOf, directivesNamed } from '../../../../schema/directives.ts';

/** A field as one subgraph has it. */
export interface SubgraphField {
  /** The named type of its value there, and the form of it: `[{}!]` for a list of objects. */
  readonly type: string;
  readonly shape: string;
  /** Only named there: to be asked where it is given along, and nowhere else. */
  readonly isExternal: boolean;
  readonly requires: FieldSet;
  readonly provides: FieldSet;
}

export type FieldSet = readonly SelectionNode[];

/** The types of one subgraph, as the supergraph tells them (子图类型). */
export interface SubgraphTypes {
  has(type: string): boolean;
  field(type: string, name: string): SubgraphField | undefined;
  /** The object types that stand for a type there; an interface object stands for itself. */
  possible(type: string): ReadonlySet<string>;
  /** The keys by which it takes references to a type. */
  keys(type: string): readonly FieldSet[];
}

/** @param graph the subgraph as the supergraph's `join__` directives call it */
export function subgraphTypes(
  types: ReadonlyMap<string, TypeDefinitionNode>,
  graph: string,
  isComposite: (type: string) => boolean,
): SubgraphTypes {
  const here = (node: TypeDefinitionNode, directive: string) =>
    given(node, directive).filter((one) => one.graph === graph);
  const members = new Map<string, Set<string>>();
  const add = (type: string, member: string) =>
    members.set(type, (members.get(type) ?? new Set()).add(member));
  const keys = new Map<string, FieldSet[]>();
  for (const [type, node] of types) {
    const places = here(node, 'join__type');
    if (places.length === 0) continue;
    const isObject =
      node.kind === Kind.OBJECT_TYPE_DEFINITION || places.some((place) => place.isInterfaceObject === true);
    members.set(type, members.get(type) ?? new Set());
    if (isObject) add(type, type);
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION)
      for (const { interface: name } of here(node, 'join__implements')) add(String(name), type);
    for (const { member } of here(node, 'join__unionMember')) add(type, String(member));
    keys.set(
      type,
      places.flatMap(({ key, resolvable }) =>
        typeof key === 'string' && resolvable !== false ? [fieldSet(key)] : [],
      ),
    );
  }
  const fields = new Map<string, SubgraphField | undefined>();
  const made = (type: string, name: string): SubgraphField | undefined => {
    const node = types.get(type);
    const definition =
      node !== undefined && members.has(type) && 'fields' in node
        ? node.fields?.find((field) => field.name.value === name)
        : undefined;
    return definition && fieldHere(definition as FieldDefinitionNode, graph, isComposite);
  };
  return {
    has: (type) => members.has(type),
    possible: (type) => members.get(type) ?? NONE,
    keys: (type) => keys.get(type) ?? [],
    field(type, name) {
      const id = `${type}.${name}`;
      if (!fields.has(id)) fields.set(id, made(type, name));
      return fields.get(id);
    },
  };
}

function fieldHere(
  definition: FieldDefinitionNode,
  graph: string,
  isComposite: (type: string) => boolean,
): SubgraphField | undefined {
  const places = given(definition, 'join__field');
  const [place] = places.filter((one) => one.graph === graph);
  // A field of which nothing is said is in every subgraph that has its type.
  if (places.length > 0 && place === undefined) return undefined;
  const { type, external, requires, provides } = place ?? {};
  const node = typeof type === 'string' ? parseType(type) : definition.type;
  const name = namedIn(node);
  return {
    type: name,
    shape: isComposite(name) ? print(node).replace(name, '{}') : print(node),
    isExternal: external === true,
    requires: fieldSet(requires),
    provides: fieldSet(provides),
  };
}

/** The type within lists and bangs. */
export const namedIn = (type: TypeNode): string =>
  type.kind === Kind.NAMED_TYPE ? type.name.value : namedIn(type.type);

/** The arguments of each directive of a name. */
export const given = (node: Parameters<typeof directivesNamed>[0], name: string) =>
  directivesNamed(node, name).map(argumentsOf);

function fieldSet(text: unknown): FieldSet {
  if (typeof text !== 'string') return [];
  const [operation] = parse(`{${text}}`, { noLocation: true }).definitions;
  return (operation as OperationDefinitionNode).selectionSet.selections;
}

const NONE: ReadonlySet<string> = new Set();
