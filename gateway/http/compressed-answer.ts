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
export function compressedAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  done: (error: Error | null, payload: unknown) => void,
): void {
  const encoding = worthIt(payload, reply) ? chosen(request.headers['accept-encoding']) : undefined;
  if (encoding === undefined) done(null, payload);
  else
    ENCODINGS[encoding](payload as string).then(
      (bytes) => {
        reply.header('content-encoding', encoding).removeHeader('content-length');
        done(null, bytes);
      },
      (error: Error) => done(error, null),
    );
}

function worthIt(payload: unknown, reply: FastifyReply): boolean {
  if (typeof payload !== 'string' || payload.length < WORTH_IT || reply.hasHeader('content-encoding'))
    return false;
  reply.header('vary', 'accept-encoding');
  return true;
}

function chosen(header: string | undefined): keyof typeof ENCODINGS | undefined {
  if (header === undefined) return undefined;
  const found = accepted(header).find(({ what, quality }) => quality > 0 && Object.hasOwn(ENCODINGS, what));
  return found?.what as keyof typeof ENCODINGS | undefined;
}

const compressGzip = promisify(gzip);
const compressBrotli = promisify<string, object, Buffer>(brotliCompress);

// Quick levels: an answer is made once and read once.
const ENCODINGS = {
  br: (text: string) => compressBrotli(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: (text: string) => compressGzip(text, { level: 4 }),
};
