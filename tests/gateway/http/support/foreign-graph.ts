import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';

type Module = Exclude<
  Extract<Parameters<typeof buildSubgraphSchema>[0], unknown[]>[number],
  { kind: unknown }
>;

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:';

/** Two subgraphs that know nothing of the hub: no directive of ours, no assertion, no health address. */
const SUBGRAPHS: Record<string, { sdl: string; resolvers: object }> = {
  people: {
    sdl: `${LINK} ["@key", "@authenticated", "@requiresScopes", "@policy"])
      type Query { people: [Person!]! person(id: ID!): Person wait(ms: Int!): Int echo(value: Anything): Anything }
      scalar Anything
      type Mutation { rename(id: ID!, name: String!): Person }
      type Person @key(fields: "id") {
        id: ID! name: String! salary: Int @authenticated diary: String @requiresScopes(scopes: [["diary"]])
        will: String @policy(policies: [["notary"]])
      }`,
    resolvers: {
      Query: {
        people: () => people,
        person: (_: unknown, { id }: { id: string }) => people.find((one) => one.id === id),
        echo: (_: unknown, { value }: { value: unknown }) => value,
        wait: (_: unknown, { ms }: { ms: number }) =>
          new Promise((resolve) => setTimeout(() => resolve(ms), ms).unref()),
      },
      Mutation: {
        rename: (_: unknown, { id, name }: { id: string; name: string }) => ({
          ...people.find((one) => one.id === id),
          name,
        }),
      },
      Person: { __resolveReference: ({ id }: { id: string }) => people.find((one) => one.id === id) },
    },
  },
  books: {
    sdl: `${LINK} ["@key"])
      type Query { books: [Book!]! }
      type Book @key(fields: "isbn") { isbn: ID! title: String! author: Person }
      type Person @key(fields: "id") { id: ID! books: [Book!]! }`,
    resolvers: {
      Query: { books: () => books },
      Person: {
        books: ({ id }: { id: string }) => books.filter((book) => book.author.id === id),
      },
    },
  },
};

const people = [
  { id: 'p1', name: 'Ada', salary: 100, diary: 'dear diary', will: 'all to Bo' },
  { id: 'p2', name: 'Bo', salary: 200, diary: 'none' },
];
const books = [
  { isbn: 'b1', title: 'First', author: { id: 'p1' } },
  { isbn: 'b2', title: 'Second', author: { id: 'p2' } },
];

/** What one fetch to a subgraph looked like. */
export interface Call {
  readonly body: { query: string; operationName?: string; variables?: Record<string, unknown> };
  readonly headers: IncomingMessage['headers'];
}

export interface ForeignGraph {
  readonly supergraphSdl: string;
  readonly calls: Record<string, Call[]>;
  /** Answers in place of a subgraph, until it is taken away; false hands on to the subgraph. */
  odd: Record<string, (request: IncomingMessage, response: ServerResponse, text: string) => boolean>;
  stop(): Promise<void>;
}

/** The subgraphs on free ports, and the supergraph that composition makes of them. */
export async function foreignGraph(): Promise<ForeignGraph> {
  const graph = { calls: {} as Record<string, Call[]>, odd: {} as ForeignGraph['odd'] };
  const servers = await Promise.all(Object.entries(SUBGRAPHS).map((each) => serve(...each, graph)));
  const parts = servers.map(({ name, port }) => ({
    name,
    url: `http://127.0.0.1:${port}/${name}?v=1`,
    typeDefs: parse(SUBGRAPHS[name]!.sdl),
  }));
  const { supergraphSdl, errors } = composeServices(parts);
  if (supergraphSdl === undefined) throw new Error(String(errors));
  const stop = async () => {
    await Promise.all(servers.map((each) => each.stop()));
  };
  return { ...graph, supergraphSdl, stop };
}

async function serve(
  name: string,
  { sdl, resolvers }: { sdl: string; resolvers: object },
  graph: Pick<ForeignGraph, 'calls' | 'odd'>,
) {
  const module = { typeDefs: parse(sdl), resolvers } as Module;
  const schema = buildSubgraphSchema([module]);
  const calls: Call[] = [];
  graph.calls[name] = calls;
  const server = createServer(async (request, response) => {
    const text = await textOf(request);
    calls.push({ body: text === '' ? {} : JSON.parse(text), headers: request.headers });
    if (graph.odd[name]?.(request, response, text)) return;
    if (request.url !== `/${name}?v=1`) return void response.writeHead(404).end();
    const { query, variables, operationName } = JSON.parse(text);
    const answer = await graphql({ schema, source: query, variableValues: variables, operationName });
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { name, port: (server.address() as AddressInfo).port, stop };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
