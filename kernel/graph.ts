import type { Caller } from './caller.ts';
import type { SubgraphError } from './transport.ts';

export interface GraphModifiers {
  /** RFC 3339 instant: the state of the facts as of then. */
  asOf?: string;
  operationName?: string;
  requestId?: string;
}

export interface GraphAnswer {
  data: Record<string, unknown> | null;
  errors?: readonly SubgraphError[];
}

/** The whole graph as its own clients inside the hub see it: adapters, national sync, reports. Same gate as outside. */
export interface Graph {
  execute(
    document: string,
    variables: Record<string, unknown>,
    caller: Caller,
    modifiers?: GraphModifiers,
  ): Promise<GraphAnswer>;
}
