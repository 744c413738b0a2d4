import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Caller } from '../../kernel/caller.ts';
import type { Admission } from '../admission.ts';
import { refusal } from '../refusal.ts';
import type { Session } from '../session.ts';
import { whenGone } from './when-gone.ts';

interface Parts {
  server: ApolloServer<Session>;
  admit: Admission;
  authenticate: (request: FastifyRequest) => Promise<Caller>;
  /** The page a browser gets, in development. */
  page?: (request: FastifyRequest) => { html: string; policy: string } | undefined;
}

/** `/graphql`: who is asking is settled before a byte of the body is read. */
export function registerGraphql(app: FastifyInstance, { server, admit, authenticate, page }: Parts): void {
  const callers = new WeakMap<FastifyRequest, Caller>();
  app.route({
    url: '/graphql',
    method: ['GET', 'POST'],
    async onRequest(request, reply) {
      const shown = page?.(request);
      if (shown !== undefined)
        return reply
          .header('content-security-policy', shown.policy)
          .type('text/html; charset=utf-8')
          .send(shown.html);
      callers.set(request, await authenticate(request));
      if (request.headers['content-encoding'] !== undefined)
        throw refusal('CONTENT_TYPE_REFUSED', 'send the body uncompressed');
      // An empty type would pass for none on its way to Apollo Server's check against foreign pages.
      if (request.headers['content-type'] === '')
        throw refusal('CONTENT_TYPE_REFUSED', 'name the content type');
    },
    handler: fastifyApolloHandler(server, {
      context: async (request, reply) => {
        if (Array.isArray(request.body)) throw refusal('BATCH_REFUSED', 'send one operation a request');
        const gone = whenGone(reply);
        return admit({ ...partsOf(request), caller: callers.get(request)!, requestId: request.id, gone });
      },
    }),
  });
}

function partsOf({ method, body, query }: FastifyRequest): {
  query: unknown;
  variables?: unknown;
  extensions?: unknown;
} {
  if (method !== 'GET') return { query: undefined, ...(body as object | null) };
  const { query: text, variables, extensions } = query as Record<string, unknown>;
  return { query: text, variables: parsed(variables), extensions: parsed(extensions) };
}

// What is not JSON is refused by Apollo Server in a moment; here it only must not pass for something else.
function parsed(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
