import {
  coerceInputValue,
  type GraphQLError,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
  valueFromAST,
} from 'graphql';
import { refusal } from '../refusal.ts';
import { statedRecords } from './stated-records.ts';

const MOST_PROBLEMS = 10;

interface Problem {
  variable: string;
  path: readonly (string | number)[];
  expected: string;
}

/**
 * Reads the variables against their declared types, defaults filled in. Problems are told by place and expected
 * type; the value itself is never repeated, it may be a person's number.
 */
export function readVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const problems: Problem[] = [];
  const read: Record<string, unknown> = {};
  for (const { variable, type: node, defaultValue } of operation.variableDefinitions ?? []) {
    const name = variable.name.value;
    // A list type node is not one of the overloads by name, but any type node is accepted.
    const type = typeFromAST(schema, node as never);
    if (type === undefined || !isInputType(type)) continue;
    const isGiven = Object.hasOwn(given, name) && given[name] !== undefined;
    if (!isGiven && defaultValue !== undefined) read[name] = valueFromAST(defaultValue, type);
    else if (!isGiven && isNonNullType(type))
      problems.push({ variable: name, path: [], expected: String(type) });
    else if (isGiven)
      read[name] =
        statedRecords(given[name], type) ??
        coerceInputValue(given[name], type, (path, _value, error) => {
          if (problems.length < MOST_PROBLEMS)
            problems.push({
              variable: name,
              path,
              expected: shapeOf(error) ?? expectedBy(error.message, String(type)),
            });
        });
  }
  if (problems.length === 0) return read;
  const places = problems.map(
    ({ variable, path, expected }) => `$${[variable, ...path].join('.')}: expected ${expected}`,
  );
  throw refusal('BAD_VARIABLES', places.join('; '), { variables: problems });
}

// The standard's scalars say what they expect, without the value.
const shapeOf = ({ extensions }: GraphQLError): string | undefined =>
  typeof extensions.expected === 'string' ? extensions.expected : undefined;

// graphql-js says "Expected type "X"", "Field "x" is not defined by type "X"" or "X cannot represent …: value".
function expectedBy(message: string, type: string): string {
  const [, expected] = /^Expected (?:non-nullable )?type "([\w![\]]+)"/.exec(message) ?? [];
  const [, unknown] = /^Field "(\w+)" is not defined/.exec(message) ?? [];
  const [, missing] = /^Field "(\w+)" of required type/.exec(message) ?? [];
  const [, scalar] = /^(\w+) cannot represent/.exec(message) ?? [];
  if (unknown !== undefined) return `no field ${unknown}`;
  if (missing !== undefined) return `a value for ${missing}`;
  return expected ?? scalar ?? type;
}
