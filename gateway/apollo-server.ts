import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { Logger } from 'pino';
import { documentStore } from './document-store.ts';
import type { Engine } from './engine/engine.ts';
import type { FormatError } from './format-error.ts';
import type { Gate } from './gate/gate.ts';
import { answerStatus } from './http/answer-status.ts';
import { belongsTo } from './request-of-error.ts';
import { scrub } from './scrub.ts';
import type { Session } from './session.ts';

interface Parts {
  engine: Engine;
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
  gate,
  formatError,
  introspection,
  csrfPrevention,
  log,
}: Parts): ApolloServer<Session> {
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
    documentStore: documentStore(),
    // Its own adds a line break, and with it a copy of the whole answer.
    stringifyResult: JSON.stringify,
    stopOnTerminationSignals: false,
    logger: lines(log),
    plugins: [
      gatePlugin(gate),
      answerStatus,
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
}

/** Between validation and planning: `didResolveOperation` runs for every request, also for remembered documents. */
function gatePlugin(gate: Gate): ApolloServerPlugin<Session> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ schema, document, request, contextValue, operation }) {
          if (operation) contextValue.trace?.operation(operation.operation, operation.name?.value);
          const { operationName, variables = {} } = request;
          gate({ schema, document, operationName, variables, caller: contextValue.caller });
        },
        // Before they are made fit for the client, and into lines of the log.
        async didEncounterErrors({ errors, contextValue }) {
          for (const error of errors) belongsTo(error, contextValue.requestId);
        },
      };
    },
  };
}

function lines(log: Logger) {
  const at = (level: 'debug' | 'info' | 'warn' | 'error') => (message: unknown) =>
    log[level]({ from: 'apollo-server' }, scrub(String(message)));
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
