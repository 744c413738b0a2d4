import { type DocumentNode, execute, type GraphQLSchema, parse, validate } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { SubgraphAnswer, SubgraphRequest, SubgraphTransport } from '../../../kernel/transport.ts';

/** One fetch as a subgraph saw it. */
export interface Fetch {
  readonly subgraph: string;
  readonly query: string;
  readonly operationName?: string;
  readonly variables: Record<string, unknown>;
  /** By which it hears that nobody waits for its answer any more. */
  readonly cancellation?: SubgraphRequest['cancellation'];
}

/**
 * A subgraph in this process: validates and executes with the reference executor, so that a fetch which no strict
 * subgraph would take becomes an error here too. `sent` gets every fetch.
 */
export function schemaTransport(name: string, schema: GraphQLSchema, sent?: Fetch[]): SubgraphTransport {
  const documents = new LRUCache<string, DocumentNode | readonly Error[]>({ max: 200 });
  const documentOf = (query: string) => {
    let known = documents.get(query);
    if (known === undefined) {
      known = read(schema, query);
      documents.set(query, known);
    }
    return known;
  };
  return {
    kind: 'in-process',
    async send({ body, cancellation }): Promise<SubgraphAnswer> {
      const { query, operationName, variables = {} } = JSON.parse(body) as Omit<Fetch, 'subgraph'>;
      sent?.push({ subgraph: name, query, variables, cancellation, ...(operationName && { operationName }) });
      const document = documentOf(query);
      if (!('kind' in document))
        return { errors: document.map(({ message }) => ({ message: `invalid fetch: ${message}` })) };
      const answer = await execute({ schema, document, operationName, variableValues: variables });
      return JSON.parse(JSON.stringify(answer)) as SubgraphAnswer;
    },
    healthy: async () => true,
    close: async () => undefined,
  };
}

function read(schema: GraphQLSchema, query: string): DocumentNode | readonly Error[] {
  try {
    const document = parse(query, { noLocation: true });
    const errors = validate(schema, document);
    return errors.length > 0 ? errors : document;
  } catch (error) {
    return [error as Error];
  }
}
