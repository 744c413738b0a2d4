import { Readable } from 'node:stream';
import type { Client, Connection, Submittable } from 'pg';

// The driver knows these messages, and its typings do not.
type CopyConnection = Connection & {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
};

const BLOCK = 256 * 1024;

/**
 * What `COPY … TO STDOUT` sends, in blocks, no faster than it is read. A reader that fails breaks the connection off.
 * @throws through the stream what the server says
 */
export function copyOut(client: Client, statement: string): Readable {
  const out = new CopyOut(statement);
  client.query(out);
  return out.rows;
}

class CopyOut implements Submittable {
  readonly rows: Readable;
  readonly #statement: string;
  #connection: Connection | undefined;
  #block = Buffer.allocUnsafe(BLOCK);
  #used = 0;

  constructor(statement: string) {
    this.#statement = statement;
    this.rows = new Readable({
      highWaterMark: 4 * BLOCK,
      read: () => void this.#connection?.stream.resume(),
      destroy: (error, done) => {
        if (error) this.#connection?.stream.destroy();
        done(error);
      },
    });
  }

  submit(connection: Connection): void {
    this.#connection = connection;
    connection.query(this.#statement);
  }

  // The driver uses its buffer again for the next rows, so these are copied.
  handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    if (this.#used + chunk.length > BLOCK) this.#pass();
    if (chunk.length > BLOCK) {
      this.rows.push(Buffer.from(chunk));
      return;
    }
    chunk.copy(this.#block, this.#used);
    this.#used += chunk.length;
  }

  handleCommandComplete(): void {
    this.#pass();
  }

  handleReadyForQuery(connection: Connection): void {
    // The last block may have paused what the next statement is to be answered on.
    connection.stream.resume();
    this.rows.push(null);
  }

  handleError(error: Error): void {
    // The connection stands; only what was asked for does not come.
    this.#connection = undefined;
    this.rows.destroy(error);
  }

  #pass(): void {
    if (this.#used === 0) return;
    const isWanted = this.rows.push(this.#block.subarray(0, this.#used));
    if (!isWanted) this.#connection?.stream.pause();
    this.#block = Buffer.allocUnsafe(BLOCK);
    this.#used = 0;
  }
}

/** Stores rows by `COPY … FROM STDIN`, a transaction of its own. */
export function copyIn(client: Client, statement: string, rows: Buffer): Promise<void> {
  const into = new CopyIn(statement, rows);
  client.query(into);
  return into.done;
}

class CopyIn implements Submittable {
  readonly #statement: string;
  readonly #rows: Buffer;
  readonly #done = Promise.withResolvers<void>();

  constructor(statement: string, rows: Buffer) {
    this.#statement = statement;
    this.#rows = rows;
  }

  get done(): Promise<void> {
    return this.#done.promise;
  }

  submit(connection: Connection): void {
    connection.query(this.#statement);
  }

  handleCopyInResponse(connection: CopyConnection): void {
    connection.sendCopyFromChunk(this.#rows);
    connection.endCopyFrom();
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.#done.resolve();
  }

  handleError(error: Error): void {
    this.#done.reject(error);
  }
}
