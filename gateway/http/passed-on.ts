import type { IncomingHttpHeaders } from 'node:http';

/** Names of the headers that go on to subgraphs, in lower case. */
export type PassOn = readonly string[];

/** A trace goes on by itself (W3C Trace Context), so that the logs of all who took part can be read together. */
const TRACE: PassOn = ['traceparent', 'tracestate'];

/** Headers a subgraph must be able to believe, or that belong to one connection: never passed on. */
export const NEVER_PASSED: ReadonlySet<string> = new Set([
  'hub-assertion',
  'x-request-id',
  'host',
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'content-length',
  'content-encoding',
  'content-type',
  'accept',
  'accept-encoding',
  'expect',
  'te',
  'trailer',
  'upgrade',
]);

/** What of a request's headers goes on to subgraphs with each of its fetches; undefined when nothing does. */
export function passedOn(
  headers: IncomingHttpHeaders,
  passOn: PassOn,
): Readonly<Record<string, string>> | undefined {
  let passed: Record<string, string> | undefined;
  for (const names of [TRACE, passOn])
    for (const name of names) {
      // A name such as `constructor` is one that every object has.
      if (!Object.hasOwn(headers, name) || NEVER_PASSED.has(name)) continue;
      const value = headers[name];
      if (value === undefined) continue;
      passed ??= {};
      passed[name] = Array.isArray(value) ? value.join(', ') : value;
    }
  return passed;
}
