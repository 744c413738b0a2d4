import type { Logger } from 'pino';
import { type AssertionMemory, assertionMemory, checkAssertion } from '../kernel/assertion.ts';
import { systemClock } from '../kernel/clock.ts';
import type { Keyring } from '../kernel/keyring.ts';
import { SubgraphContext } from './context.ts';
import type { Composed } from './masking.ts';
import type { Store } from './store.ts';
import type { Subgraph } from './subgraph.ts';

/** What a running subgraph is made of, whichever way it is reached. */
export interface Running {
  readonly subgraph: Subgraph;
  readonly store: Store;
  readonly log: Logger;
  readonly admit: (assertion: string, body: string) => SubgraphContext;
  /** How the composed graph classifies fields; left out where there is no graph beside this subgraph. */
  readonly composed?: Composed | undefined;
}

// Requests of one minute at 1,600 a second; beyond that the subgraph refuses rather than forget.
const REMEMBERED_ASSERTIONS = 100_000;

export function running(
  subgraph: Subgraph,
  store: Store,
  keyring: Keyring,
  log: Logger,
  composed?: Composed,
): Running {
  const key = keyring.secret(`assertion/${subgraph.name}`);
  const remembered: AssertionMemory = assertionMemory(REMEMBERED_ASSERTIONS);
  return {
    subgraph,
    store,
    log,
    composed,
    /** The one place where a subgraph learns who asks; the same for both transports. */
    admit(assertion, body) {
      const claims = checkAssertion(assertion, body, {
        key,
        subgraph: subgraph.name,
        now: systemClock.now(),
        remembered,
      });
      return new SubgraphContext(store, {
        caller: claims.caller,
        clear: claims.clear,
        asOf: claims.asOf ? new Date(claims.asOf) : null,
        requestId: claims.requestId,
      });
    },
  };
}
