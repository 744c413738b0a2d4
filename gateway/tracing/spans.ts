import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { Fault } from '../../kernel/faults.ts';
import type { SubgraphAnswer } from '../../kernel/transport.ts';
import { scrub } from '../scrub.ts';
import { codesOf, operationIn, plainCode, plainName } from './plain.ts';
import { readTraceParent, writeTraceParent } from './trace-parent.ts';
import type { Ended, RequestTrace, Tracing } from './tracing.ts';

// Imported only when traces are on: this file loads the API package.

/** The spans of requests, by the names of OpenTelemetry's semantic conventions where there are any. */
export function spans(tracer: Tracer): Omit<Tracing, 'stop'> {
  return {
    ofRequest({ method, headers, requestId }) {
      const parent = readTraceParent(headers.traceparent);
      const above =
        parent === undefined
          ? ROOT_CONTEXT
          : trace.setSpanContext(ROOT_CONTEXT, { ...parent, isRemote: true });
      const attributes = { 'http.request.method': method, [REQUEST_ID]: scrub(requestId) };
      const span = tracer.startSpan(method, { kind: SpanKind.SERVER, attributes }, above);
      return requestTrace(tracer, span, { above, method, hasParent: parent !== undefined });
    },
    ofQuestion(requestId) {
      const attributes = { [REQUEST_ID]: scrub(requestId) };
      const span = tracer.startSpan('question', { attributes }, ROOT_CONTEXT);
      return requestTrace(tracer, span, { above: ROOT_CONTEXT, hasParent: false });
    },
  };
}

const REQUEST_ID = 'hub.request_id';

/** Codes that tell of something broken here or behind, also in an answer of status 200. */
const BROKEN: ReadonlySet<string> = new Set([
  'INTERNAL',
  'SUBGRAPH_UNAVAILABLE',
  'SUBGRAPH_FAILED',
  'SUBGRAPH_ANSWER_INVALID',
]);

interface Begun {
  readonly above: Context;
  readonly method?: string;
  /** Whether the sender belongs to a trace; only then what it says of that trace goes on. */
  readonly hasParent: boolean;
}

function requestTrace(tracer: Tracer, span: Span, { above, method, hasParent }: Begun): RequestTrace {
  const within = trace.setSpan(above, span);
  let asked: string | undefined;
  let isRefused = false;
  return {
    operation(kind, name, isPublished = false) {
      const known = isPublished ? name : plainName(name);
      span.setAttribute('graphql.operation.type', kind);
      if (known !== undefined) span.setAttribute('graphql.operation.name', known);
      // A span's name has few values: of names, only those that were registered.
      asked = isPublished ? `${kind} ${known}` : kind;
      span.updateName(asked);
    },
    errors(told) {
      if (told.length === 0) return;
      isRefused = true;
      const codes = codesOf(told);
      span.setAttributes({ 'error.type': codes[0]!, 'hub.error.codes': codes });
      if (codes.some((code) => BROKEN.has(code))) span.setStatus({ code: SpanStatusCode.ERROR });
    },
    plan: (make) => {
      const planning = tracer.startSpan('plan', {}, within);
      return ending(planning, make);
    },
    attempts(subgraph, body, passed, send) {
      const { name, kind } = operationIn(body);
      let sent = 0;
      return () => {
        const fetch = tracer.startSpan(`fetch ${subgraph}`, { kind: SpanKind.CLIENT }, within);
        fetch.setAttributes({ 'hub.subgraph.name': subgraph, 'graphql.operation.type': kind });
        if (name !== undefined) fetch.setAttribute('graphql.operation.name', name);
        if (sent > 0) fetch.setAttribute('http.request.resend_count', sent);
        sent += 1;
        const headers = { ...passed, traceparent: writeTraceParent(fetch.spanContext()) };
        if (!hasParent) delete (headers as { tracestate?: string }).tracestate;
        return ending(
          fetch,
          () => send(headers),
          (answer) => counted(fetch, answer),
        );
      };
    },
    end(ended) {
      if (ended !== undefined) {
        outcome(span, ended);
        if (ended.status >= 400 && !isRefused) span.setAttribute('error.type', String(ended.status));
        if (asked === undefined && ended.route !== undefined) span.updateName(`${method} ${ended.route}`);
      }
      span.end();
    },
  };
}

function outcome(span: Span, { route, status, isGone }: Ended): void {
  if (route !== undefined) span.setAttribute('http.route', route);
  if (isGone) span.setAttribute('error.type', 'CANCELLED');
  else span.setAttribute('http.response.status_code', status);
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
}

/** How many errors a subgraph told of; what they say is for the log. */
function counted(span: Span, answer: SubgraphAnswer | null): void {
  const errors = answer?.errors;
  if (Array.isArray(errors) && errors.length > 0) span.setAttribute('hub.subgraph.errors', errors.length);
}

/** Ends a span with what it brought: a value, or the code of the fault. Never a message, which may hold anything. */
async function ending<T>(span: Span, work: () => Promise<T>, done?: (value: T) => void): Promise<T> {
  try {
    const value = await work();
    done?.(value);
    return value;
  } catch (error) {
    const code = error instanceof Fault ? error.code : codeOf(error);
    span.setAttribute('error.type', code);
    if (code !== 'CANCELLED') span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}

function codeOf(error: unknown): string {
  const { extensions } = error as { extensions?: { code?: unknown } };
  return plainCode(extensions?.code);
}
