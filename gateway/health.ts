import type { FastifyInstance } from 'fastify';
import type { SubgraphTransport } from '../kernel/transport.ts';

/** One thing the gateway cannot serve without. True when it works; throwing counts as false. */
export type Check = () => Promise<boolean>;

interface Parts {
  checks: Readonly<Record<string, Check>>;
  /** Work beside the answers: when it fails, what is asked is still answered, and taking the gateway away helps nobody. */
  watched?: Readonly<Record<string, Check>> | undefined;
  transports: () => Readonly<Record<string, SubgraphTransport>>;
  isStopping: () => boolean;
}

const PATIENCE_MS = 2500;
const FRESH_MS = 500;

/**
 * `/health`: 200 while the graph is loaded and not being stopped, whatever its subgraphs do. `/health/live`: the process answers; no dependency counts. `/health/ready`: 200 while every check holds and at
 * least one subgraph answers, `degraded` while some do not (their fields come back null) or work in the background has
 * stopped, 503 otherwise. Names and true or false, nothing else: no address, no reason, no version.
 */
export function registerHealth(app: FastifyInstance, parts: Parts): void {
  const state = remembered(() => stateOf(parts));
  app.get('/health', { exposeHeadRoute: true }, async (_request, reply) =>
    parts.isStopping() ? reply.code(503).send({ status: 'stopping' }) : { status: 'loaded' },
  );
  app.get('/health/live', { exposeHeadRoute: true }, async () => ({ status: 'live' }));
  app.get('/health/ready', { exposeHeadRoute: true }, async (_request, reply) => {
    if (parts.isStopping()) return reply.code(503).send({ status: 'stopping' });
    const { checks, watched, subgraphs } = await state();
    const works = Object.values(subgraphs);
    const isReady = Object.values(checks).every(Boolean) && (works.length === 0 || works.some(Boolean));
    const isWhole = works.every(Boolean) && Object.values(watched).every(Boolean);
    const status = isReady ? (isWhole ? 'ready' : 'degraded') : 'unavailable';
    return reply.code(isReady ? 200 : 503).send({ status, checks: { ...checks, ...watched }, subgraphs });
  });
}

async function stateOf({ checks, watched = {}, transports }: Parts) {
  const healthy = Object.entries(transports()).map(
    ([name, transport]) => [name, () => transport.healthy()] as const,
  );
  const [own, beside, subgraphs] = await Promise.all([
    allOf(Object.entries(checks)),
    allOf(Object.entries(watched)),
    allOf(healthy),
  ]);
  return { checks: own, watched: beside, subgraphs };
}

async function allOf(checks: readonly (readonly [string, Check])[]): Promise<Record<string, boolean>> {
  const results = await Promise.all(checks.map(async ([name, check]) => [name, await holds(check)] as const));
  return Object.fromEntries(results);
}

async function holds(check: Check): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE_MS);
  });
  try {
    return (await Promise.race([check(), late])) === true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

// Health is open to everybody, so asking often must cost nothing.
function remembered<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: { at: number; answer: Promise<T> } | undefined;
  return () => {
    const now = performance.now();
    if (asked === undefined || now - asked.at > FRESH_MS) asked = { at: now, answer: ask() };
    return asked.answer;
  };
}
