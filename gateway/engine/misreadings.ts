import {
  GraphQLError,
  type GraphQLSchema,
  parse,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql';

/** One thing that is wrong with a document (校验错误), in a form that goes from process to process. */
export interface Misreading {
  readonly message: string;
  /** Places in the text, if it is about some. */
  readonly positions?: readonly number[];
  /** What a scalar of the standard has against a value. */
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/**
 * What validation says of a text, by Apollo Server's rules, in its order and words: no more than a hundred errors, without
 * suggestions, which would tell the schema. Undefined for a text that cannot be parsed: the parser says that better.
 */
export function misreadings(
  schema: GraphQLSchema,
  text: string,
  introspection: boolean,
): readonly Misreading[] | undefined {
  const document = parsed(text);
  if (document === undefined) return undefined;
  const rules = introspection ? specifiedRules : [...specifiedRules, noIntrospection];
  // To look for names that are like a wrong one takes longer than everything else, a hundred times over.
  return validate(schema, document, rules, { hideSuggestions: true }).map(misreading);
}

function parsed(text: string) {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

function misreading({ message, positions, extensions }: GraphQLError): Misreading {
  return {
    message: message.replace(/ ?Did you mean(.+?)\?$/, ''),
    ...(positions && { positions }),
    ...(Object.keys(extensions).length > 0 && { extensions }),
  };
}

const noIntrospection: ValidationRule = (context) => ({
  Field(node) {
    if (node.name.value === '__schema' || node.name.value === '__type')
      context.reportError(new GraphQLError(NOT_ALLOWED, { nodes: [node] }));
  },
});

// As the server says it by itself.
const NOT_ALLOWED =
  'GraphQL introspection is not allowed by Apollo Server, but the query contained __schema or __type. To enable introspection, pass introspection: true to ApolloServer in production';
