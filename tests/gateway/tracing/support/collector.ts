import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SpanSeen {
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly status: { code?: number };
  readonly at: Record<string, unknown>;
}

export interface Collector {
  readonly url: string;
  readonly spans: SpanSeen[];
  /** Everything that was sent to it, as it came. */
  readonly texts: string[];
  /** The service of the last batch. */
  service(): unknown;
  /** Answers in place of the collector; false leaves it to it. */
  odd: ((response: ServerResponse) => boolean) | undefined;
  /** Waits until so many spans, of all or of this name, have come. */
  until(count: number, name?: RegExp): Promise<SpanSeen[]>;
  stop(): Promise<void>;
}

interface Otlp {
  resourceSpans: {
    resource: { attributes: Attribute[] };
    scopeSpans: { spans: (Omit<SpanSeen, 'at'> & { attributes: Attribute[] })[] }[];
  }[];
}
interface Attribute {
  key: string;
  value: { stringValue?: string; intValue?: number; arrayValue?: { values: { stringValue: string }[] } };
}

/** A real collector in miniature: OTLP as JSON over HTTP. */
export async function collector(): Promise<Collector> {
  const seen: Collector = {
    url: '',
    spans: [],
    texts: [],
    service: () => service,
    odd: undefined,
    async until(count, name = /./) {
      for (const from = performance.now(); performance.now() - from < 25_000; ) {
        const found = seen.spans.filter((span) => name.test(span.name));
        if (found.length >= count) return found;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      throw new Error(
        `${count} of ${name} did not come; ${JSON.stringify(seen.spans.map((one) => one.name))}`,
      );
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  let service: unknown;
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    if (seen.odd?.(response)) return;
    if (request.url !== '/v1/traces') return void response.writeHead(404).end();
    const text = Buffer.concat(parts).toString();
    seen.texts.push(text);
    for (const { resource, scopeSpans } of (JSON.parse(text) as Otlp).resourceSpans) {
      service = valuesOf(resource.attributes)['service.name'];
      for (const { attributes, ...span } of scopeSpans.flatMap(({ spans }) => spans))
        seen.spans.push({ ...span, at: valuesOf(attributes) });
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(seen, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

function valuesOf(attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [
      key,
      value.stringValue ?? value.intValue ?? value.arrayValue?.values.map(({ stringValue }) => stringValue),
    ]),
  );
}
