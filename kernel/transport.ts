import type { Cancellation } from './cancellation.ts';

/** One fetch to a department's subgraph. `body` is the exact JSON text the assertion is bound to. */
export interface SubgraphRequest {
  /** JSON `{query, operationName?, variables?}`. */
  body: string;
  assertion: string;
  requestId: string;
  /** Further headers, for whoever sends over HTTP. */
  headers?: Readonly<Record<string, string>>;
  /** Cancelled when the answer is no longer waited for. */
  cancellation?: Cancellation;
}

export interface SubgraphError {
  message: string;
  path?: readonly (string | number)[];
  extensions?: Record<string, unknown>;
}

export interface SubgraphAnswer {
  data?: Record<string, unknown> | null;
  errors?: readonly SubgraphError[];
}

/** The way to one subgraph. In one process or over HTTP, the same request gives the same answer. */
export interface SubgraphTransport {
  readonly kind: 'in-process' | 'http';
  send(request: SubgraphRequest): Promise<SubgraphAnswer>;
  healthy(): Promise<boolean>;
  close(): Promise<void>;
}
