import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Config } from '../kernel/config.ts';
import type { Door } from '../kernel/door.ts';
import { faults } from '../kernel/faults.ts';
import type { Graph } from '../kernel/graph.ts';
import type { Issuer } from './callers/issuer.ts';
import type { Engine } from './engine/engine.ts';
import { type ClientLimits, clientLimits } from './gate/client-limits.ts';
import { type Example, registerGraphiql } from './graphiql/graphiql.ts';
import { type Check, registerHealth } from './health.ts';
import { authenticator } from './http/authenticate.ts';
import { registerDoors } from './http/doors.ts';
import { registerGraphql } from './http/graphql-route.ts';
import { boundedBytes } from './http/held-bytes.ts';
import { BODY_LIMIT, httpServer } from './http/http-server.ts';
import type { PassOn } from './http/passed-on.ts';
import { type InService, inService } from './in-service.ts';
import { type InnerGraph, type InnerGraphParts, startInnerGraph } from './inner-graph.ts';
import type { Metrics } from './metrics/metrics.ts';
import { registerMetrics } from './metrics/metrics-route.ts';
import { registerOperations } from './operations/register-operations.ts';
import { refusal } from './refusal.ts';
import { traceRequests } from './tracing/trace-requests.ts';

export interface GatewayParts extends InnerGraphParts {
  config: InnerGraphParts['config'] & Pick<Config, 'clientCost' | 'clientRequests' | 'host' | 'port'>;
  /** Who vouches for callers. With null nobody can be known: what demands a known caller is closed to all. */
  issuer: Issuer | null;
  /** Where the graph is served. */
  path?: string;
  /** Headers of a request that go on to subgraphs; a trace goes on by itself. */
  passOn?: PassOn;
  checks: Readonly<Record<string, Check>>;
  /** Work in the background of this process: when it stops, the gateway is degraded, not unready. */
  watched?: Readonly<Record<string, Check>>;
  /** Example questions of the development page. */
  examples: readonly Example[];
  /** Doors beside the graph, given the graph behind the gate; each proves by itself who is asking. */
  doors?: (graph: Graph) => readonly Door[];
  metrics?: Pick<Metrics, 'answered' | 'told' | 'watch'>;
  /** Text of `/metrics` on this port, for whoever reaches it: of a development hub; in production it is a port of its own. */
  metricsText?: () => string;
  /** Runs when the last work on this supergraph has ended. Unless it is given, whoever made the transports closes them. */
  close?: () => Promise<unknown>;
}

/** A supergraph that takes the place of the one in service, with the ways to its subgraphs. */
export interface NextSupergraph extends Pick<InnerGraphParts, 'supergraphSdl' | 'transports' | 'handling'> {
  /** Runs when the last work on it has ended. */
  close: () => Promise<unknown>;
}

export interface Gateway {
  url: string;
  port: number;
  graph: Graph;
  readonly engine: Engine;
  /**
   * Loads another supergraph and serves it; requests in flight end on the one they began on.
   * @throws what starting with it would throw; then the old one goes on serving
   */
  takeOver(next: NextSupergraph): Promise<void>;
  /** Lets requests in flight finish, for at most a second and a half. */
  stop(): Promise<void>;
}

/** Of all bodies together that are still arriving, beside those of doors. */
const MOST_BYTES_ARRIVING = 256 * 1024 * 1024;
const PATIENCE_MS = 1500;
/** Between leaving and closing: those who have kept connections see it with their next answer, and go elsewhere. */
const LEAVE_MS = 100;

/** Starts the front door of the hub. Throws CONFIGURATION_INVALID, SCHEMA_INVALID, or what listening throws. */
export async function startGateway(given: GatewayParts): Promise<Gateway> {
  // One count for all graphs: another supergraph gives nobody a new budget.
  const clients = clientLimits(given.config);
  const parts = { ...given, clients };
  const { config, issuer } = parts;
  if (config.env === 'production' && issuer?.issue !== undefined)
    throw faults.CONFIGURATION_INVALID(
      'HUB_ENV: production refuses the development issuer; set HUB_ISSUER_JWKS',
    );
  const first = await startInnerGraph(parts);
  const graphs = inService({ inner: first, ...(parts.close && { close: parts.close }) });
  return opened(parts, graphs, first).catch(async (error: unknown) => {
    await graphs.stop();
    throw error;
  });
}

/** Opens the front door over the graphs in service. */
async function opened(
  parts: GatewayParts & { clients: ClientLimits },
  graphs: InService,
  { formatError }: InnerGraph,
): Promise<Gateway> {
  const { config, issuer, log, path = '/graphql', passOn = [], clients } = parts;
  const isProduction = config.env === 'production';
  const graph: Graph = { execute: (...asked) => graphs.use((inner) => inner.graph.execute(...asked)) };
  let { transports, handling = {} } = parts;
  let isLeaving = false;
  const { metrics } = parts;
  metrics?.watch(() => ({ engine: graphs.now.engine.memory?.(), trusted: trustIn(handling) }));
  const app = httpServer({ log, formatError, isProduction, isLeaving: () => isLeaving, metrics });
  const traces = parts.tracing && traceRequests(app, parts.tracing);
  const authenticate = authenticator(issuer, log);
  if (parts.metricsText && !isProduction) registerMetrics(app, parts.metricsText);
  registerHealth(app, { ...parts, transports: () => transports, isStopping: () => isLeaving });
  // The page speaks of the hub's roles: it is none for callers that have others.
  const hasPage = !isProduction && issuer !== null && issuer.callerOf === undefined;
  const page = hasPage ? registerGraphiql(app, issuer, parts.examples) : undefined;
  const boundBytes = boundedBytes(MOST_BYTES_ARRIVING);
  const door = { bodyLimit: BODY_LIMIT, boundBytes, graphs, authenticate, passOn, clients, traces };
  registerGraphql(app, { path, ...door, ...(page && { page }) });
  registerOperations(app, door);
  registerDoors(app, parts.doors?.(graph) ?? [], log);
  app.setNotFoundHandler(async (request) => {
    await authenticate(request);
    throw request.url.split('?', 1)[0] === path
      ? refusal('METHOD_NOT_ALLOWED', 'use POST')
      : refusal('NOT_FOUND', 'there is nothing at this address');
  });
  await app.listen({ host: config.host, port: config.port });
  const { port } = app.server.address() as AddressInfo;
  return {
    url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`,
    port,
    graph,
    get engine() {
      return graphs.now.engine;
    },
    async takeOver({ close, ...next }) {
      graphs.replace({ inner: await startInnerGraph({ ...parts, ...next }), close });
      transports = next.transports;
      handling = next.handling ?? {};
    },
    async stop() {
      isLeaving = true;
      await pause(LEAVE_MS);
      const impatient = setTimeout(() => app.server.closeAllConnections(), PATIENCE_MS);
      await app.close();
      clearTimeout(impatient);
      await graphs.stop();
    },
  };
}

/** Which subgraphs are sent anything at present. */
function trustIn(handling: NonNullable<InnerGraphParts['handling']>): Record<string, boolean> {
  const known = Object.entries(handling).flatMap(([name, { resilience }]) =>
    resilience ? [[name, resilience.isTrusted()] as const] : [],
  );
  return Object.fromEntries(known);
}
