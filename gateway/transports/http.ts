import { Pool } from 'undici';
import type { SubgraphAnswer, SubgraphRequest, SubgraphTransport } from '../../kernel/transport.ts';
import { AnswerReader } from './answer-reader.ts';

export interface HttpSettings {
  name: string;
  /** Address of the subgraph's GraphQL endpoint. */
  url: string;
  /** From sending to the last byte of the answer, a wait for a connection included. */
  timeoutMs: number;
  /** Largest answer that is read; a larger one is a fault, not memory. */
  mostBytes?: number;
  /** Connections that are kept to it. */
  connections?: number;
  /** Certificates (PEM) that vouch for it, instead of the public ones. */
  ca?: string;
}

const MOST_BYTES = 32 * 1024 * 1024;
const CONNECTIONS = 64;
const HEALTH_TIMEOUT_MS = 2000;

/**
 * A subgraph over HTTP/1.1, through a pool of kept connections. Every request is sent exactly once: the assertion is
 * good for one use, and a mutation whose answer was lost may have been done.
 */
export function httpTransport(settings: HttpSettings): SubgraphTransport {
  const { name, url, timeoutMs, mostBytes = MOST_BYTES, connections = CONNECTIONS, ca } = settings;
  const { origin, pathname, search } = new URL(url);
  const pool = new Pool(origin, {
    connections,
    pipelining: 1,
    allowH2: false,
    // The reader keeps the time. The pool's own two timers leave something behind for each request, for half a second:
    // enough for every request under way to be taken for lasting by the garbage collector.
    headersTimeout: 0,
    bodyTimeout: 0,
    // Below Node's five seconds, so that the subgraph does not close a connection just being used.
    keepAliveTimeout: 4000,
    connect: { timeout: Math.min(timeoutMs, 5000), ...(ca !== undefined && { ca }) },
  });
  const path = pathname + search;
  return {
    kind: 'http',
    send: (request) => send(pool, path, { name, mostBytes, timeoutMs }, request),
    healthy: () => healthy(pool),
    // Twice is no mistake: a start that fails closes what it was given, as does whoever made it.
    close: async () => (pool.closed || pool.destroyed ? undefined : pool.close()),
  };
}

function send(
  pool: Pool,
  path: string,
  limits: { name: string; mostBytes: number; timeoutMs: number },
  { body, assertion, requestId, headers, cancellation }: SubgraphRequest,
): Promise<SubgraphAnswer> {
  const sent: Record<string, string> = {
    ...headers,
    'content-type': 'application/json',
    accept: 'application/json',
    'x-request-id': requestId,
  };
  // A foreign subgraph shares no key with us, and gets no assertion.
  if (assertion !== '') sent['hub-assertion'] = assertion;
  return new Promise((done, failed) => {
    pool.dispatch(
      { path, method: 'POST', headers: sent, body },
      new AnswerReader({ ...limits, cancellation, done, failed }),
    );
  });
}

async function healthy(pool: Pool): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(HEALTH_TIMEOUT_MS);
    const { statusCode, body } = await pool.request({ path: '/health/ready', method: 'GET', signal });
    await body.dump();
    return statusCode === 200;
  } catch {
    return false;
  }
}
