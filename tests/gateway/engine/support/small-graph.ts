import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type FormattedExecutionResult, type GraphQLSchema, parse, validate } from 'graphql';
import pino from 'pino';
import { type HubEngineOptions, hubEngine } from '../../../../gateway/engine/hub-engine.ts';
import type { Session } from '../../../../gateway/session.ts';
import { hubCaller } from '../../../../kernel/caller.ts';
import type { Cancellation } from '../../../../kernel/cancellation.ts';
import type { SubgraphAnswer, SubgraphTransport } from '../../../../kernel/transport.ts';
import { type Fetch, schemaTransport } from '../../../support/federation/schema-transport.ts';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@shareable", "@external", "@requires", "@provides", "@interfaceObject", "@inaccessible", "@authenticated", "@composeDirective"])`;

export interface Part {
  readonly sdl: string;
  readonly resolvers?: object;
  /** What becomes of an answer on its way, as a subgraph with a mistake would send it. */
  readonly spoil?: (answer: SubgraphAnswer, fetch: Fetch) => SubgraphAnswer;
}

export type SmallGraph = ReturnType<typeof smallGraph>;

/** The hub's engine over a few real subgraphs in this process; `sent` has every fetch. */
export function smallGraph(parts: Record<string, Part>, options: HubEngineOptions = {}) {
  const supergraphSdl = composed(parts);
  const sent: Fetch[] = [];
  const transports = Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [name, transportOf(name, part, sent)]),
  );
  const log = pino({ level: process.env.HUB_LOG_LEVEL ?? 'silent' });
  const wayTo = (name: string) => ({
    name,
    transport: transports[name]!,
    assertionKey: null,
    timeoutMs: 10_000,
    log,
  });
  const engine = hubEngine(supergraphSdl, wayTo, log, options);
  let schema: GraphQLSchema;
  engine.onSchemaLoadOrUpdate(({ apiSchema }) => {
    schema = apiSchema;
  });
  const loaded = engine.load({ apollo: {} } as Parameters<typeof engine.load>[0]);
  return {
    engine,
    sent,
    supergraphSdl,
    /** Asks as a client does: parsed and validated, and read as what survives JSON. */
    async ask(
      query: string,
      variables: Record<string, unknown> = {},
      gone?: Cancellation,
    ): Promise<FormattedExecutionResult> {
      const document = parse(query);
      const [wrong] = validate(schema, document);
      if (wrong) throw wrong;
      sent.length = 0;
      const { executor } = await loaded;
      const request = {
        document,
        operationName: null,
        request: { variables },
        context: { ...session(), ...(gone && { gone }) },
      };
      return JSON.parse(
        JSON.stringify(await executor!(request as unknown as Parameters<typeof executor & object>[0])),
      );
    },
  };
}

function session(): Session {
  return { requestId: 'test', caller: hubCaller('test'), clear: [], losses: [], unseen: [] };
}

export function composed(parts: Record<string, Part>): string {
  const services = Object.entries(parts).map(([name, { sdl }]) => ({
    name,
    url: `http://${name}.invalid`,
    typeDefs: parse(`${LINK} ${sdl}`),
  }));
  const { supergraphSdl, errors = [] } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(errors.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}

function transportOf(name: string, { sdl, resolvers = {}, spoil }: Part, sent: Fetch[]): SubgraphTransport {
  type Modules = Extract<Parameters<typeof buildSubgraphSchema>[0], unknown[]>;
  const modules = [{ typeDefs: parse(`${LINK} ${sdl}`), resolvers }] as unknown as Modules;
  const honest = schemaTransport(name, buildSubgraphSchema(modules), sent);
  if (spoil === undefined) return honest;
  return { ...honest, send: async (request) => spoil(await honest.send(request), sent.at(-1)!) };
}
