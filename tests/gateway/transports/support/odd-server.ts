import { createServer, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** A subgraph that answers in any way a test likes. */
export interface OddServer extends AsyncDisposable {
  readonly url: string;
  /** Bodies that arrived, whole or not. */
  readonly bodies: string[];
  /** Connections that were ever opened. */
  connections(): number;
  /** Answers whose connection was broken off from the other side. */
  broken(): number;
  answer: (response: ServerResponse, socket: Socket, body: string) => unknown;
}

export async function oddServer(
  answer: OddServer['answer'],
  tls?: { key: string; cert: string },
): Promise<OddServer> {
  const bodies: string[] = [];
  let [connections, broken] = [0, 0];
  const server: Server = tls ? createTlsServer(tls) : createServer();
  server.on(tls ? 'secureConnection' : 'connection', () => {
    connections += 1;
  });
  const odd: OddServer = {
    url: '',
    bodies,
    connections: () => connections,
    broken: () => broken,
    answer,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  server.on('request', async (request, response: ServerResponse) => {
    response.once('close', () => {
      if (!response.writableFinished) broken += 1;
    });
    const parts: Buffer[] = [];
    try {
      for await (const part of request) parts.push(part as Buffer);
    } catch {
      return;
    }
    const body = Buffer.concat(parts).toString();
    bodies.push(body);
    await odd.answer(response, request.socket, body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(odd, { url: `http${tls ? 's' : ''}://127.0.0.1:${port}/graphql?v=1` });
}

export const json = (response: ServerResponse, text: string, status = 200) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(text);
