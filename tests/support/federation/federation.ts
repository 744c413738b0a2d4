import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, parse } from 'graphql';
import { clientSchema } from './oracle.ts';
import { type Answer, type EngineName, runningEngine } from './running-engine.ts';
import { type Fetch, schemaTransport } from './schema-transport.ts';
import { composed } from './world.ts';

/** A subgraph written by hand. Without a `@link` of its own it speaks Federation 2.5 with every directive. */
export interface Part {
  readonly sdl: string;
  readonly resolvers: object;
}

/** A federated graph written by hand, behind an engine. */
export interface Federation {
  readonly schema: GraphQLSchema;
  readonly supergraphSdl: string;
  /** Every fetch since the last question. */
  readonly sent: Fetch[];
  ask(query: string, variables?: Record<string, unknown>): Promise<Answer>;
  /** The data of an answer. @throws Error when the answer has errors */
  data(query: string, variables?: Record<string, unknown>): Promise<Answer['data']>;
  /** Representations a subgraph was sent since the last question. */
  representations(subgraph: string): Record<string, unknown>[];
  stop(): Promise<void>;
}

type Modules = Parameters<typeof buildSubgraphSchema>[0];

const DIRECTIVES =
  '@key @shareable @external @requires @provides @override @inaccessible @interfaceObject @extends @tag';

/** The engine that the conformance suites examine: the hub's, unless HUB_ENGINE names the other. */
const EXAMINED: EngineName = process.env.HUB_ENGINE === 'apollo' ? 'apollo' : 'hub';

/** Composes the parts and starts the engine over them. */
export async function federation(parts: Readonly<Record<string, Part>>): Promise<Federation> {
  const sdls = Object.fromEntries(Object.entries(parts).map(([name, { sdl }]) => [name, linked(sdl)]));
  const { supergraphSdl, problems } = composed(sdls);
  if (supergraphSdl === undefined) throw new Error(problems.join('\n'));
  const sent: Fetch[] = [];
  const transports = Object.fromEntries(
    Object.entries(parts).map(([name, { resolvers }]) => {
      const schema = buildSubgraphSchema([{ typeDefs: parse(sdls[name]!), resolvers }] as Modules);
      return [name, schemaTransport(name, schema, sent)];
    }),
  );
  const engine = await runningEngine(EXAMINED, supergraphSdl, transports);
  const ask = (query: string, variables?: Record<string, unknown>) => {
    sent.length = 0;
    return engine.ask({ query, ...(variables && { variables }) });
  };
  return {
    schema: clientSchema(supergraphSdl),
    supergraphSdl,
    sent,
    ask,
    async data(query, variables) {
      const { data, errors } = await ask(query, variables);
      if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join('; '));
      return data;
    },
    representations: (subgraph) => sent.filter((it) => it.subgraph === subgraph).flatMap(representationsOf),
    stop: () => engine.stop(),
  };
}

function linked(sdl: string): string {
  if (sdl.includes('@link') || sdl.includes('# federation 1')) return sdl;
  const imported = JSON.stringify(DIRECTIVES.split(' '));
  return `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ${imported})\n${sdl}`;
}

/** Every list of representations among the variables: a batch has one for each of its aliases. */
function representationsOf({ variables }: Fetch): Record<string, unknown>[] {
  const isRepresentation = (it: unknown): it is Record<string, unknown> =>
    typeof it === 'object' && it !== null && '__typename' in it;
  return Object.values(variables).flatMap((value) =>
    Array.isArray(value) ? value.filter(isRepresentation) : [],
  );
}
