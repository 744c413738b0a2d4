import { Pool } from 'undici';
import { Fault, faults } from '../../kernel/faults.ts';
import type { SubgraphAnswer, SubgraphRequest, SubgraphTransport } from '../../kernel/transport.ts';

interface Settings {
  name: string;
  /** Address of the subgraph's GraphQL endpoint. */
  url: string;
  timeoutMs: number;
  /** Largest answer that is read; a larger one is a fault, not memory. */
  mostBytes?: number;
}

const MOST_BYTES = 32 * 1024 * 1024;
const HEALTH_TIMEOUT_MS = 2000;

/**
 * A subgraph over HTTP, through a pool of kept connections. Every request is sent exactly once: the assertion is
 * good for one use, and a mutation whose answer was lost may have been done.
 */
export function httpTransport({ name, url, timeoutMs, mostBytes = MOST_BYTES }: Settings): SubgraphTransport {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, {
    connections: 32,
    pipelining: 1,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connectTimeout: Math.min(timeoutMs, 5000),
    // Below Node's five seconds, so that the subgraph does not close a connection just being used.
    keepAliveTimeout: 4000,
    maxResponseSize: mostBytes,
  });
  return {
    kind: 'http',
    send: (request) => send(pool, pathname, name, request),
    healthy: () => healthy(pool),
    close: () => pool.close(),
  };
}

async function send(
  pool: Pool,
  path: string,
  name: string,
  request: SubgraphRequest,
): Promise<SubgraphAnswer> {
  const { body, assertion, requestId, signal } = request;
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    'hub-assertion': assertion,
    'x-request-id': requestId,
  };
  try {
    const answer = await pool.request({ path, method: 'POST', headers, body, signal: signal ?? null });
    const text = await answer.body.text();
    const type = String(answer.headers['content-type'] ?? '');
    if (answer.statusCode !== 200) throw malformed(name, `status ${answer.statusCode}${codes(text)}`);
    if (!/^application\/([\w.-]+\+)?json/.test(type)) throw malformed(name, `content type ${type}`);
    return parsed(name, text);
  } catch (error) {
    throw error instanceof Fault ? error : faultOf(name, error);
  }
}

function parsed(name: string, text: string): SubgraphAnswer {
  try {
    return JSON.parse(text) as SubgraphAnswer;
  } catch {
    throw malformed(name, 'not JSON');
  }
}

// Only the codes: an error text of another process may hold anything.
function codes(text: string): string {
  return [...text.slice(0, 4000).matchAll(/"code":"([A-Z0-9_]{1,64})"/g)]
    .map(([, code]) => ` ${code}`)
    .join('');
}

function malformed(name: string, why: string): Fault {
  return faults.UPSTREAM_MALFORMED(name).because(new Error(why));
}

function faultOf(name: string, error: unknown): Fault {
  const { name: kind = '', code = '' } = error as { name?: string; code?: string };
  if (/TIMEOUT/.test(code) || kind === 'AbortError') return faults.UPSTREAM_TIMEOUT(name).because(error);
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return malformed(name, 'larger than it may be');
  return faults.UPSTREAM_UNAVAILABLE(name).because(error);
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
