import { type GraphQLSchema, parse, print, validate } from 'graphql';
import type { LeafChoice, Variables } from './argument-values.ts';
import { random } from './random.ts';
import { newScope } from './response-scope.ts';
import type { Question } from './running-engine.ts';
import { rootSelections } from './selections.ts';

export interface OperationOptions {
  /** Levels below the root; 5 unless said. */
  readonly depth?: number;
  /** About so many fields at most; 25 unless said. */
  readonly fields?: number;
  /** Values for arguments that cannot be drawn from the type alone. */
  readonly leaf?: LeafChoice;
  /** Fields never to be asked. */
  readonly without?: (type: string, field: string) => boolean;
  /** Aliases only from a harmless vocabulary: no names of fields, no `__typename`. */
  readonly tameAliases?: boolean;
}

const ATTEMPTS = 20;

/**
 * A random valid query over any schema: aliases (also names of other fields, and `__typename`), named and inline
 * fragments, abstract types, duplicates that merge, @skip and @include, arguments as literals and variables,
 * introspection beside data. The same schema, seed and options give the same operation.
 */
export function randomOperation(
  schema: GraphQLSchema,
  seed: number,
  options: OperationOptions = {},
): Question {
  const problems: string[] = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const question = drawn(schema, seed * ATTEMPTS + attempt, options);
    const errors = validate(schema, parse(question.query));
    if (errors.length === 0) return question;
    problems.push(`${errors[0]!.message}\n${question.query}`);
  }
  throw new Error(`no valid operation of seed ${seed}: ${problems.at(-1)}`);
}

function drawn(schema: GraphQLSchema, seed: number, options: OperationOptions): Question {
  const choose = random(seed);
  const variables: Variables = { declarations: [], values: {} };
  const fragments = new Map<string, string>();
  const root = schema.getQueryType();
  if (!root) throw new Error('a schema without queries');
  const body = rootSelections(root, newScope(), {
    schema,
    choose,
    variables,
    fragments,
    leaf: options.leaf ?? (() => undefined),
    without: options.without ?? (() => false),
    tameAliases: options.tameAliases ?? false,
    depth: options.depth ?? 5,
    left: { fields: options.fields ?? 25 },
  });
  const declared = variables.declarations.length > 0 ? `(${variables.declarations.join(', ')})` : '';
  const isNamed = declared !== '' || choose.chance(0.5);
  const others = isNamed && choose.chance(0.1) ? 'query Other { __typename }' : '';
  const query = [others, `${isNamed ? `query Asked${declared}` : ''} ${body}`, ...fragments.values()].join(
    '\n',
  );
  return {
    query: print(parse(query)),
    variables: variables.values,
    ...(others && { operationName: 'Asked' }),
  };
}
