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
  readonly metricsUrl?: string;
}

/** Opens what settings ask for; it ends after the front door. @throws what listening for metrics throws */
export async function openWatching(
  { config, log }: Prepared,
  { atEnd }: Pick<Parts, 'atEnd'>,
): Promise<Watching> {
  const { tracesUrl, tracesRatio, metricsPort, metricsHost }: Config = config;
  const settings = { ratio: tracesRatio, service: 'guixin-hub' };
  const tracing =
    tracesUrl === undefined ? undefined : await openTracing({ url: tracesUrl, ...settings }, log);
  if (tracing) atEnd(() => tracing.stop());
  if (metricsPort === undefined) return { ...(tracing && { tracing }) };
  const metrics = gatewayMetrics();
  const server = await serveMetrics(metrics, { host: metricsHost, port: metricsPort });
  atEnd(() => server.stop());
  return { ...(tracing && { tracing }), metrics, metricsUrl: server.url };
}
