import { faults } from './faults.ts';

/** Which one-use ids were seen, until they expire anyway. Times are seconds since 1970. */
export interface AssertionMemory {
  readonly size: number;
  /** @throws Fault `ASSERTION_REPLAYED` when known, `ASSERTION_MEMORY_FULL` when there is no room to remember it */
  remember(jti: string, exp: number, now: number): void;
}

/** A memory of at most `limit` ids. Full means closed: an id that cannot be remembered is not accepted. */
export function assertionMemory(limit: number): AssertionMemory {
  const expiries = new Map<string, number>();
  // A clock that steps back must not bring forgotten ids to life again.
  let latest = Number.NEGATIVE_INFINITY;
  return {
    get size() {
      return expiries.size;
    },
    remember(jti, exp, now) {
      latest = Math.max(latest, now);
      if (exp <= latest) throw faults.ASSERTION_EXPIRED();
      if (expiries.has(jti)) throw faults.ASSERTION_REPLAYED();
      forgetExpired(expiries, latest);
      if (expiries.size >= limit) throw faults.ASSERTION_MEMORY_FULL();
      expiries.set(jti, exp);
    },
  };
}

// Oldest first and only up to the first that lives: lives are at most a minute, so nothing is kept much longer.
function forgetExpired(expiries: Map<string, number>, now: number): void {
  for (const [jti, exp] of expiries) {
    if (exp > now) return;
    expiries.delete(jti);
  }
}
