import { randomUUID } from 'node:crypto';
import type { ApolloServer } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { Graph, GraphAnswer } from '../kernel/graph.ts';
import type { Admission } from './admission.ts';
import type { FormatError } from './format-error.ts';
import type { Session } from './session.ts';

/** The graph for clients inside the hub: behind HTTP, before the gate. Same limits, gate, masks and error shapes. */
export function graphOf(
  server: ApolloServer<Session>,
  admit: () => Admission,
  formatError: FormatError,
): Graph {
  return {
    async execute(query, variables, caller, modifiers = {}): Promise<GraphAnswer> {
      const { asOf, operationName, requestId = randomUUID() } = modifiers;
      const extensions = asOf === undefined ? {} : { hub: { asOf } };
      try {
        const contextValue = await admit()({ query, variables, extensions, caller, requestId });
        const { body } = await server.executeOperation({ query, variables, operationName }, { contextValue });
        if (body.kind !== 'single') throw new Error('an answer in parts was not asked for');
        const { data = null, errors } = body.singleResult;
        return errors === undefined ? { data } : { data, errors };
      } catch (error) {
        return { data: null, errors: [formatError(plain(error), error)] };
      }
    },
  };
}

function plain(error: unknown) {
  return error instanceof GraphQLError
    ? error.toJSON()
    : { message: 'fault', extensions: { code: 'INTERNAL' } };
}
