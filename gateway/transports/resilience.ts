import type { Cancellation } from '../../kernel/cancellation.ts';
import { Fault, faults } from '../../kernel/faults.ts';
import type { SubgraphTransport } from '../../kernel/transport.ts';
import { Alive } from './answer-reader.ts';
import { type BreakerSettings, breaker, type Pass } from './breaker.ts';

/** How one subgraph is treated when it, or the way to it, is not well. */
export interface ResilienceSettings {
  /** How often a query that got no answer is sent once more. A mutation never is. */
  retries: number;
  /** Fetches under way to the subgraph at once; one more is refused at once. */
  concurrency: number;
  breaker: BreakerSettings;
}

/** What a subgraph is to be spared or shielded from, around every fetch of one gateway. */
export interface Resilience {
  /**
   * Runs attempts until one ends, none is left, or the subgraph is spared. Each attempt makes an assertion of its own.
   * @throws Fault `OVERLOADED`, `UPSTREAM_UNAVAILABLE` when nothing was sent, or what the last attempt threw
   */
  run<T>(kind: FetchKind, attempt: () => Promise<T>): Promise<T>;
  /** False while the breaker keeps everybody away. */
  isTrusted(): boolean;
}

export interface FetchKind {
  /** Whether sending it again does nothing twice. */
  isQuery: boolean;
  gone?: Cancellation | undefined;
  /** Later than this after its beginning nothing is sent again. */
  timeoutMs: number;
}

/** How a gateway treats one subgraph; what is left out is as for all. */
export interface Handling {
  timeoutMs?: number;
  resilience?: Resilience;
}

/** What suits most subgraphs over HTTP. */
export const USUAL: ResilienceSettings = {
  retries: 1,
  concurrency: 1000,
  breaker: { failures: 50, openMs: 2000 },
};

/** The usual treatment of a subgraph in another process; one in this process needs none. */
export function usual(name: string, { kind }: Pick<SubgraphTransport, 'kind'>): Resilience | undefined {
  return kind === 'http' ? resilience(name, USUAL) : undefined;
}

const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 500;

/** Told of every attempt: `ok`, or the code of the fault it ended in, and how long it took. */
export type Observe = (subgraph: string, outcome: string, seconds: number) => void;

export function resilience(name: string, settings: ResilienceSettings, observe?: Observe): Resilience {
  const { retries, concurrency } = settings;
  const circuit = breaker(settings.breaker);
  let underWay = 0;

  // Plain promises: every fetch of every request passes here, and each `async` on its way is felt.
  const well = <T>(answer: T, pass: Pass): T => {
    underWay -= 1;
    circuit.succeeded(pass);
    return answer;
  };
  const unwell = (error: unknown, pass: Pass): never => {
    underWay -= 1;
    if (isDown(error)) circuit.failed(pass);
    else circuit.undecided(pass);
    throw error;
  };
  const once = <T>(attempt: () => Promise<T>): Promise<T> => {
    if (underWay >= concurrency) return Promise.reject(faults.OVERLOADED(name));
    const pass = circuit.admits();
    if (pass === undefined) return Promise.reject(faults.UPSTREAM_UNAVAILABLE(name).because(new Spared()));
    underWay += 1;
    let begun: Promise<T>;
    try {
      begun = attempt();
    } catch (error) {
      begun = Promise.reject(error);
    }
    return begun.then(
      (answer) => well(answer, pass),
      (error) => unwell(error, pass),
    );
  };
  const observed =
    observe === undefined
      ? once
      : async <T>(attempt: () => Promise<T>): Promise<T> => {
          const from = performance.now();
          let outcome = 'ok';
          try {
            return await once(attempt);
          } catch (error) {
            outcome = error instanceof Fault ? error.code : 'INTERNAL';
            throw error;
          } finally {
            observe(name, outcome, (performance.now() - from) / 1000);
          }
        };
  const attempted = <T>(kind: FetchKind, attempt: () => Promise<T>, from: number, done: number): Promise<T> =>
    observed(attempt).catch(async (error: unknown) => {
      const isLate = performance.now() - from > kind.timeoutMs / 2;
      if (!kind.isQuery || done >= retries || isLate || !isPassing(error)) throw error;
      // Full jitter: those who failed together do not come back together.
      await pause(Math.random() * Math.min(FIRST_PAUSE_MS * 4 ** done, LONGEST_PAUSE_MS), kind.gone);
      return attempted(kind, attempt, from, done + 1);
    });
  return {
    isTrusted: () => circuit.state !== 'open',
    run: (kind, attempt) => attempted(kind, attempt, performance.now(), 0),
  };
}

/** @throws Fault `CANCELLED` as soon as the caller leaves */
function pause(ms: number, gone: Cancellation | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      clearTimeout(timer);
      reject(faults.CANCELLED());
    };
    const timer = setTimeout(() => {
      gone?.forget(leave);
      resolve();
    }, ms);
    gone?.listen(leave);
  });
}

class Spared extends Error {
  override readonly name = 'Spared';
  override readonly message = 'it failed too often just now and is spared for a while';
}

const DOWN: ReadonlySet<string> = new Set(['UPSTREAM_UNAVAILABLE', 'UPSTREAM_TIMEOUT', 'UPSTREAM_MALFORMED']);

function isDown(error: unknown): boolean {
  return error instanceof Fault && DOWN.has(error.code) && !(error.cause instanceof Alive);
}

/**
 * Whether the next attempt may well succeed: the connection broke, or the subgraph says that it is busy. A late answer
 * is not asked for again, since that would double the work of whoever is late; nor is one that cannot be read.
 */
function isPassing(error: unknown): boolean {
  return error instanceof Fault && error.code === 'UPSTREAM_UNAVAILABLE' && !(error.cause instanceof Spared);
}
