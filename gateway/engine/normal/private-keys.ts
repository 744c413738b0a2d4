import {
  getNamedType,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  isCompositeType,
  isInterfaceType,
  isIntrospectionType,
  isLeafType,
  isObjectType,
} from 'graphql';

/** What the keys of one place are made from. */
export interface KeyRequest {
  readonly response: string;
  /** The client's arguments as written. */
  readonly written: string;
  readonly definition: GraphQLField<unknown, unknown>;
  /** Whether the client renamed this field or one above it. */
  readonly isRenamed: boolean;
  /** A change is done once for each time it is asked for. */
  readonly isChange: boolean;
  args(): string;
}

/** The keys given so far in one place of the answer, and in the places below it. */
export interface Names {
  readonly keys: Map<string, { key: string; args: string }>;
  readonly below: Map<string, Names>;
}

export const noNames = (): Names => ({ keys: new Map(), below: new Map() });

export function namesBelow({ below }: Names, key: string): Names {
  const names = below.get(key) ?? noNames();
  below.set(key, names);
  return names;
}

/**
 * Gives each field the key under which it travels between gateway and subgraphs (内部键). The client's aliases never
 * do: a field that takes no arguments goes under its own name, all others under a name that no field of the graph has. So no
 * client can put another value where a key is read.
 */
export function privateKeys(schema: GraphQLSchema, supergraphSdl: string) {
  const prefix = unusedPrefix(supergraphSdl);
  const uniform = uniformity(schema);
  return (names: Names, request: KeyRequest): { key: string; args: string } => {
    const { response, written, definition, isRenamed, isChange } = request;
    const { name, type, args } = definition;
    // A required field may ask for the same with arguments of its own, under the bare name.
    const isPlain = args.length === 0 && !isChange && !(name in Object.prototype);
    if (isPlain && (!isRenamed || uniform(name))) return { key: name, args: '' };
    const shape = shapeOf(type);
    const id = written === '' && !isChange ? `${name} ${shape}` : `${response} ${name} ${shape} ${written}`;
    const known = names.keys.get(id) ?? { key: `${prefix}${names.keys.size}`, args: request.args() };
    names.keys.set(id, known);
    return known;
  };
}

function unusedPrefix(supergraphSdl: string): string {
  let prefix = '_k';
  while (new RegExp(`\\b${prefix}\\d`).test(supergraphSdl)) prefix = `_${prefix}`;
  return prefix;
}

/** Whether a field looks alike on every type that has it, so that one key can stand for all of them. */
function uniformity(schema: GraphQLSchema): (field: string) => boolean {
  const shapes = new Map<string, Set<string>>();
  for (const type of Object.values(schema.getTypeMap()))
    if ((isObjectType(type) || isInterfaceType(type)) && !isIntrospectionType(type))
      for (const field of Object.values(type.getFields())) {
        const known = shapes.get(field.name) ?? new Set();
        shapes.set(field.name, known.add(shapeOf(field.type)));
      }
  return (field) => shapes.get(field)?.size === 1;
}

// Two fields under one key must be lists and required alike, and the same leaf (GraphQL, SameResponseShape).
function shapeOf(type: GraphQLOutputType): string {
  const named = getNamedType(type);
  return isCompositeType(named) && !isLeafType(named) ? String(type).replace(named.name, '{}') : String(type);
}
