import type { AddressInfo } from 'node:net';
import type { Config } from '../kernel/config.ts';
import type { Door } from '../kernel/door.ts';
import { faults } from '../kernel/faults.ts';
import type { Graph } from '../kernel/graph.ts';
import type { Issuer } from './callers/issuer.ts';
import type { Engine } from './engine/engine.ts';
import { type Example, registerGraphiql } from './graphiql/graphiql.ts';
import { type Check, registerHealth } from './health.ts';
import { authenticator } from './http/authenticate.ts';
import { registerDoors } from './http/doors.ts';
import { registerGraphql } from './http/graphql-route.ts';
import { httpServer } from './http/http-server.ts';
import { type InnerGraphParts, startInnerGraph } from './inner-graph.ts';
import { refusal } from './refusal.ts';

export interface GatewayParts extends InnerGraphParts {
  config: InnerGraphParts['config'] & Pick<Config, 'host' | 'port'>;
  issuer: Issuer;
  checks: Readonly<Record<string, Check>>;
  /** Work in the background of this process: when it stops, the gateway is degraded, not unready. */
  watched?: Readonly<Record<string, Check>>;
  /** Example questions of the development page. */
  examples: readonly Example[];
  /** Doors beside `/graphql`, given the graph behind the gate; each proves by itself who is asking. */
  doors?: (graph: Graph) => readonly Door[];
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
  const { config, issuer, log } = parts;
  const isProduction = config.env === 'production';
  if (isProduction && issuer.issue !== undefined)
    throw faults.CONFIGURATION_INVALID(
      'HUB_ENV: production refuses the development issuer; set HUB_ISSUER_JWKS',
    );
  const inner = await startInnerGraph(parts);
  const { graph, engine, server, admit, formatError } = inner;

  let isStopping = false;
  const app = httpServer({ log, formatError, isProduction });
  const authenticate = authenticator(issuer, log);
  registerHealth(app, { ...parts, isStopping: () => isStopping });
  const page = isProduction ? undefined : registerGraphiql(app, issuer, parts.examples);
  registerGraphql(app, { server, admit, authenticate, ...(page && { page }) });
  registerDoors(app, parts.doors?.(graph) ?? [], log);
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
      await inner.stop();
    },
  };
}
