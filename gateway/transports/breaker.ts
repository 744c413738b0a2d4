/**
 * A circuit breaker (熔断器): after so many faults in a row nobody is sent to a subgraph that is plainly down. After a
 * while one request is let through to see; if it comes back well, all are.
 */
export interface Breaker {
  /** What a request goes with, and by which it tells how it ended; undefined when it may not go. Half open, one goes: the probe. */
  admits(): Pass | undefined;
  succeeded(pass: Pass): void;
  failed(pass: Pass): void;
  /** Neither well nor down, such as a caller who left: a probe's place becomes free again. */
  undecided(pass: Pass): void;
  readonly state: 'closed' | 'open' | 'half-open';
}

/** The number of a probe, or 0. */
export type Pass = number;

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
  let probes = 0;
  let probe: Pass | undefined;
  return {
    admits() {
      if (openUntil === undefined) return 0;
      if (probe !== undefined || now() < openUntil) return undefined;
      probes += 1;
      probe = probes;
      return probe;
    },
    succeeded() {
      inARow = 0;
      probe = undefined;
      openUntil = undefined;
    },
    failed(pass) {
      inARow += 1;
      // What was under way when it opened says nothing new: it neither keeps it open for longer nor takes the probe's place.
      const opens = openUntil === undefined ? failures > 0 && inARow >= failures : pass === probe;
      if (!opens) return;
      probe = undefined;
      openUntil = now() + openMs;
    },
    undecided(pass) {
      if (pass === probe) probe = undefined;
    },
    get state() {
      if (openUntil === undefined) return 'closed';
      return probe !== undefined || now() >= openUntil ? 'half-open' : 'open';
    },
  };
}
