interface Frame {
  readonly bytes: Buffer;
  /** The text that the frame has the server carry out, in lower case; null for every other frame. */
  readonly statement: string | null;
}

const MOST_EARLIER = 200;

/** Reads one connection's frames of PostgreSQL's protocol 3, as a client sends them without TLS. */
export class Statements {
  #left: Buffer = Buffer.alloc(0);
  #isStarted = false;
  readonly #prepared = new Map<string, string>();
  #earlier: string[] = [];

  /** The statements of the transaction before the one that was read last. */
  get earlier(): readonly string[] {
    return this.#earlier;
  }

  /** What has come and was not yet read. */
  rest(): Buffer {
    const rest = this.#left;
    this.#left = Buffer.alloc(0);
    return rest;
  }

  *read(chunk: Buffer): Generator<Frame> {
    this.#left = Buffer.concat([this.#left, chunk]);
    for (;;) {
      // The opening frame has no letter before its length.
      const at = this.#isStarted ? 1 : 0;
      if (this.#left.length < at + 4) return;
      const length = at + this.#left.readInt32BE(at);
      if (this.#left.length < length) return;
      const bytes = this.#left.subarray(0, length);
      this.#left = this.#left.subarray(length);
      const statement = this.#isStarted ? this.#statementOf(bytes) : null;
      this.#isStarted = true;
      yield { bytes, statement };
      if (statement !== null) this.#note(statement);
    }
  }

  #note(statement: string): void {
    if (statement.startsWith('begin')) this.#earlier = [];
    this.#earlier.push(statement);
    if (this.#earlier.length > MOST_EARLIER) this.#earlier.shift();
  }

  #statementOf(bytes: Buffer): string | null {
    const letter = String.fromCharCode(bytes[0]!);
    const texts = bytes.subarray(5).toString('latin1').split('\0', 2);
    if (letter === 'Q') return texts[0]!.toLowerCase();
    if (letter === 'P') this.#prepared.set(texts[0]!, texts[1]!.toLowerCase());
    return letter === 'B' ? (this.#prepared.get(texts[1]!) ?? null) : null;
  }
}
