import { gatewayMetrics, type Metrics } from '../../gateway/metrics/metrics.ts';
import { serveMetrics } from '../../gateway/metrics/metrics-server.ts';
import { openTracing } from '../../gateway/tracing/open-tracing.ts';
import type { Tracing } from '../../gateway/tracing/tracing.ts';
import type { Config } from '../../kernel/config.ts';
import type { Parts } from './over-parts.ts';
import type { Prepared } from './surroundings.ts';

/** How this process is watched (观测): as far as settings ask for it, otherwise not at all. */
export interface Watching {
  readonly tracing?: Tracing;
  readonly metrics?: Metrics;
  /** Text of `/metrics` on the gateway's own port, in development alone (architecture §7). */
  readonly metricsText?: () => string;
  readonly metricsUrl?: string;
}

/** Opens what settings ask for, and in development counts for the gateway's port; it ends after the front door. @throws what listening for metrics throws */
export async function openWatching(
  { config, log }: Prepared,
  { atEnd }: Pick<Parts, 'atEnd'>,
): Promise<Watching> {
  const { env, tracesUrl, tracesRatio, metricsPort, metricsHost }: Config = config;
  const settings = { ratio: tracesRatio, service: 'guixin-hub' };
  const tracing =
    tracesUrl === undefined ? undefined : await openTracing({ url: tracesUrl, ...settings }, log);
  if (tracing) atEnd(() => tracing.stop());
  const traced = tracing ? { tracing } : {};
  const isDevelopment = env === 'development';
  if (metricsPort === undefined && !isDevelopment) return traced;
  const metrics = gatewayMetrics();
  atEnd(async () => metrics.stop());
  const watched = { ...traced, metrics, ...(isDevelopment && { metricsText: metrics.text }) };
  if (metricsPort === undefined) return watched;
  const server = await serveMetrics(metrics, { host: metricsHost, port: metricsPort });
  atEnd(() => server.stop());
  return { ...watched, metricsUrl: server.url };
}
