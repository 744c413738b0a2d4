import {
  coerceInputValue,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
  valueFromAST,
} from 'graphql';
import { statedRecords } from '../gate/stated-records.ts';
import { refusal } from '../refusal.ts';

export type Variables = Readonly<Record<string, unknown>>;

interface Declared {
  readonly name: string;
  readonly type: GraphQLInputType;
  readonly hasDefault: boolean;
  readonly fallback: unknown;
}

/**
 * Reads a client's variables by the client's schema: defaults filled in, single values made lists, unknown ones left
 * out. The gate has told the client what is wrong with them; here a wrong one is only refused. Throws BAD_VARIABLES.
 */
export function variableReader(schema: GraphQLSchema, { variableDefinitions = [] }: OperationDefinitionNode) {
  const declared = variableDefinitions.flatMap(({ variable, type: node, defaultValue }): Declared[] => {
    const type = typeFromAST(schema, node as never);
    if (type === undefined || !isInputType(type)) return [];
    const fallback = defaultValue && valueFromAST(defaultValue, type);
    return [{ name: variable.name.value, type, hasDefault: defaultValue !== undefined, fallback }];
  });
  return (given: Variables): Variables => {
    const read: Record<string, unknown> = Object.create(null);
    for (const { name, type, hasDefault, fallback } of declared) {
      const value = Object.hasOwn(given, name) ? given[name] : undefined;
      if (value !== undefined) read[name] = statedRecords(value, type) ?? coerceInputValue(value, type, wrong(name));
      else if (hasDefault) read[name] = fallback;
      else if (isNonNullType(type)) wrong(name)();
    }
    return read;
  };
}

const wrong = (name: string) => () => {
  throw refusal('BAD_VARIABLES', `$${name} is not of its type`, { variables: [{ variable: name, path: [] }] });
};
