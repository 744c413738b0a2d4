import type { SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { Logger } from 'pino';
import { scrub } from '../scrub.ts';

/** A collector of which one line is logged when it does not take spans, and one when it does again. */
export function collector(exporter: SpanExporter, log: Pick<Logger, 'warn' | 'info'>): SpanExporter {
  let isWell = true;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        // 0 is success; the names of the codes are in a package that is not ours.
        const isTaken = result.code === 0;
        if (!isTaken && isWell)
          log.warn({ reason: reasonOf(result.error) }, 'the collector takes no traces; they are dropped');
        if (isTaken && !isWell) log.info('the collector takes traces again');
        isWell = isTaken;
        // Whatever became of it, it is done: an error told here would only be told once more.
        done({ code: 0 });
      });
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
}

function reasonOf(error: (Error & { code?: string | number }) | undefined): string {
  return scrub(String(error?.code ?? error?.message ?? 'not known'));
}
