import type { ApolloServerPlugin } from '@apollo/server';
import type { Session } from '../session.ts';
import { accepted } from './accepted.ts';

/**
 * The status of an answer to a request that could be read but not be run. Whoever accepts
 * `application/graphql-response+json` gets 4xx; whoever asks for `application/json` by name gets 200, as GraphQL over
 * HTTP wants it there: on the old media type a 4xx may come from any machine on the way. Who names neither gets 4xx.
 */
export const answerStatus: ApolloServerPlugin<Session> = {
  async requestDidStart({ request }) {
    const accept = request.http?.headers.get('accept');
    if (accept === undefined || !prefersPlainJson(accept)) return;
    return {
      async willSendResponse({ response: { body, http } }) {
        if (body.kind !== 'single') return;
        const { data, errors = [] } = body.singleResult;
        const isNotRun = data === undefined && errors.length > 0;
        if (isNotRun && errors.every(({ extensions }) => NOT_RUN.has(extensions?.code))) http.status = 200;
      },
    };
  },
};

/** What is wrong with the document or its variables; limits and access keep their statuses. */
const NOT_RUN: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_UNKNOWN',
  'BAD_VARIABLES',
]);

const FORMS = ['application/json', 'application/graphql-response+json'];

function prefersPlainJson(accept: string): boolean {
  const first = accepted(accept).find(({ what, quality }) => quality > 0 && FORMS.includes(what));
  return first?.what === FORMS[0];
}
