import {
  type GraphQLInputType,
  type GraphQLSchema,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';

type Fill = (value: unknown) => unknown;

/**
 * Fills in what input objects leave out and the schema has a default for (默认值). The compiled executor reads variables
 * without doing so, and would refuse them. Made once an operation; variables without such a field pass untouched.
 */
export function inputDefaults(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
): (variables: Readonly<Record<string, unknown>>) => Record<string, unknown> {
  const fills = variableDefinitions.flatMap(({ variable, type }): [string, Fill][] => {
    // A list type node is not one of the overloads by name, but any type node is accepted.
    const known = typeFromAST(schema, type as never);
    const fill = known && isInputType(known) ? fillOf(known, new Set()) : null;
    return fill ? [[variable.name.value, fill]] : [];
  });
  return (variables) => {
    const filled = { ...variables };
    for (const [name, fill] of fills) if (Object.hasOwn(filled, name)) filled[name] = fill(filled[name]);
    return filled;
  };
}

/** Null where nothing below the type has a default. */
function fillOf(type: GraphQLInputType, above: ReadonlySet<GraphQLInputType>): Fill | null {
  if (isNonNullType(type)) return fillOf(type.ofType, above);
  if (isListType(type)) {
    const each = fillOf(type.ofType, above);
    return each && ((value) => (Array.isArray(value) ? value.map(each) : each(value)));
  }
  // A type that holds itself is followed once: no input of the standard does.
  if (!isInputObjectType(type) || above.has(type)) return null;
  const defaults: [string, unknown][] = [];
  const inner: [string, Fill][] = [];
  for (const field of Object.values(type.getFields())) {
    if (field.defaultValue !== undefined) defaults.push([field.name, field.defaultValue]);
    const fill = fillOf(field.type, new Set(above).add(type));
    if (fill) inner.push([field.name, fill]);
  }
  if (defaults.length === 0 && inner.length === 0) return null;
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const filled: Record<string, unknown> = { ...value };
    for (const [name, given] of defaults) if (filled[name] === undefined) filled[name] = given;
    for (const [name, fill] of inner) if (filled[name] !== undefined) filled[name] = fill(filled[name]);
    return filled;
  };
}
