import { once } from 'node:events';
import { createServer, connect, type Server, type Socket } from 'node:net';
import { Statements } from './statements.ts';

/** Where a connection is to be stopped. */
export interface Trap {
  /**
   * Whether this statement is the one.
   * @param earlier the statements of the connection's transaction before it
   * @param frame the statement as it was sent, with its values
   */
  matches(statement: string, earlier: readonly string[], frame: Buffer): boolean;
  /** `before`: the server never hears of it. `after` (of a commit): it carries it out, and its answer reaches nobody. */
  readonly when: 'before' | 'after';
}

/** A connection that has met its trap and hangs there until somebody is killed. */
export interface Trapped {
  /** Cuts the connection, as a network does. */
  cut(): void;
}

/**
 * Stands between hubs and PostgreSQL on a port that stays the same, reads what is said, and can stop one connection at a
 * given statement: what a random kill hits once in a thousand times is hit every time.
 */
export class DatabaseProxy {
  target = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #armed: { trap: Trap; met: (trapped: Trapped) => void } | undefined;

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (near) => this.#join(near));
  }

  static async open(): Promise<DatabaseProxy> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new DatabaseProxy(server);
  }

  get port(): number {
    return (this.#server.address() as { port: number }).port;
  }

  /** Sets the trap for the next connection that meets it; only one is set at a time. */
  trap(trap: Trap): Promise<Trapped> {
    return new Promise((met) => {
      this.#armed = { trap, met };
    });
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((closed) => this.#server.close(closed));
  }

  #join(near: Socket): void {
    const far = connect(this.target, '127.0.0.1');
    const cut = () => {
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', cut);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        cut();
      });
    }
    const statements = new Statements();
    let [isHeld, isSilent]: [boolean, (() => void) | undefined] = [false, undefined];
    near.on('data', (chunk: Buffer) => {
      if (isHeld) return;
      for (const { bytes, statement } of statements.read(chunk)) {
        const armed = this.#armed;
        if (armed && statement !== null && armed.trap.matches(statement, statements.earlier, bytes)) {
          this.#armed = undefined;
          const met = () => armed.met({ cut });
          isHeld = true;
          if (armed.trap.when === 'before') return met();
          isSilent = met;
          // The whole chunk, with the Sync behind the statement, or the server would not answer.
          far.write(Buffer.concat([bytes, statements.rest()]));
          return;
        }
        far.write(bytes);
      }
    });
    far.on('data', (chunk: Buffer) => {
      if (!isSilent) return void near.write(chunk);
      // The rest of the answer before may still be coming: the commit is done when the server says so.
      if (!chunk.includes(COMMITTED)) return;
      isSilent();
      isSilent = () => undefined;
    });
  }
}

/** The tag with which the server tells that a transaction is committed. */
const COMMITTED = Buffer.from('COMMIT\0');
