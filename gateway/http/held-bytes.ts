import type { FastifyReply, preParsingHookHandler, RequestPayload } from 'fastify';
import { refusal } from '../refusal.ts';

/** Bytes of bodies that have not arrived whole, or are being worked on. */
export interface Held {
  bytes: number;
}

/** Bodies up to this need no counting: all that a machine has connections for is less than what others may hold. */
const SMALL = 16 * 1024;

/**
 * Refuses bodies that would hold too much memory together while they arrive. Clients that are known wait for their turn
 * before they send anything; this bounds those who cannot be told apart, and everybody together.
 */
export function boundedBytes(most: number): preParsingHookHandler {
  const held: Held = { bytes: 0 };
  return (request, reply, payload, done) => {
    const announced = Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY);
    if (announced <= SMALL) return done(null, payload);
    if (held.bytes >= most) return done(tooMuch(), payload);
    weighed(held, most, payload, reply, () => void reply.send(tooMuch()));
    done(null, payload);
  };
}

/** Counts the bytes of a body while they are held; what would be too much is refused as it comes. */
export function weighed(
  held: Held,
  most: number,
  payload: RequestPayload,
  { raw }: FastifyReply,
  refuse: () => void,
): void {
  let own = 0;
  payload.on('data', (chunk: Buffer) => {
    own += chunk.length;
    held.bytes += chunk.length;
    if (held.bytes <= most || raw.headersSent) return;
    raw.setHeader('connection', 'close');
    raw.once('finish', () => raw.socket?.destroy());
    refuse();
  });
  raw.once('close', () => {
    held.bytes -= own;
  });
}

const tooMuch = () =>
  refusal('OVERLOADED', 'too many large bodies arrive at once; try again later', {}, { 'retry-after': '1' });
