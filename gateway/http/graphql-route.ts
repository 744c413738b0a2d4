import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyRequest, preParsingHookHandler, RouteHandlerMethod } from 'fastify';
import type { Caller } from '../../kernel/caller.ts';
import type { ClientLimits } from '../gate/client-limits.ts';
import type { InService } from '../in-service.ts';
import type { InnerGraph } from '../inner-graph.ts';
import { refusal } from '../refusal.ts';
import { belongsTo } from '../request-of-error.ts';
import type { Authenticate } from './authenticate.ts';
import { compressedAnswer } from './compressed-answer.ts';
import { inTurn } from './in-turn.ts';
import { inflating } from './inflated-body.ts';
import { type PassOn, passedOn } from './passed-on.ts';
import type { Traces } from '../tracing/tracing.ts';
import { whenGone } from './when-gone.ts';

interface Parts {
  path: string;
  bodyLimit: number;
  boundBytes: preParsingHookHandler;
  graphs: Pick<InService, 'use'>;
  authenticate: Authenticate;
  passOn: PassOn;
  clients: ClientLimits;
  traces?: Traces | undefined;
  /** The page a browser gets, in development. */
  page?: (request: FastifyRequest) => { html: string; policy: string } | undefined;
}

/** The address of the graph: who is asking is settled before a byte of the body is read. */
export function registerGraphql(app: FastifyInstance, parts: Parts): void {
  const { path, bodyLimit, boundBytes, graphs, authenticate, clients, page } = parts;
  const callers = new WeakMap<FastifyRequest, Caller>();
  const handlerOf = handlers((request) => callers.get(request)!, parts);
  app.route({
    url: path,
    method: ['GET', 'POST'],
    bodyLimit,
    async onRequest(request, reply) {
      const shown = page?.(request);
      if (shown !== undefined)
        return reply
          .header('content-security-policy', shown.policy)
          .type('text/html; charset=utf-8')
          .send(shown.html);
      const caller = await authenticate(request);
      await inTurn(clients, caller, reply);
      callers.set(request, caller);
      // An empty type would pass for none on its way to Apollo Server's check against foreign pages.
      if (request.headers['content-type'] === '')
        throw refusal('CONTENT_TYPE_REFUSED', 'name the content type');
    },
    preParsing: [boundBytes, inflating(bodyLimit)],
    handler: (request, reply) => graphs.use(async (graph) => handlerOf(graph).call(app, request, reply)),
    onSend: compressedAnswer,
  });
}

/** One handler for each graph that is or was in service. */
function handlers(callerOf: (request: FastifyRequest) => Caller, { passOn, traces }: Parts) {
  const made = new WeakMap<InnerGraph, RouteHandlerMethod>();
  return (graph: InnerGraph): RouteHandlerMethod => {
    const known = made.get(graph);
    if (known !== undefined) return known;
    const handler = fastifyApolloHandler(graph.server, {
      context: async (request, reply) => {
        try {
          if (Array.isArray(request.body)) throw refusal('BATCH_REFUSED', 'send one operation a request');
          const passed = passedOn(request.headers, passOn);
          const session = await graph.admit({
            ...partsOf(request),
            caller: callerOf(request),
            requestId: request.id,
            gone: whenGone(reply),
            ...(passed && { passed }),
          });
          const trace = traces?.get(request);
          if (trace !== undefined) session.trace = trace;
          return session;
        } catch (error) {
          belongsTo(error, request.id);
          throw error;
        }
      },
    });
    made.set(graph, handler);
    return handler;
  };
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
