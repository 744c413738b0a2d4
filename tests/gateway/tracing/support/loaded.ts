import { Module } from 'node:module';
import { post } from '../../support/running-gateway.ts';
import { foreignGraph } from '../../http/support/foreign-graph.ts';
import { standAlone } from '../../http/support/stand-alone.ts';

/**
 * A gateway in a process of its own that is asked once. Prints which packages of OpenTelemetry are loaded then, and the
 * `traceparent` that its subgraph was sent. Its argument are the settings.
 */
const foreign = await foreignGraph();
const gateway = await standAlone(foreign.supergraphSdl, JSON.parse(process.argv[2]!));
const { status } = await post(gateway.url, { query: '{ people { name } }' });
const { _cache: cache } = Module as unknown as { _cache: Record<string, unknown> };
const loaded = new Set(
  Object.keys(cache).flatMap((file) => /.*node_modules\/(@opentelemetry\/[\w-]+)/.exec(file)?.[1] ?? []),
);
const told = {
  status,
  loaded: [...loaded],
  traceparent: foreign.calls.people![0]!.headers.traceparent ?? null,
};
process.stdout.write(JSON.stringify(told), () => process.exit(0));
