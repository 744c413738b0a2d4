import type { FastifyInstance, FastifyReply, FastifyRequest, preParsingHookHandler } from 'fastify';
import type { Caller } from '../../kernel/caller.ts';
import { handOver } from '../engine/hand-over.ts';
import type { ClientLimits } from '../gate/client-limits.ts';
import { accepted } from '../http/accepted.ts';
import type { Authenticate } from '../http/authenticate.ts';
import { compressedAnswer } from '../http/compressed-answer.ts';
import { inTurn } from '../http/in-turn.ts';
import { inflating } from '../http/inflated-body.ts';
import { type PassOn, passedOn } from '../http/passed-on.ts';
import { whenGone } from '../http/when-gone.ts';
import type { InService } from '../in-service.ts';
import type { InnerGraph } from '../inner-graph.ts';
import { refusal } from '../refusal.ts';
import type { Traces } from '../tracing/tracing.ts';
import { type Written, written } from './answer.ts';
import { givenVariables } from './given.ts';
import { modifiersOf } from './modifiers.ts';

interface Parts {
  bodyLimit: number;
  boundBytes: preParsingHookHandler;
  graphs: Pick<InService, 'use'>;
  authenticate: Authenticate;
  passOn: PassOn;
  clients: ClientLimits;
  traces?: Traces | undefined;
}

/**
 * `POST /op/NAME` (登记操作): a published operation with its variables as the body. Neither parsed nor validated, since
 * that was done when it was published; authentication, admission, gate, engine, errors and headers are those of the graph.
 */
export function registerOperations(app: FastifyInstance, parts: Parts): void {
  const { bodyLimit, boundBytes, graphs, authenticate, clients } = parts;
  const callers = new WeakMap<FastifyRequest, Caller>();
  const onRequest = async (request: FastifyRequest, reply: FastifyReply) => {
    const caller = await authenticate(request);
    if (request.method !== 'POST') {
      reply.header('allow', 'POST');
      throw refusal('METHOD_NOT_ALLOWED', 'use POST');
    }
    await inTurn(clients, caller, reply);
    callers.set(request, caller);
  };
  app.route({
    url: '/op/:operation',
    method: app.supportedMethods,
    bodyLimit,
    onRequest,
    preParsing: [boundBytes, inflating(bodyLimit)],
    async handler(request, reply) {
      const type = answerType(request.headers.accept);
      const caller = callers.get(request)!;
      const { status, text } = await graphs.use((inner) => answerOf(inner, caller, request, reply, parts));
      return reply.code(status).type(type).send(text);
    },
    onSend: compressedAnswer,
  });
}

async function answerOf(
  { operations, engaged, admit, formatError }: InnerGraph,
  caller: Caller,
  request: FastifyRequest,
  reply: FastifyReply,
  { passOn, clients, traces }: Parts,
): Promise<Written> {
  const operation = operations.find((request.params as { operation: string }).operation);
  if (operation === undefined)
    throw refusal('OPERATION_NOT_PUBLISHED', 'no operation is published under this name, version or id');
  const given = givenVariables(request.body, operation);
  const passed = passedOn(request.headers, passOn);
  const session = await admit({
    query: undefined,
    isChange: operation.kind === 'mutation',
    variables: given,
    extensions: modifiersOf(request),
    caller,
    requestId: request.id,
    gone: whenGone(reply),
    ...(passed && { passed }),
  });
  const trace = traces?.get(request);
  if (trace !== undefined) {
    session.trace = trace;
    trace.operation(operation.kind, operation.stated.name, true);
  }
  const { cost } = operation.gated.pass(given, session.caller);
  clients.charge(session.caller, cost);
  return written(await handOver(engaged, operation.passed, given, session), formatError, request.id);
}

const JSON_TYPE = 'application/json; charset=utf-8';
const RESPONSE_TYPE = 'application/graphql-response+json; charset=utf-8';
const TYPES: Readonly<Record<string, string>> = {
  '*/*': JSON_TYPE,
  'application/*': JSON_TYPE,
  'application/json': JSON_TYPE,
  'application/graphql-response+json': RESPONSE_TYPE,
};

function answerType(accept: string | undefined): string {
  if (accept === undefined || accept === '*/*' || accept === 'application/json') return JSON_TYPE;
  const chosen = accepted(accept).find(({ what, quality }) => quality > 0 && Object.hasOwn(TYPES, what));
  if (chosen === undefined) throw refusal('NOT_ACCEPTABLE', 'answers are JSON');
  return TYPES[chosen.what]!;
}
