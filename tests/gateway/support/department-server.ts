import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { assertionMemory, type Claims, checkAssertion } from '../../../kernel/assertion.ts';

export interface DepartmentServer {
  url: string;
  /** Every accepted fetch: its claims and body. */
  calls: { claims: Claims; body: string; headers: IncomingMessage['headers'] }[];
  /** Fetches that have come, answered or not. */
  begun: number;
  /** Fetches whose connection the gateway broke off. */
  broken: number;
  /** How it answers from now on. */
  mood: 'well' | 'garbage' | 'not-json' | 'slow' | 'late' | 'huge' | 'reset' | 'status';
  stop(): Promise<void>;
}

type Resolvers = NonNullable<
  Exclude<Parameters<typeof buildSubgraphSchema>[0], { kind: unknown }> extends infer M
    ? M extends { resolvers?: infer R }
      ? R
      : never
    : never
>;

/** A department of its own process in miniature: a real HTTP server, a real subgraph schema, real assertions. */
export async function departmentServer(
  name: string,
  sdl: string,
  resolvers: object,
  key: Buffer,
  port = 0,
): Promise<DepartmentServer> {
  const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as Resolvers }]);
  const remembered = assertionMemory(10_000);
  const department: DepartmentServer = {
    url: '',
    calls: [],
    begun: 0,
    broken: 0,
    mood: 'well',
    stop: () => stop(server),
  };
  // The assertion names every project of an enterprise: departments of the hub read headers as long as this too.
  const server = createServer({ maxHeaderSize: 512 * 1024 }, async (request, response) => {
    const send = (text: string, type = 'application/json', status = 200) =>
      response.writeHead(status, { 'content-type': type }).end(text);
    if (request.url === '/health/ready')
      return void send('{}', 'application/json', department.mood === 'well' ? 200 : 503);
    response.once('close', () => {
      if (!response.writableFinished) department.broken += 1;
    });
    const body = await text(request);
    department.begun += 1;
    if (department.mood === 'garbage')
      return void send('{"data":{"_entities":[null,null,null,null,null],"projects":17}}');
    if (department.mood === 'not-json') return void send('<html>', 'text/html');
    if (department.mood === 'huge') return void send(JSON.stringify({ data: { x: 'x'.repeat(200_000) } }));
    if (department.mood === 'status') return void send('{"errors":[]}', 'application/json', 500);
    if (department.mood === 'reset') return void request.socket.destroy();
    if (department.mood === 'slow') return;
    if (department.mood === 'late') await new Promise((resolve) => setTimeout(resolve, 400));
    try {
      const claims = checkAssertion(String(request.headers['hub-assertion']), body, {
        key,
        subgraph: name,
        now: new Date(),
        remembered,
      });
      department.calls.push({ claims, body, headers: request.headers });
      const { query: source, variables: variableValues, operationName } = JSON.parse(body);
      send(
        JSON.stringify(
          await graphql({ schema, source, variableValues, operationName, contextValue: claims }),
        ),
      );
    } catch {
      send(
        '{"errors":[{"message":"refused","extensions":{"code":"ASSERTION_INVALID"}}]}',
        'application/json',
        401,
      );
    }
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  department.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  return department;
}

async function text(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
