import { connect, type Socket } from 'node:net';

/** One answer as it came: `text` only when it was asked for. */
export interface Came {
  readonly status: number;
  readonly bytes: number;
  readonly text?: string;
}

interface Arriving {
  readonly status: number;
  readonly parts: Buffer[];
  readonly isChunked: boolean;
  bytes: number;
}

const HEAD_END = '\r\n\r\n';
const LAST_CHUNK = '0\r\n\r\n';

/**
 * A kept HTTP/1.1 connection that has one request under way: much cheaper than a general client, because it shares a
 * core with the subgraphs. A body is only counted, unless it is wanted.
 */
export class Connection {
  readonly #port: number;
  readonly #isRead: boolean;
  #socket: Socket;
  #answered: ((came: Came | undefined) => void) | undefined;
  #head: Buffer | undefined;
  #left = 0;
  #came: Arriving | undefined;

  constructor(port: number, isRead: boolean) {
    this.#port = port;
    this.#isRead = isRead;
    this.#socket = this.#opened();
  }

  /** @returns undefined when the connection broke before the answer was whole */
  send(request: Buffer, answered: (came: Came | undefined) => void): void {
    if (this.#socket.destroyed) this.#socket = this.#opened();
    this.#answered = answered;
    this.#socket.write(request);
  }

  close(): void {
    this.#answered = undefined;
    this.#socket.destroy();
  }

  #opened(): Socket {
    const socket = connect({ host: '127.0.0.1', port: this.#port, noDelay: true });
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#done(undefined));
    return socket;
  }

  #take(chunk: Buffer): void {
    let body = chunk;
    if (this.#came === undefined) {
      const bytes = this.#head === undefined ? chunk : Buffer.concat([this.#head, chunk]);
      const headEnd = bytes.indexOf(HEAD_END);
      if (headEnd < 0) {
        this.#head = bytes;
        return;
      }
      this.#head = undefined;
      const head = bytes.toString('latin1', 0, headEnd);
      const stated = /\ncontent-length: *(\d+)/i.exec(head);
      this.#left = stated === null ? Number.POSITIVE_INFINITY : Number(stated[1]);
      this.#came = { status: Number(head.slice(9, 12)), bytes: 0, parts: [], isChunked: stated === null };
      body = bytes.subarray(headEnd + HEAD_END.length);
    }
    const came = this.#came;
    came.bytes += body.length;
    this.#left -= body.length;
    if (this.#isRead || came.isChunked) came.parts.push(body);
    if (this.#left <= 0 || (came.isChunked && endsChunked(came.parts))) this.#whole(came);
  }

  #whole({ status, bytes, parts, isChunked }: Arriving): void {
    this.#came = undefined;
    const whole = this.#isRead ? Buffer.concat(parts) : undefined;
    const text = whole && (isChunked ? unchunked(whole) : whole).toString('utf8');
    this.#done(text === undefined ? { status, bytes } : { status, bytes, text });
  }

  #done(came: Came | undefined): void {
    const answered = this.#answered;
    this.#answered = undefined;
    if (came === undefined) {
      this.#came = undefined;
      this.#head = undefined;
    }
    answered?.(came);
  }
}

function endsChunked(parts: Buffer[]): boolean {
  const last = parts.at(-1)!;
  const tail = last.length >= LAST_CHUNK.length ? last : Buffer.concat(parts.slice(-3));
  return tail.subarray(-LAST_CHUNK.length).toString('latin1') === LAST_CHUNK;
}

function unchunked(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    if (!(size > 0)) return Buffer.concat(parts);
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
}
