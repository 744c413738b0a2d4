/**
 * A circuit breaker (熔断器): after so many faults in a row nobody is sent to a subgraph that is plainly down. After a
 * while one request is let through to see; if it comes back well, all are.
 */
export interface Breaker {
  /** Whether a request may go now. Who is told yes while it is half open is the probe, and must tell how it ended. */
  admits(): boolean;
  succeeded(): void;
  failed(): void;
  /** Neither well nor down, such as a caller who left: a probe's place becomes free again. */
  undecided(): void;
  readonly state: 'closed' | 'open' | 'half-open';
}

export interface BreakerSettings {
  /** Faults in a row that open it; 0 never does. */
  failures: number;
  openMs: number;
}

export function breaker(
  { failures, openMs }: BreakerSettings,
  now: () => number = () => performance.now(),
): Breaker {
  let inARow = 0;
  let openUntil: number | undefined;
  let isProbing = false;
  const isOpen = () => openUntil !== undefined;
  return {
    admits() {
      if (openUntil === undefined) return true;
      if (isProbing || now() < openUntil) return false;
      isProbing = true;
      return true;
    },
    succeeded() {
      inARow = 0;
      isProbing = false;
      openUntil = undefined;
    },
    failed() {
      inARow += 1;
      // What was under way when it opened says nothing new, and must not keep it open for longer.
      const opens = isOpen() ? isProbing : failures > 0 && inARow >= failures;
      isProbing = false;
      if (opens) openUntil = now() + openMs;
    },
    undecided() {
      isProbing = false;
    },
    get state() {
      if (openUntil === undefined) return 'closed';
      return isProbing || now() >= openUntil ? 'half-open' : 'open';
    },
  };
}
