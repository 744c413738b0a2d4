import type { Cancellation } from './cancellation.ts';

/**
 * A door of the gateway that does not speak GraphQL (接口): a foreign format at an address of its own. It proves who
 * is asking by itself; no bearer token is asked of it. What it learns enters the hub through the graph.
 */
export interface Door {
  /** The address: exact (`/open.api`), or everything below a folder (`/national/early-warning/*`). */
  readonly path: string;
  /** HTTP methods it answers; any other gets its refusal `METHOD_NOT_ALLOWED`. */
  readonly methods: readonly string[];
  /** The longest body in bytes. */
  readonly bodyLimit: number;
  /** Requests worked on at once; one more is refused at once rather than queued. Default 64. */
  readonly inFlight?: number;
  handle(request: DoorRequest): Promise<DoorAnswer>;
  /** The door's own form of what the HTTP edge refuses; left out, the edge answers in the form of GraphQL errors. */
  refuse?(refusal: DoorRefusal): DoorAnswer;
}

/** What the HTTP edge refuses before, or instead of, the door's own work. */
export interface DoorRefusal {
  readonly status: number;
  readonly code:
    | 'METHOD_NOT_ALLOWED'
    | 'BODY_TOO_LARGE'
    | 'BODY_MALFORMED'
    | 'CONTENT_TYPE_REFUSED'
    | 'OVERLOADED'
    | 'INTERNAL';
  readonly requestId: string;
}

export interface DoorRequest {
  readonly method: string;
  /** The path without its query. */
  readonly path: string;
  /** The query as it was sent; keys may repeat. */
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The bytes as received: signatures are checked on them. */
  readonly body: Buffer;
  readonly requestId: string;
  /** Cancelled when the caller has left. */
  readonly gone: Cancellation;
}

export interface DoorAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}
