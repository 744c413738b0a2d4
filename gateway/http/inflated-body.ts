import { PassThrough, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { FastifyRequest, preParsingHookHandler, RequestPayload } from 'fastify';
import { refusal } from '../refusal.ts';

/** For a route: reads bodies as they were before their senders compressed them. */
export const inflating =
  (limit: number): preParsingHookHandler =>
  (request, _reply, payload, done) => {
    let plain: RequestPayload;
    try {
      plain = inflatedBody(request, payload, limit);
    } catch (error) {
      return done(error as Error, payload);
    }
    done(null, plain);
  };

/**
 * The body as it was before its sender compressed it, inflated as it is read and up to a limit: a bomb costs the
 * limit, never what it would grow to. The rest of it is let arrive and thrown away.
 */
function inflatedBody(
  { headers }: Pick<FastifyRequest, 'headers'>,
  payload: RequestPayload,
  limit: number,
): RequestPayload {
  const encoding = headers['content-encoding']?.trim().toLowerCase();
  if (encoding === undefined || encoding === 'identity') return payload;
  if (!Object.hasOwn(INFLATERS, encoding))
    throw refusal('CONTENT_TYPE_REFUSED', 'send the body plain, or compressed once as gzip, br or deflate');
  const inflater = INFLATERS[encoding]!();
  const plain: RequestPayload & PassThrough = new PassThrough();
  plain.receivedEncodedLength = 0;
  const end = (error: Error) => {
    payload.unpipe(inflater);
    payload.resume();
    inflater.destroy();
    plain.destroy(error);
  };
  let inflated = 0;
  payload.on('data', (chunk: Buffer) => {
    plain.receivedEncodedLength! += chunk.length;
  });
  payload.on('error', end);
  inflater.on('data', (chunk: Buffer) => {
    inflated += chunk.length;
    if (inflated > limit) end(tooLarge());
  });
  inflater.on('error', () => end(refusal('BODY_MALFORMED', `the body is not whole ${encoding}`)));
  payload.pipe(inflater).pipe(plain);
  return plain;
}

const INFLATERS: Readonly<Record<string, () => Transform>> = {
  gzip: () => createGunzip(),
  'x-gzip': () => createGunzip(),
  br: () => createBrotliDecompress(),
  deflate: () => createInflate(),
};

/** The same error as for a plain body, so that it is answered and let arrive in the same way. */
function tooLarge(): Error {
  return Object.assign(new Error('the body is too large'), { code: 'FST_ERR_CTP_BODY_TOO_LARGE' });
}
