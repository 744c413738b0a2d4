import { createServer, type AddressInfo, type Socket } from 'node:net';
import { framed, type rememberedAnswers } from './remembered.ts';

type Answers = ReturnType<typeof rememberedAnswers>;

const HEAD_END = '\r\n\r\n';
const READY = framed('{"status":"ready"}');

/**
 * HTTP/1.1 over plain sockets, as much of it as gateways use towards subgraphs: Node's own server would be the slowest
 * part of the whole bench. @returns the port
 */
export async function listen(answers: Answers, counted: () => void): Promise<number> {
  const server = createServer({ noDelay: true }, (socket) => converse(socket, answers, counted));
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: 2048 }, resolve));
  return (server.address() as AddressInfo).port;
}

function converse(socket: Socket, answers: Answers, counted: () => void): void {
  let pending: Buffer | undefined;
  let busy = false;
  const take = async () => {
    if (busy) return;
    busy = true;
    for (let request = next(pending); request !== undefined; request = next(pending)) {
      pending = request.rest.length > 0 ? request.rest : undefined;
      if (request.body.length === 0) {
        socket.write(READY);
        continue;
      }
      counted();
      const key = request.body.toString('latin1');
      socket.write(answers.known(key) ?? (await answers.made(key, request.body)));
    }
    busy = false;
  };
  socket.on('data', (chunk) => {
    pending = pending === undefined ? chunk : Buffer.concat([pending, chunk]);
    take().catch((error: unknown) => socket.destroy(error as Error));
  });
  // A gateway that is stopped breaks its connections; that is no fault of the subgraphs.
  socket.on('error', () => socket.destroy());
}

interface Arrived {
  readonly body: Buffer;
  readonly rest: Buffer;
}

function next(bytes: Buffer | undefined): Arrived | undefined {
  const headEnd = bytes?.indexOf(HEAD_END) ?? -1;
  if (bytes === undefined || headEnd < 0) return undefined;
  const head = bytes.toString('latin1', 0, headEnd);
  const from = headEnd + HEAD_END.length;
  const stated = /\ncontent-length: *(\d+)/i.exec(head);
  if (stated === null && /\ntransfer-encoding: *chunked/i.test(head)) return chunked(bytes, from);
  const to = from + Number(stated?.[1] ?? 0);
  return bytes.length < to ? undefined : { body: bytes.subarray(from, to), rest: bytes.subarray(to) };
}

function chunked(bytes: Buffer, from: number): Arrived | undefined {
  const parts: Buffer[] = [];
  for (let at = from; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    const end = lineEnd + 2 + size;
    if (bytes.length < end + 2) return undefined;
    if (size === 0) return { body: Buffer.concat(parts), rest: bytes.subarray(end + 2) };
    parts.push(bytes.subarray(lineEnd + 2, end));
    at = end + 2;
  }
}
