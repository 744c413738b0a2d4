import type { Dispatcher } from 'undici';
import type { Cancellation } from '../../kernel/cancellation.ts';
import { type Fault, faults } from '../../kernel/faults.ts';
import type { SubgraphAnswer } from '../../kernel/transport.ts';

interface Reading {
  readonly name: string;
  readonly mostBytes: number;
  readonly timeoutMs: number;
  readonly cancellation: Cancellation | undefined;
  done(answer: SubgraphAnswer): void;
  failed(fault: Fault): void;
}

/**
 * Reads one answer of a subgraph at undici's dispatch level: no stream, no body object, the bytes as they come.
 * It ends in exactly one of `done` and `failed`; what is too large or given up breaks the connection off.
 */
export class AnswerReader implements Dispatcher.DispatchHandler {
  readonly #reading: Reading;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #type = '';
  #length = 0;
  #first: Buffer | undefined;
  #chunks: Buffer[] | undefined;
  #isLate = false;
  readonly #timer: NodeJS.Timeout;

  constructor(reading: Reading) {
    this.#reading = reading;
    this.#timer = setTimeout(() => this.#late(), reading.timeoutMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isLate) controller.abort(givenUp());
    else this.#reading.cancellation?.listen(this.#leave);
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    statusCode: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    this.#status = statusCode;
    this.#type = String(headers['content-type'] ?? '');
    if (Number(headers['content-length']) > this.#reading.mostBytes) controller.abort(new Alive(TOO_LARGE));
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#length += chunk.length;
    if (this.#length > this.#reading.mostBytes) controller.abort(new Alive(TOO_LARGE));
    else if (this.#first === undefined) this.#first = chunk;
    else {
      this.#chunks ??= [this.#first];
      this.#chunks.push(chunk);
    }
  }

  onResponseEnd(): void {
    const { name, done, failed } = this.#reading;
    this.#over();
    const bytes = this.#chunks === undefined ? this.#first : Buffer.concat(this.#chunks, this.#length);
    try {
      done(read(name, this.#status, this.#type, bytes === undefined ? '' : bytes.toString('utf8')));
    } catch (error) {
      failed(error as Fault);
    }
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const { name, failed } = this.#reading;
    this.#over();
    // One that was late before it had a connection has failed already.
    if (!this.#isLate) failed(faultOf(name, error));
  }

  #over(): void {
    clearTimeout(this.#timer);
    this.#reading.cancellation?.forget(this.#leave);
  }

  #late(): void {
    const { name, failed } = this.#reading;
    this.#isLate = true;
    failed(faults.UPSTREAM_TIMEOUT(name).because(givenUp()));
    this.#controller?.abort(givenUp());
  }

  readonly #leave = (): void => this.#controller?.abort(givenUp());
}

const givenUp = (): DOMException => new DOMException('given up', 'AbortError');

/**
 * A subgraph that works, and only had nothing fit for this request: a caller who asks for such things must not make
 * it look down to all others.
 */
export class Alive extends Error {
  override readonly name = 'Alive';
}

function read(name: string, status: number, type: string, text: string): SubgraphAnswer {
  if (BUSY.has(status)) throw faults.UPSTREAM_UNAVAILABLE(name).because(new Error(`status ${status}`));
  if (status >= 400 && status < 500)
    throw faults.UPSTREAM_MALFORMED(name).because(new Alive(`status ${status}${codes(text)}`));
  if (status !== 200) throw malformed(name, `status ${status}${codes(text)}`);
  if (!/^application\/([\w.-]+\+)?json/.test(type))
    throw malformed(name, `content type ${type.slice(0, 100)}`);
  try {
    return JSON.parse(text) as SubgraphAnswer;
  } catch {
    throw malformed(name, 'not JSON');
  }
}

const TOO_LARGE = 'larger than it may be';

/** Said by a subgraph, or by a proxy in front of it, that did nothing with the request. */
const BUSY: ReadonlySet<number> = new Set([429, 502, 503, 504]);

// Only the codes: an error text of another process may hold anything.
function codes(text: string): string {
  return [...text.slice(0, 4000).matchAll(/"code":"([A-Z0-9_]{1,64})"/g)]
    .map(([, code]) => ` ${code}`)
    .join('');
}

function malformed(name: string, why: string): Fault {
  return faults.UPSTREAM_MALFORMED(name).because(new Error(why));
}

function faultOf(name: string, error: Error & { code?: string }): Fault {
  if (/TIMEOUT/.test(error.code ?? '') || error.name === 'AbortError')
    return faults.UPSTREAM_TIMEOUT(name).because(error);
  if (error instanceof Alive) return faults.UPSTREAM_MALFORMED(name).because(error);
  if (error.name === 'HTTPParserError' || error.code === 'UND_ERR_HEADERS_OVERFLOW')
    return malformed(name, 'not HTTP that can be read');
  return faults.UPSTREAM_UNAVAILABLE(name).because(error);
}
