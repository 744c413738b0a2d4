import {
  coerceInputValue,
  type GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
  valueFromAST,
  type VariableDefinitionNode,
} from 'graphql';
import { refusal } from '../refusal.ts';
import { statedRecords } from './stated-records.ts';

const MOST_PROBLEMS = 10;

export interface Problem {
  variable: string;
  path: readonly (string | number)[];
  expected: string;
}

export type Given = Readonly<Record<string, unknown>>;

/** One declared variable; `byDefault` is the value of a default, `isRequired` whether it must be given. */
interface Declared {
  name: string;
  type: GraphQLInputType;
  isRequired: boolean;
  byDefault?: { readonly value: unknown };
}

/**
 * Reads the variables of an operation against their declared types, defaults filled in. The declarations are read once.
 * Problems are told by place and expected type; the value itself is never repeated, it may be a person's number.
 */
export function variableReader(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
): (given: Given) => Record<string, unknown> {
  const declared = variableDefinitions.flatMap((definition) => declaredBy(definition, schema));
  return (given) => {
    const problems: Problem[] = [];
    const read: Record<string, unknown> = Object.create(null);
    try {
      for (const one of declared) readOne(one, given, read, problems, schema);
    } catch (error) {
      if (error !== ENOUGH) throw error;
    }
    if (problems.length > 0) throw badVariables(problems);
    return read;
  };
}

function declaredBy(
  { variable, type: node, defaultValue }: VariableDefinitionNode,
  schema: GraphQLSchema,
): Declared | [] {
  // A list type node is not one of the overloads by name, but any type node is accepted.
  const type = typeFromAST(schema, node as never);
  if (type === undefined || !isInputType(type)) return [];
  const byDefault = defaultValue && { byDefault: { value: valueFromAST(defaultValue, type) } };
  return { name: variable.name.value, type, isRequired: isNonNullType(type), ...byDefault };
}

function readOne(
  { name, type, isRequired, byDefault }: Declared,
  given: Given,
  read: Record<string, unknown>,
  problems: Problem[],
  schema: GraphQLSchema,
): void {
  const value = Object.hasOwn(given, name) ? given[name] : undefined;
  if (value === undefined) {
    if (byDefault) read[name] = byDefault.value;
    else if (isRequired) problems.push({ variable: name, path: [], expected: String(type) });
    return;
  }
  read[name] =
    statedRecords(value, type) ??
    coerceInputValue(value, type, (path, _value, error) => {
      const expected =
        shapeOf(error) ?? wordsOf(error.message, schema) ?? expectedBy(error.message, String(type));
      problems.push({ variable: name, path, expected });
      if (problems.length >= MOST_PROBLEMS) throw ENOUGH;
    });
}

/** Ends the reading: an error for each of 200,000 wrong values would cost seconds. */
const ENOUGH = new Error('enough problems');

/** Told with each place and what is expected there. */
export function badVariables(problems: readonly Problem[]): GraphQLError {
  const places = problems.map(
    ({ variable, path, expected }) => `$${[variable, ...path].join('.')}: expected ${expected}`,
  );
  return refusal('BAD_VARIABLES', places.join('; '), { variables: problems });
}

// The standard's scalars say what they expect, without the value.
const shapeOf = ({ extensions }: GraphQLError): string | undefined =>
  typeof extensions.expected === 'string' ? extensions.expected : undefined;

// graphql-js says "Value "x" does not exist in "X" enum." and "Enum "X" cannot represent …", neither with the words there are.
function wordsOf(message: string, schema: GraphQLSchema): string | undefined {
  const [, absent, misrepresented] =
    / does not exist in "(\w+)" enum\.|^Enum "(\w+)" cannot represent/.exec(message) ?? [];
  const type = schema.getType(absent ?? misrepresented ?? '');
  return isEnumType(type)
    ? `one of ${type
        .getValues()
        .map(({ name }) => name)
        .join(', ')}`
    : undefined;
}

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
