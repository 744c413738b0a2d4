import type { ApolloServer } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Clock } from '../kernel/clock.ts';
import type { Config } from '../kernel/config.ts';
import { faults } from '../kernel/faults.ts';
import type { Graph } from '../kernel/graph.ts';
import type { SubgraphTransport } from '../kernel/transport.ts';
import { accessTable } from '../schema/access.ts';
import { CLASSIFIED_SPEC } from '../schema/subgraph-sdl.ts';
import { type Admission, admission } from './admission.ts';
import { apolloServer } from './apollo-server.ts';
import { projectCodesQuestion, rowGrants } from './callers/row-grants.ts';
import { checkStandardScalars } from './engine/checked-scalars.ts';
import type { Engine } from './engine/engine.ts';
import { engineNamed } from './engine/engines.ts';
import { type Tapped, tapped } from './engine/tapped.ts';
import { errorFormatter, type FormatError } from './format-error.ts';
import type { ClientLimits } from './gate/client-limits.ts';
import type { FieldUsage } from './gate/field-usage.ts';
import { gate, type GateLimits } from './gate/gate.ts';
import { graphOf } from './graph.ts';
import { countedErrors } from './metrics/counted-errors.ts';
import type { Metrics } from './metrics/metrics.ts';
import { type Operations, openOperations } from './operations/open-operations.ts';
import type { OperationText } from './operations/operation-text.ts';
import type { Session } from './session.ts';
import type { Tracing } from './tracing/tracing.ts';
import { type Handling, usual } from './transports/resilience.ts';

export interface InnerGraphParts {
  config: GateLimits & Pick<Config, 'engine' | 'env' | 'maxTokens' | 'subgraphTimeoutMs'>;
  supergraphSdl: string;
  /** The way to each subgraph of the supergraph. The gateway uses them, whoever made them closes them. */
  transports: Readonly<Record<string, SubgraphTransport>>;
  /** The key assertions to a subgraph are sealed with, the same object each time; null for one that is not ours. */
  assertionKey: (subgraph: string) => Buffer | null;
  /** How subgraphs are treated that are not well; unless stated, with the settings' timeout and as is usual. */
  handling?: Readonly<Record<string, Handling>>;
  /** Business time. */
  clock: Clock;
  log: Logger;
  /** Whether clients may ask for the schema; unless stated, in development only. */
  introspection?: boolean;
  /** Whether requests that a foreign page could make a browser send are refused; unless stated, they are. */
  csrfPrevention?: boolean;
  /** The published operations (登记操作), by `POST /op/NAME`. */
  operations?: readonly OperationText[];
  /** What each client from outside may take; without it nobody is counted. */
  clients?: ClientLimits;
  /** Who asks for which fields; without it nobody counts. */
  usage?: Pick<FieldUsage, 'count'>;
  metrics?: Pick<Metrics, 'told'>;
  /** Traces of what is asked; without it there are none. */
  tracing?: Tracing | undefined;
}

/** The graph without a door to the outside: the same admission, gate and engine, for clients inside the hub. */
export interface InnerGraph extends Operations {
  graph: Graph;
  engine: Engine;
  server: ApolloServer<Session>;
  admit: Admission;
  formatError: FormatError;
  stop(): Promise<void>;
}

/** Loads the supergraph behind admission and gate. @throws Fault `SCHEMA_INVALID`, `CONFIGURATION_INVALID` */
export async function startInnerGraph(parts: InnerGraphParts): Promise<InnerGraph> {
  const { config, supergraphSdl, log } = parts;
  const makeEngine = await engineNamed(config.engine);
  const tap = tapped(makeEngine(supergraphSdl, (name) => wayTo(name, parts), log));
  try {
    return await startOver(tap, parts);
  } catch (error) {
    // An engine may have a process of its own, which nobody else would end.
    await tap.engine.stop();
    throw error;
  }
}

async function startOver(tap: Tapped<Engine>, parts: InnerGraphParts): Promise<InnerGraph> {
  const { config, supergraphSdl, clock, log } = parts;
  const formatError = countedErrors(errorFormatter(log), parts.metrics);
  const { engine, executor } = tap;
  let schema: GraphQLSchema | undefined;
  engine.onSchemaLoadOrUpdate(({ apiSchema }) => {
    schema = apiSchema;
    // Another graph's scalar of the same name may mean something else.
    if (supergraphSdl.includes(CLASSIFIED_SPEC)) checkStandardScalars(apiSchema);
  });
  const keepsAliasesApart = config.engine === 'hub';
  const access = accessTable(supergraphSdl);
  const { introspection = config.env !== 'production', csrfPrevention = true, clients, usage } = parts;
  const pass = gate(access, config, { keepsAliasesApart, usage, ...(clients && { clients }) });
  const server = apolloServer({ engine, executor, gate: pass, formatError, introspection, csrfPrevention, log });
  await server.start();
  const rules = { access, limits: config, keepsAliasesApart, usage, maxTokens: config.maxTokens };
  const operations = await openOperations(tap, parts.operations ?? [], rules, log).catch(
    async (error: unknown) => {
      await server.stop();
      throw error;
    },
  );

  const graph: Graph = graphOf(server, () => admit, formatError, parts.tracing);
  const grants = rowGrants(graph, schema && projectCodesQuestion(schema), log);
  const admit: Admission = admission({ maxTokens: config.maxTokens, clock, grants, log });
  return { graph, engine, server, admit, formatError, ...operations, stop: () => server.stop() };
}

function wayTo(name: string, { transports, assertionKey, handling, config, log }: InnerGraphParts) {
  const transport = transports[name];
  if (transport === undefined)
    throw faults.CONFIGURATION_INVALID(`no way to subgraph ${name} of the supergraph`);
  const { timeoutMs = config.subgraphTimeoutMs, resilience = usual(name, transport) } =
    handling?.[name] ?? {};
  return { name, transport, assertionKey: assertionKey(name), timeoutMs, resilience, log };
}
