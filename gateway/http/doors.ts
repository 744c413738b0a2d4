import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Door, DoorAnswer, DoorRefusal, DoorRequest } from '../../kernel/door.ts';
import { newIncident } from '../format-error.ts';
import { refusal } from '../refusal.ts';
import { scrub } from '../scrub.ts';
import { sendError } from './http-error.ts';
import { weighed } from './held-bytes.ts';
import { letItArrive } from './let-it-arrive.ts';
import { whenGone } from './when-gone.ts';

type Code = DoorRefusal['code'];

/** Gives every door its address on the gateway's port: raw bytes in, the door's own words out, refusals included. */
export function registerDoors(app: FastifyInstance, doors: readonly Door[], log: Logger): void {
  // A scope of its own: another way of reading bodies, other errors.
  for (const door of doors) app.register(async (scope) => open(scope, door, log));
}

const IN_FLIGHT = 64;
/** Bodies still arriving, per place: slow senders take up memory, never the places of those who have sent theirs. */
const ARRIVING = 8;
/** Bytes of bodies that a door holds at once: nobody has shown who he is before the last of them has come. */
const MOST_BYTES = 256 * 1024 * 1024;

function open(scope: FastifyInstance, door: Door, log: Logger): void {
  const most = door.inFlight ?? IN_FLIGHT;
  const arriving = { now: 0, bytes: 0 };
  const mostBytes = Math.min(MOST_BYTES, most * door.bodyLimit);
  const working = { now: 0 };
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  scope.setErrorHandler((error, request, reply) => {
    letItArrive(error, request, reply);
    return refuse(door, codeOf(error, request, log), request, reply);
  });
  scope.route({
    url: door.path,
    method: scope.supportedMethods,
    bodyLimit: door.bodyLimit,
    async onRequest(request, reply) {
      if (!door.methods.includes(request.method)) return refuse(door, 'METHOD_NOT_ALLOWED', request, reply);
      if (request.headers['content-encoding'] !== undefined)
        return refuse(door, 'CONTENT_TYPE_REFUSED', request, reply);
      if (working.now >= most || arriving.now >= most * ARRIVING || arriving.bytes >= mostBytes)
        return refuse(door, 'OVERLOADED', request, reply);
      counted(arriving, reply);
    },
    preParsing(request, reply, payload, done) {
      weighed(arriving, mostBytes, payload, reply, () => refuse(door, 'OVERLOADED', request, reply));
      done(null, payload);
    },
    async handler(request, reply) {
      if (working.now >= most) return refuse(door, 'OVERLOADED', request, reply);
      working.now++;
      try {
        return send(reply, await door.handle(requestOf(request, reply)));
      } finally {
        working.now--;
      }
    },
  });
}

function counted(counter: { now: number }, { raw }: FastifyReply): void {
  counter.now++;
  raw.once('close', () => {
    counter.now--;
  });
}

function requestOf(request: FastifyRequest, reply: FastifyReply): DoorRequest {
  const [path = '/', query = ''] = cut(request.url);
  const headers = Object.entries(request.headers).map(
    ([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value] as const,
  );
  return {
    method: request.method,
    path,
    query: new URLSearchParams(query),
    headers: Object.fromEntries(headers),
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    requestId: request.id,
    gone: whenGone(reply),
  };
}

function cut(url: string): [string, string] {
  const at = url.indexOf('?');
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
}

const STATUS: Readonly<Record<Code, number>> = {
  METHOD_NOT_ALLOWED: 405,
  BODY_TOO_LARGE: 413,
  BODY_MALFORMED: 400,
  CONTENT_TYPE_REFUSED: 415,
  OVERLOADED: 503,
  INTERNAL: 500,
};
const TOLD: Readonly<Record<Code, string>> = {
  METHOD_NOT_ALLOWED: 'this address does not take that method',
  BODY_TOO_LARGE: 'the body is larger than this address takes',
  BODY_MALFORMED: 'the body is shorter or longer than announced',
  CONTENT_TYPE_REFUSED: 'send the body uncompressed',
  OVERLOADED: 'this address has too much to do; try again later',
  INTERNAL: 'something broke on our side',
};

function refuse(door: Door, code: Code, request: FastifyRequest, reply: FastifyReply) {
  const status = STATUS[code];
  if (code === 'METHOD_NOT_ALLOWED') reply.header('allow', door.methods.join(', '));
  if (code === 'OVERLOADED') reply.header('retry-after', '1');
  if (door.refuse) return send(reply, door.refuse({ status, code, requestId: request.id }));
  const known = refusal(code, TOLD[code]);
  return sendError(known, reply, () => known.toJSON());
}

function send(reply: FastifyReply, { status, contentType, body, headers = {} }: DoorAnswer) {
  return reply.code(status).headers(headers).type(contentType).send(body);
}

const EDGE: Readonly<Record<string, Code>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'BODY_TOO_LARGE',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'BODY_MALFORMED',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'CONTENT_TYPE_REFUSED',
  FST_ERR_CTP_EMPTY_TYPE: 'CONTENT_TYPE_REFUSED',
};

function codeOf(error: unknown, request: FastifyRequest, log: Logger): Code {
  const {
    code = '',
    statusCode,
    name,
    message,
    stack,
  } = error as Error & { code?: string; statusCode?: number };
  const known = EDGE[code] ?? (statusCode === 503 ? 'OVERLOADED' : undefined);
  if (known !== undefined) return known;
  const fault = { name, message: scrub(message), stack: scrub(stack ?? '', 2000) };
  log.error({ requestId: request.id, incident: newIncident(), code: 'INTERNAL', fault }, 'fault');
  return 'INTERNAL';
}
