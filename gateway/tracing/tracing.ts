import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { SubgraphAnswer } from '../../kernel/transport.ts';

/**
 * Traces (链路追踪) of a gateway: a span for each request, for each plan that had to be made, for each fetch that was sent.
 * Without the setting there is no such object, and nothing is made, loaded or sent.
 */
export interface Tracing {
  /** Begins the span of a request that came over HTTP, under the trace that its sender belongs to. */
  ofRequest(arrived: Arrived): RequestTrace;
  /** Begins the span of a question that the hub itself asks its graph. */
  ofQuestion(requestId: string): RequestTrace;
  /** Sends what is left and stops; waits for at most a second. */
  stop(): Promise<void>;
}

export interface Arrived {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly requestId: string;
}

/** The span of one request, and those below it. Holds no value of the request: no text, variable, token or caller. */
export interface RequestTrace {
  /** What is asked. The name is the client's unless it `isPublished`, and is kept only where it is plainly a name. */
  operation(kind: string, name: string | undefined, isPublished?: boolean): void;
  /** The answer's errors, as the client is told them; their codes are kept. */
  errors(told: readonly ToldError[]): void;
  /** A plan that is made because none is kept. */
  plan<T>(make: () => Promise<T>): Promise<T>;
  /** Each call of what it returns is one attempt, under a span of its own that the subgraph is told of. */
  attempts(
    subgraph: string,
    body: string,
    passed: Readonly<Record<string, string>> | undefined,
    send: (headers: Readonly<Record<string, string>>) => Promise<SubgraphAnswer>,
  ): () => Promise<SubgraphAnswer>;
  end(ended?: Ended): void;
}

/** Of an error what is looked at. */
export interface ToldError {
  readonly extensions?: { readonly code?: unknown };
}

/** How a request over HTTP ended. */
export interface Ended {
  /** The address as it was declared, such as `/op/:operation`; undefined where there is none. */
  readonly route: string | undefined;
  readonly status: number;
  /** Whether the client left before its answer was out. */
  readonly isGone: boolean;
}

/** The traces of requests that are being answered. */
export type Traces = Pick<WeakMap<FastifyRequest, RequestTrace>, 'get'>;
