import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { collector } from './collector.ts';
import type { Tracing } from './tracing.ts';

export interface TracingSettings {
  /** Where an OTLP collector takes traces over HTTP, as JSON. */
  readonly url: string;
  /** The part of all traces that is recorded, from 0 to 1. */
  readonly ratio: number;
  /** By which name the collector knows this process. */
  readonly service: string;
}

/** Spans that wait to be sent; more are dropped. */
const WAITING = 2048;
const AT_ONCE = 512;
const EVERY_MS = 1000;
const LONGEST_MS = 2000;
const LAST_WAIT_MS = 1000;

/**
 * Begins to trace. Spans leave in batches in the background; whatever the collector does, nobody waits for it.
 * The packages are loaded here and nowhere else.
 */
export async function openTracing({ url, ratio, service }: TracingSettings, log: Logger): Promise<Tracing> {
  const [sdk, { OTLPTraceExporter }, { resourceFromAttributes }, { spans }] = await Promise.all([
    import('@opentelemetry/sdk-trace-base'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
    import('./spans.ts'),
  ]);
  const { BasicTracerProvider, BatchSpanProcessor, ParentBasedSampler, TraceIdRatioBasedSampler } = sdk;
  const sampled = new TraceIdRatioBasedSampler(ratio);
  const exporter = new OTLPTraceExporter({ url: addressIn(url), timeoutMillis: LONGEST_MS });
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': service }),
    // The ratio holds for everybody: a client cannot have more recorded by saying that it records.
    sampler: new ParentBasedSampler({ root: sampled, remoteParentSampled: sampled }),
    spanProcessors: [
      new BatchSpanProcessor(collector(exporter, log), {
        maxQueueSize: WAITING,
        maxExportBatchSize: AT_ONCE,
        scheduledDelayMillis: EVERY_MS,
        exportTimeoutMillis: 2 * LONGEST_MS,
      }),
    ],
    spanLimits: { attributeValueLengthLimit: 200 },
  });
  return {
    ...spans(provider.getTracer('hub')),
    async stop() {
      const sent = provider.shutdown().catch(() => undefined);
      await Promise.race([sent, pause(LAST_WAIT_MS, undefined, { ref: false })]);
    },
  };
}

/** Where a collector usually takes traces, unless the address says where. */
function addressIn(url: string): string {
  const address = new URL(url);
  if (address.pathname === '/') address.pathname = '/v1/traces';
  return address.href;
}
