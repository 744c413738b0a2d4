import type { FastifyReply } from 'fastify';
import type { Caller } from '../../kernel/caller.ts';
import type { ClientLimits } from '../gate/client-limits.ts';
import { refusal } from '../refusal.ts';

/**
 * Lets a request in when it is its client's turn, and counts it until its answer is out. Before the body is read: of those
 * who wait, the hub holds no bodies, and a slow sender takes up its own places only.
 * Throws `CLIENT_BUDGET_SPENT`, `CLIENT_BUSY`.
 */
export async function inTurn(clients: ClientLimits, caller: Caller, { raw }: FastifyReply): Promise<void> {
  clients.refuseSpent(caller);
  const entering = clients.enter(caller);
  if (entering === undefined) return;
  const leave = await entering;
  if (raw.destroyed) {
    leave();
    throw refusal('CLIENT_BUSY', 'the client left before its turn came');
  }
  raw.once('close', leave);
}
