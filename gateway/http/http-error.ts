import type { FastifyReply } from 'fastify';
import { GraphQLError } from 'graphql';
import { Fault } from '../../kernel/faults.ts';
import type { FormatError } from '../format-error.ts';
import { refusal } from '../refusal.ts';
import { type RefusalCodeName, refusalCodes } from '../refusal-codes.ts';
import { belongsTo } from '../request-of-error.ts';

/** Sends an error of the HTTP edge in the shape of a GraphQL answer. */
export function sendError(error: unknown, reply: FastifyReply, formatError: FormatError) {
  belongsTo(error, reply.request.id);
  const known = refusalOf(error);
  const formatted = formatError(known.toJSON(), known);
  const { http } = known.extensions as { http?: { status: number; headers?: Iterable<[string, string]> } };
  const status = formatted.extensions?.code === 'INTERNAL' ? 500 : (http?.status ?? 500);
  for (const [name, value] of http?.headers ?? []) reply.header(name, value);
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .send({ errors: [formatted] });
}

const EDGE: Record<string, [RefusalCodeName, string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['BODY_TOO_LARGE', 'the body is larger than 4 MiB'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['CONTENT_TYPE_REFUSED', 'send the body as application/json'],
  FST_ERR_CTP_EMPTY_TYPE: ['CONTENT_TYPE_REFUSED', 'send the body as application/json'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['BODY_MALFORMED', 'the body is empty'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['BODY_MALFORMED', 'the body is not JSON'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['BODY_MALFORMED', 'the body is shorter or longer than announced'],
  UNAUTHENTICATED: ['UNAUTHENTICATED', 'a valid bearer token is needed'],
};

function refusalOf(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const {
    code = '',
    statusCode = 500,
    name = '',
  } = error as { code?: string; statusCode?: number; name?: string };
  const [known, message] = EDGE[code] ?? [];
  if (known !== undefined && message !== undefined) return refusal(known, message);
  // JSON that does not parse, or that carries `__proto__`, comes as a bare SyntaxError.
  if (statusCode === 400 && name === 'SyntaxError')
    return refusal('BODY_MALFORMED', 'the body is not acceptable JSON');
  if (statusCode === 503) return refusal('OVERLOADED', 'the hub is stopping');
  if (error instanceof Fault && Object.hasOwn(refusalCodes, error.code))
    return refusal(error.code as RefusalCodeName, 'refused');
  return new GraphQLError('fault', {
    originalError: error instanceof Error ? error : new Error(String(error)),
  });
}
