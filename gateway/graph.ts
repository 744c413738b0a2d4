import { randomUUID } from 'node:crypto';
import type { ApolloServer } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { Graph, GraphAnswer } from '../kernel/graph.ts';
import type { Admission } from './admission.ts';
import type { FormatError } from './format-error.ts';
import { belongsTo } from './request-of-error.ts';
import type { Session } from './session.ts';
import type { Tracing } from './tracing/tracing.ts';

/** The graph for clients inside the hub: behind HTTP, before the gate. Same limits, gate, masks and error shapes. */
export function graphOf(
  server: ApolloServer<Session>,
  admit: () => Admission,
  formatError: FormatError,
  tracing?: Pick<Tracing, 'ofQuestion'>,
): Graph {
  return {
    async execute(query, variables, caller, modifiers = {}): Promise<GraphAnswer> {
      const { asOf, operationName, requestId = randomUUID() } = modifiers;
      const extensions = asOf === undefined ? {} : { hub: { asOf } };
      const trace = tracing?.ofQuestion(requestId);
      try {
        const contextValue = await admit()({ query, variables, extensions, caller, requestId });
        if (trace !== undefined) contextValue.trace = trace;
        const { body } = await server.executeOperation({ query, variables, operationName }, { contextValue });
        if (body.kind !== 'single') throw new Error('an answer in parts was not asked for');
        const { data = null, errors } = body.singleResult;
        trace?.errors(errors ?? []);
        return errors === undefined ? { data } : { data, errors };
      } catch (error) {
        belongsTo(error, requestId);
        const errors = [formatError(plain(error), error)];
        trace?.errors(errors);
        return { data: null, errors };
      } finally {
        trace?.end();
      }
    },
  };
}

function plain(error: unknown) {
  return error instanceof GraphQLError
    ? error.toJSON()
    : { message: 'fault', extensions: { code: 'INTERNAL' } };
}
