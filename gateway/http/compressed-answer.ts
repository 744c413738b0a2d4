import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { accepted } from './accepted.ts';

/** Below this an answer fits into one packet anyway. */
const WORTH_IT = 1400;

/**
 * Compresses an answer for whoever accepts it, off the main thread. Only for addresses whose answers hold no secret
 * beside what the caller sent; and what is asked here takes a header that a foreign page cannot send.
 */
export async function compressedAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<unknown> {
  if (typeof payload !== 'string' || payload.length < WORTH_IT || reply.hasHeader('content-encoding'))
    return payload;
  reply.header('vary', 'accept-encoding');
  const chosen = accepted(request.headers['accept-encoding']).find(
    ({ what, quality }) => quality > 0 && Object.hasOwn(ENCODINGS, what),
  );
  if (chosen === undefined) return payload;
  const bytes = await ENCODINGS[chosen.what as keyof typeof ENCODINGS](payload);
  reply.header('content-encoding', chosen.what).removeHeader('content-length');
  return bytes;
}

const compressGzip = promisify(gzip);
const compressBrotli = promisify<string, object, Buffer>(brotliCompress);

// Quick levels: an answer is made once and read once.
const ENCODINGS = {
  br: (text: string) => compressBrotli(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: (text: string) => compressGzip(text, { level: 4 }),
};
