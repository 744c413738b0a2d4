import type { FastifyReply } from 'fastify';
import { Cancellation } from '../../kernel/cancellation.ts';

/** Tells when the caller has left before the answer was out. */
export function whenGone({ raw }: FastifyReply): Cancellation {
  const gone = new Cancellation();
  raw.once('close', () => {
    if (!raw.writableFinished) gone.cancel();
  });
  return gone;
}
