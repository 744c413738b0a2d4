import type { Dispatcher } from 'undici';
import { type Fault, faults } from '../../kernel/faults.ts';
import type { SubgraphAnswer } from '../../kernel/transport.ts';

interface Reading {
  name: string;
  mostBytes: number;
  signal: AbortSignal | undefined;
  done: (answer: SubgraphAnswer) => void;
  failed: (fault: Fault) => void;
}

/**
 * Reads one answer of a subgraph at undici's dispatch level: no stream, no body object, the bytes as they come.
 * It ends in exactly one of `done` and `failed`; what is too large or given up breaks the connection off.
 */
export function answerReader({ name, mostBytes, signal, done, failed }: Reading): Dispatcher.DispatchHandler {
  let controller: Dispatcher.DispatchController | undefined;
  let status = 0;
  let type = '';
  let length = 0;
  const chunks: Buffer[] = [];
  const leave = () => controller?.abort(new DOMException('given up', 'AbortError'));
  return {
    onRequestStart(given) {
      controller = given;
      if (signal?.aborted) leave();
      else signal?.addEventListener('abort', leave, { once: true });
    },
    onResponseStart(given, statusCode, headers) {
      status = statusCode;
      type = String(headers['content-type'] ?? '');
      if (Number(headers['content-length']) > mostBytes) given.abort(new Alive(TOO_LARGE));
    },
    onResponseData(given, chunk) {
      length += chunk.length;
      if (length > mostBytes) given.abort(new Alive(TOO_LARGE));
      else chunks.push(chunk);
    },
    onResponseEnd() {
      signal?.removeEventListener('abort', leave);
      const bytes = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, length);
      try {
        done(read(name, status, type, bytes.toString('utf8')));
      } catch (error) {
        failed(error as Fault);
      }
    },
    onResponseError(_controller, error) {
      signal?.removeEventListener('abort', leave);
      failed(faultOf(name, error));
    },
  };
}

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
