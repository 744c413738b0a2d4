import type { AddressInfo } from 'node:net';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Clock } from '../kernel/clock.ts';
import type { Config } from '../kernel/config.ts';
import type { Door } from '../kernel/door.ts';
import { faults } from '../kernel/faults.ts';
import type { Graph } from '../kernel/graph.ts';
import type { SubgraphTransport } from '../kernel/transport.ts';
import { accessTable } from '../schema/access.ts';
import { CLASSIFIED_SPEC } from '../schema/subgraph-sdl.ts';
import { type Admission, admission } from './admission.ts';
import { apolloServer } from './apollo-server.ts';
import type { Issuer } from './callers/issuer.ts';
import { projectCodesQuestion, rowGrants } from './callers/row-grants.ts';
import { apolloEngine } from './engine/apollo-engine.ts';
import { checkStandardScalars } from './engine/checked-scalars.ts';
import type { Engine } from './engine/engine.ts';
import { errorFormatter } from './format-error.ts';
import { gate, type GateLimits } from './gate/gate.ts';
import { graphOf } from './graph.ts';
import { type Example, registerGraphiql } from './graphiql/graphiql.ts';
import { type Check, registerHealth } from './health.ts';
import { authenticator } from './http/authenticate.ts';
import { registerDoors } from './http/doors.ts';
import { registerGraphql } from './http/graphql-route.ts';
import { httpServer } from './http/http-server.ts';
import { refusal } from './refusal.ts';

export interface GatewayParts {
  config: GateLimits & Pick<Config, 'env' | 'host' | 'port' | 'maxTokens' | 'subgraphTimeoutMs'>;
  supergraphSdl: string;
  /** The way to each subgraph of the supergraph. The gateway uses them, whoever made them closes them. */
  transports: Readonly<Record<string, SubgraphTransport>>;
  /** The key assertions to a subgraph are sealed with; the same object each time. */
  assertionKey: (subgraph: string) => Buffer;
  issuer: Issuer;
  /** Business time. */
  clock: Clock;
  log: Logger;
  checks: Readonly<Record<string, Check>>;
  /** Example questions of the development page. */
  examples: readonly Example[];
  /** Doors beside `/graphql`; each proves by itself who is asking. */
  doors?: readonly Door[];
}

export interface Gateway {
  url: string;
  port: number;
  graph: Graph;
  engine: Engine;
  /** Lets requests in flight finish, for at most a second and a half. */
  stop(): Promise<void>;
}

const PATIENCE_MS = 1500;

/** Starts the front door of the hub. Throws CONFIGURATION_INVALID, SCHEMA_INVALID, or what listening throws. */
export async function startGateway(parts: GatewayParts): Promise<Gateway> {
  const { config, supergraphSdl, issuer, clock, log } = parts;
  const isProduction = config.env === 'production';
  if (isProduction && issuer.issue !== undefined)
    throw faults.CONFIGURATION_INVALID(
      'HUB_ENV: production refuses the development issuer; set HUB_ISSUER_JWKS',
    );
  const formatError = errorFormatter(log);
  const engine = apolloEngine(supergraphSdl, (name) => wayTo(name, parts), log);
  let schema: GraphQLSchema | undefined;
  engine.onSchemaLoadOrUpdate(({ apiSchema }) => {
    schema = apiSchema;
    // Another graph's scalar of the same name may mean something else.
    if (supergraphSdl.includes(CLASSIFIED_SPEC)) checkStandardScalars(apiSchema);
  });
  const pass = gate(accessTable(supergraphSdl), config);
  const server = apolloServer({ engine, gate: pass, formatError, introspection: !isProduction, log });
  await server.start();

  const graph: Graph = graphOf(server, () => admit, formatError);
  const grants = rowGrants(graph, schema && projectCodesQuestion(schema), log);
  const admit: Admission = admission({ maxTokens: config.maxTokens, clock, grants, log });

  let isStopping = false;
  const app = httpServer({ log, formatError, isProduction });
  const authenticate = authenticator(issuer, log);
  registerHealth(app, { ...parts, isStopping: () => isStopping });
  const page = isProduction ? undefined : registerGraphiql(app, issuer, parts.examples);
  registerGraphql(app, { server, admit, authenticate, ...(page && { page }) });
  registerDoors(app, parts.doors ?? [], log);
  app.setNotFoundHandler(async (request) => {
    await authenticate(request);
    throw request.url.split('?', 1)[0] === '/graphql'
      ? refusal('METHOD_NOT_ALLOWED', 'use POST')
      : refusal('NOT_FOUND', 'there is nothing at this address');
  });
  await app.listen({ host: config.host, port: config.port });
  const { port } = app.server.address() as AddressInfo;
  return {
    url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`,
    port,
    graph,
    engine,
    async stop() {
      isStopping = true;
      const impatient = setTimeout(() => app.server.closeAllConnections(), PATIENCE_MS);
      await app.close();
      clearTimeout(impatient);
      await server.stop();
    },
  };
}

function wayTo(name: string, { transports, assertionKey, config, log }: GatewayParts) {
  const transport = transports[name];
  if (transport === undefined)
    throw faults.CONFIGURATION_INVALID(`no way to subgraph ${name} of the supergraph`);
  return { name, transport, assertionKey: assertionKey(name), timeoutMs: config.subgraphTimeoutMs, log };
}
