import { type DocumentNode, type GraphQLSchema, GraphQLError, parse } from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import type { SubgraphAnswer, SubgraphRequest, SubgraphTransport } from '../kernel/transport.ts';
import { answerOf, told } from './answer.ts';
import { executable } from './executable.ts';
import type { Running } from './receive.ts';

interface Body {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Record<string, unknown>;
}

const COMPILED_OPERATIONS = 1_000;

/** A subgraph in the gateway's own process: the same bytes, the same assertion, the same schema as over HTTP. */
export function inProcess(running: Running): SubgraphTransport {
  const schema = executable(running.subgraph);
  const compiled = new LRUCache<string, CompiledQuery>({ max: COMPILED_OPERATIONS });
  return {
    kind: 'in-process',
    async send({ body, assertion, requestId }: SubgraphRequest): Promise<SubgraphAnswer> {
      const context = running.admit(assertion, body);
      try {
        const { query, operationName, variables } = JSON.parse(body) as Body;
        const run = operationOf(schema, compiled, query, operationName);
        return answerOf(running, requestId, await run.query(undefined, context, variables ?? {}));
      } catch (error) {
        return { data: null, errors: [told(running, requestId, asGraphQLError(error))] };
      } finally {
        await context.session.close();
      }
    },
    healthy: () => running.store.healthy(),
    close: () => running.store.close(),
  };
}

function operationOf(
  schema: GraphQLSchema,
  compiled: LRUCache<string, CompiledQuery>,
  query: string,
  operationName: string | undefined,
): CompiledQuery {
  const key = `${operationName ?? ''}\n${query}`;
  const known = compiled.get(key);
  if (known) return known;
  const document: DocumentNode = parse(query);
  const made = compileQuery(schema, document, operationName);
  if (!isCompiledQuery(made))
    throw new GraphQLError(made.errors?.[0]?.message ?? 'the operation cannot be compiled');
  compiled.set(key, made);
  return made;
}

const asGraphQLError = (error: unknown): GraphQLError =>
  error instanceof GraphQLError
    ? error
    : new GraphQLError('the request failed', { originalError: error as Error });
