import type { Caller } from '../kernel/caller.ts';
import type { Cancellation } from '../kernel/cancellation.ts';
import type { Classification } from '../kernel/classification.ts';
import type { Unseen } from './engine/unseen.ts';
import type { RequestTrace } from './tracing/tracing.ts';

/** One incoming request from admission to answer. Apollo Server carries it as its context value. */
export interface Session {
  requestId: string;
  caller: Caller;
  /** Classifications the caller sees unmasked (明文) in this request. */
  clear: readonly Classification[];
  /** RFC 3339; one instant for the whole answer. */
  asOf?: string;
  withEvidence?: boolean;
  /** Parts of the answer that departments could not give; filled while the plan runs. */
  losses: Loss[];
  /** What departments did not let the caller see; filled while the plan runs. */
  unseen: Unseen[];
  /** Headers of the request that go on to subgraphs. */
  passed?: Readonly<Record<string, string>>;
  /** Cancelled when the client has left before its answer. */
  gone?: Cancellation;
  /** Its span, where traces are on. */
  trace?: RequestTrace;
}

/** One fetch that brought nothing: which subgraph, where in the answer (`@` stands for every list item), which fields. */
export interface Loss {
  /** What the client is told at each place. */
  message: string;
  extensions: Readonly<Record<string, unknown>> & { code: string; subgraph: string };
  at: readonly (string | number)[];
  /** Response keys the fetch would have filled. */
  fields: readonly string[];
}
