import type { FastifyReply, FastifyRequest } from 'fastify';

/** A body announced as longer than this is cut off. */
const LONGEST = 64 * 1024 * 1024;

/**
 * Lets the rest of a body that is too large arrive, and throws it away: a connection closed on bytes that are still coming is reset,
 * and whoever sends them may never see why. It costs no memory, and ends with the request's own time limit.
 */
export function letItArrive(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  if ((error as { code?: string }).code !== 'FST_ERR_CTP_BODY_TOO_LARGE') return;
  const announced = Number(request.headers['content-length'] ?? Number.NaN);
  if (announced <= LONGEST) reply.removeHeader('connection');
}
