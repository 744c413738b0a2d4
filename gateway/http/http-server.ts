import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
  LogController,
} from 'fastify';
import type { Logger } from 'pino';
import type { FormatError } from '../format-error.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { refusal } from '../refusal.ts';
import { sendError } from './http-error.ts';
import { letItArrive } from './let-it-arrive.ts';
import { acceptStrictJson } from './strict-body.ts';

export const BODY_LIMIT = 4 * 1024 * 1024;

interface Parts {
  log: Logger;
  formatError: FormatError;
  isProduction: boolean;
  /** Whether the gateway still answers, but takes its leave of every connection. */
  isLeaving: () => boolean;
  metrics?: Pick<Metrics, 'answered'> | undefined;
}

/** The HTTP edge: size limits, JSON only, request ids, headers that are the same on every answer, one log line each. */
export function httpServer({ log, formatError, isProduction, isLeaving, metrics }: Parts): FastifyInstance {
  const app = fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    bodyLimit: BODY_LIMIT,
    exposeHeadRoutes: false,
    genReqId: requestIdOf,
    requestTimeout: 60_000,
    forceCloseConnections: 'idle',
    // Its own 503 has no code; the hook below answers with one.
    return503OnClosing: false,
    clientErrorHandler(error, socket) {
      const status =
        error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
      const code = error.code === 'HPE_HEADER_OVERFLOW' ? 'HEADERS_TOO_LARGE' : 'BAD_REQUEST';
      const body = JSON.stringify({
        errors: [{ message: 'the request is not acceptable HTTP', extensions: { code } }],
      });
      const head = `content-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close`;
      if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\n${head}\r\n\r\n${body}`);
    },
  });
  app.removeContentTypeParser('text/plain');
  acceptStrictJson(app);
  const always = { ...HEADERS, ...(isProduction && HSTS) };
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(always).header('x-request-id', request.id);
    if (app.server.listening || isOfHealth(request)) done();
    else done(stopping(reply));
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    // While stopping, a kept connection would be waited for after its last answer.
    if (isLeaving()) reply.header('connection', 'close');
    done(null, payload);
  });
  app.addHook('onResponse', (request, reply, done) => {
    metrics?.answered(reply.statusCode, reply.elapsedTime / 1000);
    const { id: requestId, method } = request;
    // The path without its query: a token someone put there must not reach the log.
    const path = request.url.split('?', 1)[0];
    log.info(
      { requestId, method, path, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'request',
    );
    done();
  });
  app.setErrorHandler((error, request, reply) => {
    letItArrive(error, request, reply);
    return sendError(error, reply, formatError);
  });
  return app;
}

function isOfHealth({ url }: FastifyRequest): boolean {
  return url.startsWith('/health');
}

/** Of a kept connection whose next request came too late. The status is for doors, which read no GraphQL errors. */
function stopping(reply: FastifyReply): Error {
  reply.header('retry-after', '1');
  return Object.assign(refusal('OVERLOADED', 'the hub is stopping'), { statusCode: 503 });
}

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};
const HSTS = { 'strict-transport-security': 'max-age=31536000' };

// A caller's id is kept when it is plainly one: it ends up in logs and in headers to subgraphs.
function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
}
