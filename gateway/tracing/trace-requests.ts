import type { FastifyInstance, FastifyRequest } from 'fastify';
import { errorsIn } from './plain.ts';
import type { RequestTrace, Traces, Tracing } from './tracing.ts';

/** Traces every request that comes over HTTP, whatever its address; questions about health are no requests. */
export function traceRequests(app: FastifyInstance, tracing: Tracing): Traces {
  const traces = new WeakMap<FastifyRequest, RequestTrace>();
  app.addHook('onRequest', async (request, reply) => {
    const { method, headers, id: requestId, routeOptions } = request;
    if (routeOptions.url?.startsWith('/health')) return;
    const begun = tracing.ofRequest({ method, headers, requestId });
    traces.set(request, begun);
    const { raw } = reply;
    raw.once('close', () =>
      begun.end({ route: routeOptions.url, status: raw.statusCode, isGone: !raw.writableFinished }),
    );
  });
  // Before the answer is compressed: hooks of a route run after those of all.
  app.addHook('onSend', async (request, _reply, payload) => {
    traces.get(request)?.errors(errorsIn(payload));
  });
  return traces;
}
