import { readFileSync } from 'node:fs';
import { type Logger, pino } from 'pino';
import { type Gateway, startGateway } from '../../../gateway/gateway.ts';
import { gatewayMetrics } from '../../../gateway/metrics/metrics.ts';
import { serveMetrics } from '../../../gateway/metrics/metrics-server.ts';
import { openTracing } from '../../../gateway/tracing/open-tracing.ts';
import type { Observe } from '../../../gateway/transports/resilience.ts';
import { systemClock } from '../../../kernel/clock.ts';
import { type Config, readConfig } from '../../../kernel/config.ts';
import { faults } from '../../../kernel/faults.ts';
import { followFile } from './follow-file.ts';
import { readOperations } from '../published-operations.ts';
import { stopAll } from '../stopping.ts';
import { issuerOf } from './identity.ts';
import type { StandAloneSettings } from './settings.ts';
import { subgraphWays } from './subgraph-ways.ts';

export interface StandAlone {
  readonly gateway: Gateway;
  readonly log: Logger;
  /** Reads the supergraph file again, as its change does. Never throws: a bad one is logged, and the old one serves on. */
  reload(): Promise<void>;
  /** Where its metrics are served, if they are. */
  readonly metricsUrl?: string;
  stop(): Promise<void>;
}

export interface StandAloneParts {
  readonly supergraphFile: string;
  readonly port: number | undefined;
  readonly settings: StandAloneSettings;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * A gateway over any Federation 2 supergraph: no database, no keys of the hub. Unless the settings name an issuer who
 * vouches for callers, everybody is anonymous, so that fields behind an access directive are closed to all.
 * @throws Fault `CONFIGURATION_INVALID`, `SCHEMA_INVALID`, or what listening throws
 */
export async function startStandAlone(parts: StandAloneParts): Promise<StandAlone> {
  const config = configOf(parts);
  const log = pino({ level: config.logLevel }, pino.destination({ dest: 2, sync: false }));
  const opened: (() => Promise<unknown>)[] = [];
  const stop = () => stopAll(log, [...opened].reverse());
  try {
    return { ...(await started(parts, config, log, (step) => void opened.push(step))), log, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts one thing after the other, and says of each at once how it is ended. */
async function started(
  { supergraphFile, settings }: StandAloneParts,
  config: Config,
  log: Logger,
  atEnd: (step: () => Promise<unknown>) => void,
): Promise<Omit<StandAlone, 'log' | 'stop'>> {
  const supergraphSdl = textOf(supergraphFile);
  const { traces } = settings;
  const tracing = traces && (await openTracing({ ...traces, service: 'hub-gateway' }, log));
  if (tracing) atEnd(() => tracing.stop());
  const metrics = settings.metrics && gatewayMetrics();
  const server = metrics && (await serveMetrics(metrics, settings.metrics!));
  if (server) atEnd(() => server.stop());
  const issuer = settings.identity ? await issuerOf(settings.identity, log) : null;
  const ways = subgraphWays(supergraphSdl, settings, true, metrics?.fetched);
  const gateway = await startGateway({
    config,
    supergraphSdl,
    ...ways,
    assertionKey: () => null,
    issuer,
    path: settings.path,
    passOn: settings.passHeaders,
    introspection: settings.introspection ?? config.env !== 'production',
    csrfPrevention: settings.csrfPrevention,
    clock: systemClock,
    log,
    checks: {},
    examples: [],
    ...(metrics && { metrics }),
    tracing,
    operations: config.operations === undefined ? [] : readOperations([config.operations]),
  }).catch(async (error: unknown) => {
    await ways.close();
    throw error;
  });
  atEnd(() => gateway.stop());
  const take = (text: string) => takeOver(gateway, text, settings, metrics?.fetched);
  const followed = followFile(supergraphFile, supergraphSdl, take, log);
  atEnd(async () => followed.end());
  return { gateway, reload: followed.look, ...(server && { metricsUrl: server.url }) };
}

async function takeOver(
  gateway: Gateway,
  supergraphSdl: string,
  settings: StandAloneSettings,
  observe: Observe | undefined,
): Promise<void> {
  const next = { supergraphSdl, ...subgraphWays(supergraphSdl, settings, false, observe) };
  try {
    await gateway.takeOver(next);
  } catch (error) {
    await next.close();
    throw error;
  }
}

/** Of the hub's settings only these matter here; those of its database, its demo and its callers do not. */
const READ = ['HUB_ENGINE', 'HUB_OPERATIONS', 'HUB_LOG_LEVEL', 'HUB_HOST', 'HUB_PORT'];

function configOf({ env, port, settings }: StandAloneParts): Config {
  const config = readConfig(Object.fromEntries(READ.map((name) => [name, env[name]])));
  const { limits, defaults, host = config.host } = settings;
  return {
    ...config,
    env: env.HUB_ENV === 'production' ? 'production' : 'development',
    host,
    port: port ?? config.port,
    maxDepth: limits.depth,
    maxAliases: limits.aliases,
    maxTokens: limits.tokens,
    maxCost: limits.cost,
    maxPage: limits.page,
    maxDirectives: limits.directives,
    maxRootFields: limits.rootFields,
    // Who is not known is not counted: all of those would be one client.
    clientCost: limits.clientCost,
    clientRequests: limits.clientRequests,
    subgraphTimeoutMs: defaults.timeoutMs,
  };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw faults.CONFIGURATION_INVALID(`--supergraph: ${(error as Error).message}`);
  }
}
