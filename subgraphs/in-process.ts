import { getOperationAST, GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import type { SubgraphAnswer, SubgraphRequest, SubgraphTransport } from '../kernel/transport.ts';
import { answerOf, told } from './answer.ts';
import { AskedFields } from './asked-fields.ts';
import type { SubgraphContext } from './context.ts';
import { executable } from './executable.ts';
import { inputDefaults } from './input-defaults.ts';
import type { Running } from './receive.ts';

interface Body {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Record<string, unknown>;
}

type Operation = (
  context: SubgraphContext,
  variables: Readonly<Record<string, unknown>>,
) => ReturnType<CompiledQuery['query']>;

const COMPILED_OPERATIONS = 1_000;

/** A subgraph in the gateway's own process: the same bytes, the same assertion, the same schema as over HTTP. */
export function inProcess(running: Running): SubgraphTransport {
  const schema = executable(running.subgraph, running.composed);
  const compiled = new LRUCache<string, Operation>({ max: COMPILED_OPERATIONS });
  return {
    kind: 'in-process',
    async send({ body, assertion, requestId, cancellation }: SubgraphRequest): Promise<SubgraphAnswer> {
      const context = running.admit(assertion, body);
      // Who has left needs no further questions; the one in hand is ended by the statement's own time limit.
      const leave = () => void context.session.close();
      cancellation?.listen(leave);
      try {
        const { query, operationName, variables } = JSON.parse(body) as Body;
        const run = operationOf(schema, compiled, query, operationName);
        return answerOf(running, requestId, await run(context, variables ?? {}));
      } catch (error) {
        return { data: null, errors: [told(running, requestId, asGraphQLError(error))] };
      } finally {
        cancellation?.forget(leave);
        // The answer is made: it does not wait for its reading transaction to end.
        setImmediate(leave);
      }
    },
    healthy: () => running.store.healthy(),
    close: () => running.store.close(),
  };
}

function operationOf(
  schema: GraphQLSchema,
  compiled: LRUCache<string, Operation>,
  query: string,
  operationName: string | undefined,
): Operation {
  const key = `${operationName ?? ''}\n${query}`;
  const known = compiled.get(key);
  if (known) return known;
  const document = parse(query);
  // A gateway of another release may ask for a field that this one does not have: told, not silently left out.
  const [wrong] = validate(schema, document);
  if (wrong) throw new GraphQLError(wrong.message);
  const made = compileQuery(schema, document, operationName);
  if (!isCompiledQuery(made))
    throw new GraphQLError(made.errors?.[0]?.message ?? 'the operation cannot be compiled');
  const filled = inputDefaults(schema, getOperationAST(document, operationName)!);
  const asked = new AskedFields(schema, document);
  const operation: Operation = (context, variables) => {
    context.asked = asked;
    return made.query(undefined, context, filled(variables));
  };
  compiled.set(key, operation);
  return operation;
}

const asGraphQLError = (error: unknown): GraphQLError =>
  error instanceof GraphQLError
    ? error
    : new GraphQLError('the request failed', { originalError: error as Error });
