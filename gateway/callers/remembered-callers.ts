import { LRUCache } from 'lru-cache';
import type { Caller } from '../../kernel/caller.ts';
import { callerOfToken } from './caller-of-token.ts';
import type { Issuer } from './issuer.ts';

const MOST_CHARACTERS = 8 * 1024 * 1024;
/** Keys may be withdrawn while the process runs. */
const LONGEST_MS = 5 * 60_000;

/**
 * Who a token stands for. A token that held is remembered by its whole text until it ends, for five minutes at most:
 * checking a signature costs more than a small answer. One that did not hold is never remembered. Times are the machine's
 * clock.
 * @throws Fault `UNAUTHENTICATED`
 */
export function rememberedCallers({
  verify,
  callerOf = callerOfToken,
}: Pick<Issuer, 'verify' | 'callerOf'>): (token: string) => Promise<Caller> {
  const known = new LRUCache<string, { readonly caller: Caller; readonly endsAt: number }>({
    maxSize: MOST_CHARACTERS,
    sizeCalculation: (_known, token) => token.length + 500,
  });
  return async (token) => {
    const remembered = known.get(token);
    if (remembered !== undefined && Date.now() < remembered.endsAt) return remembered.caller;
    known.delete(token);
    const payload = await verify(token);
    const caller = Object.freeze(callerOf(payload));
    const { exp } = payload as { exp?: unknown };
    if (typeof exp === 'number')
      known.set(token, { caller, endsAt: Math.min(exp * 1000, Date.now() + LONGEST_MS) });
    return caller;
  };
}
