import {
  GraphQLID,
  type GraphQLInputType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isSpecifiedScalarType,
  Kind,
  type ValueNode,
} from 'graphql';

/** A value of the client's text, made ready to be sent as a variable: JSON that is fixed, or has variables in it. */
export type Template =
  | { readonly json: string }
  | { readonly variable: string }
  | { readonly list: readonly Template[] }
  | { readonly object: readonly (readonly [name: string, value: Template])[] };

/**
 * Lifts a value out of an operation (字面量提取). Undefined where a variable would mean something else: in a scalar of
 * the graph's own, a number that JSON would round, or a bare word.
 */
export function lifted(node: ValueNode, type: GraphQLInputType | undefined): Template | undefined {
  const inner = type && getNullableType(type);
  switch (node.kind) {
    case Kind.VARIABLE:
      return { variable: node.name.value };
    case Kind.NULL:
      return { json: 'null' };
    case Kind.LIST: {
      const item = isListType(inner) ? inner.ofType : undefined;
      return listOf(node.values.map((value) => lifted(value, item)));
    }
    case Kind.OBJECT: {
      if (isListType(inner)) return listOf([lifted(node, inner.ofType)]);
      const fields = isInputObjectType(inner) ? inner.getFields() : undefined;
      return objectOf(
        node.fields.map(({ name, value }) => [name.value, lifted(value, fields?.[name.value]?.type)]),
      );
    }
    default:
      return isListType(inner) ? listOf([lifted(node, inner.ofType)]) : leaf(node, inner);
  }
}

type LeafNode = Extract<ValueNode, { value: unknown }>;

function leaf(node: LeafNode, type: ReturnType<typeof getNullableType>): Template | undefined {
  if (node.kind === Kind.BOOLEAN || node.kind === Kind.STRING) return { json: JSON.stringify(node.value) };
  if (node.kind === Kind.ENUM) return isEnumType(type) ? { json: JSON.stringify(node.value) } : undefined;
  // ID reads a number as its digits, however many there are.
  if (type === GraphQLID || (isSpecified(type) && type.name === 'ID'))
    return { json: JSON.stringify(node.value) };
  if (isSpecified(type)) return { json: node.value };
  return String(Number(node.value)) === node.value && Math.abs(Number(node.value)) <= Number.MAX_SAFE_INTEGER
    ? { json: node.value }
    : undefined;
}

function isSpecified(type: unknown): type is { name: string } {
  // Below a scalar of the graph's own no type is known, and the library would fail on none.
  return type !== undefined && isSpecifiedScalarType(type as never);
}

function listOf(items: readonly (Template | undefined)[]): Template | undefined {
  if (!items.every((item) => item !== undefined)) return undefined;
  return items.every((item) => 'json' in item)
    ? { json: `[${items.map(({ json }) => json).join()}]` }
    : { list: items };
}

function objectOf(fields: readonly (readonly [string, Template | undefined])[]): Template | undefined {
  const known = fields.filter((field): field is readonly [string, Template] => field[1] !== undefined);
  if (known.length < fields.length) return undefined;
  return known.every((field): field is readonly [string, { json: string }] => 'json' in field[1])
    ? { json: `{${known.map(([name, { json }]) => `${JSON.stringify(name)}:${json}`).join()}}` }
    : { object: known };
}

/**
 * The JSON of a template under the variables of one request; undefined where nothing is given, so that a default of
 * the subgraph counts. Within a list that is null, within an object the field is left out, as GraphQL says.
 */
export function jsonOf(template: Template, variables: Readonly<Record<string, unknown>>): string | undefined {
  if ('json' in template) return template.json;
  if ('variable' in template)
    return Object.hasOwn(variables, template.variable)
      ? JSON.stringify(variables[template.variable])
      : undefined;
  if ('list' in template) return `[${template.list.map((item) => jsonOf(item, variables) ?? 'null').join()}]`;
  const fields = template.object.flatMap(([name, value]) => {
    const json = jsonOf(value, variables);
    return json === undefined ? [] : `${JSON.stringify(name)}:${json}`;
  });
  return `{${fields.join()}}`;
}
