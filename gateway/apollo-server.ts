import { ApolloServer, type ApolloServerPlugin, type GraphQLResponse, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { Logger } from 'pino';
import type { GraphQLError, GraphQLSchema } from 'graphql';
import { documentStore } from './document-store.ts';
import type { Engine, EngineAnswer } from './engine/engine.ts';
import { type Engaged, handOver } from './engine/hand-over.ts';
import { type FirstReading, firstReading } from './first-reading.ts';
import type { FormatError } from './format-error.ts';
import type { Gate } from './gate/gate.ts';
import { answerStatus } from './http/answer-status.ts';
import { belongsTo } from './request-of-error.ts';
import { scrubbedLines } from './scrubbed-lines.ts';
import type { Session } from './session.ts';
import { toldErrors } from './told-errors.ts';

interface Parts {
  engine: Engine;
  executor: Engaged['executor'];
  gate: Gate;
  formatError: FormatError;
  introspection: boolean;
  /** Whether requests that a foreign page could make a browser send are refused. */
  csrfPrevention: boolean;
  log: Logger;
}

/** Apollo Server as the shell around gate and engine: parsing, validation, GraphQL over HTTP. Reports to nobody. */
export function apolloServer({
  engine,
  executor,
  gate,
  formatError,
  introspection,
  csrfPrevention,
  log,
}: Parts): ApolloServer<Session> {
  const documents = documentStore();
  const said = scrubbedLines(log, 'apollo-server');
  let schema: GraphQLSchema | undefined;
  engine.onSchemaLoadOrUpdate(({ apiSchema }) => {
    schema = apiSchema;
  });
  const { validate } = engine;
  const reading = firstReading({
    documents,
    schema: () => schema!,
    introspection,
    ...(validate && { validate }),
  });
  return new ApolloServer<Session>({
    gateway: engine,
    formatError,
    introspection,
    // Never by NODE_ENV: what is safe in production is safe in development.
    nodeEnv: 'production',
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    // A foreign page cannot send the bearer token that every request here needs: that header counts as proof.
    csrfPrevention: csrfPrevention && { requestHeaders: ['authorization', 'apollo-require-preflight'] },
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    documentStore: documents,
    // Its own adds a line break, and with it a copy of the whole answer.
    stringifyResult: JSON.stringify,
    stopOnTerminationSignals: false,
    logger: said,
    plugins: [
      stepsOf({ reading, gate, executor, formatError, log: said }),
      answerStatus,
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
}

interface Steps {
  readonly reading: FirstReading;
  readonly gate: Gate;
  readonly executor: Engaged['executor'];
  readonly formatError: FormatError;
  readonly log: Engaged['log'];
}

/**
 * Reading in front of the server's own, which is spared what was read; then the gate, and behind it the engine:
 * `didResolveOperation` runs for every request, also for remembered documents, and what it throws the server answers as
 * it does what an engine throws. What is wrong with a text is answered as the server answers it: all errors, in order.
 */
function stepsOf({ reading, gate, executor, formatError, log }: Steps): ApolloServerPlugin<Session> {
  return {
    async requestDidStart() {
      let others: readonly GraphQLError[] = [];
      let answer: EngineAnswer | undefined;
      return {
        didResolveSource: ({ source, queryHash }) => reading.read(source, queryHash),
        async didResolveOperation(asked) {
          const { schema, document, request, contextValue, operation } = asked;
          const refusals = reading.refusalsOf(document);
          if (refusals !== undefined) {
            others = refusals.slice(1);
            throw refusals[0];
          }
          if (operation) contextValue.trace?.operation(operation.operation, operation.name?.value);
          const { operationName, variables = {} } = request;
          gate({ schema, document, operationName, variables, caller: contextValue.caller });
          // The gate has refused a request that names no operation of its document.
          const { source: text, queryHash: sha256 } = asked;
          const passed = { document, operation: operation!, operationName, text, sha256 };
          answer = await handOver({ executor, schema, log }, passed, variables, contextValue);
        },
        responseForOperation: async ({ contextValue }) =>
          answer === undefined ? null : responseOf(answer, formatError, contextValue.requestId),
        // Before they are made fit for the client, and into lines of the log.
        async didEncounterErrors({ errors, contextValue }) {
          for (const error of errors) belongsTo(error, contextValue.requestId);
        },
        async willSendResponse({ response: { body }, contextValue }) {
          if (others.length === 0 || body.kind !== 'single') return;
          for (const error of others) belongsTo(error, contextValue.requestId);
          const told = others.map((error) => formatError(error.toJSON(), error));
          body.singleResult.errors = [...(body.singleResult.errors ?? []), ...told];
        },
      };
    },
  };
}

/** An engine's answer as the server would make a response of it. */
function responseOf(
  { data, errors = [] }: EngineAnswer,
  formatError: FormatError,
  requestId: string,
): GraphQLResponse {
  if (errors.length === 0)
    return { http: { headers: NO_HEADERS }, body: { kind: 'single', singleResult: { data } } };
  const told = toldErrors(errors, formatError, requestId);
  const status = told.status ?? (data === undefined ? 400 : undefined);
  return {
    http: { ...(status !== undefined && { status }), headers: NO_HEADERS },
    body: { kind: 'single', singleResult: { data, errors: told.errors } },
  };
}

const NO_HEADERS = new HeaderMap();
