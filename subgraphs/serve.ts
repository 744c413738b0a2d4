import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { DocumentNode } from 'graphql';
import mercurius from 'mercurius';
import { Fault, faults } from '../kernel/faults.ts';
import { answerOf } from './answer.ts';
import { AskedFields } from './asked-fields.ts';
import type { SubgraphContext } from './context.ts';
import { executable } from './executable.ts';
import type { Running } from './receive.ts';

const PATH = '/graphql';
const BODY_LIMIT = 8 * 1024 * 1024;
const HEADER_LIMIT = 256 * 1024;

interface Received {
  text?: string;
  asked?: SubgraphContext;
}

/**
 * One subgraph behind its own HTTP door (mercurius). Only the gateway can ask it: whoever has no assertion for
 * exactly this body gets a coded refusal before anything is parsed or read.
 */
export async function serve(
  running: Running,
  options: { host: string; port: number },
): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    bodyLimit: BODY_LIMIT,
    // An enterprise's assertion names each of its projects.
    http: { maxHeaderSize: HEADER_LIMIT },
    forceCloseConnections: true,
    logger: false,
  });
  const received = new WeakMap<FastifyRequest, Received>();

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text, done) => {
    received.set(request, { text: text as string });
    try {
      admit(running, received, request);
      done(null, JSON.parse(text as string));
    } catch (error) {
      done(error as Error);
    }
  });
  app.addHook('onRequest', async (request, reply) => {
    // An assertion is bound to a body, so nothing is asked without one.
    if (request.routeOptions.url === PATH && request.method !== 'POST')
      throw faults.OPERATION_REFUSED('use POST');
    // Not onResponse: that does not run when the gateway has left, and the connection would never come back.
    reply.raw.once('close', () => void received.get(request)?.asked?.session.close());
  });
  app.addHook('preHandler', async (request) => {
    if (request.routeOptions.url === PATH) admit(running, received, request);
  });
  app.setErrorHandler((error, _request, reply) => {
    const { status, body } = refusal(error);
    return reply.code(status).send(body);
  });
  app.get('/health/live', async () => ({ status: 'live' }));
  app.get('/health/ready', async (_request, reply) =>
    (await running.store.healthy())
      ? { status: 'ready' }
      : reply.code(503).send({ status: 'not ready', database: 'unreachable' }),
  );
  const schema = executable(running.subgraph, running.composed);
  await app.register(mercurius, {
    schema,
    graphiql: false,
    // Mercurius would build a context again to shape an error; a refused request has none.
    errorHandler: false,
    path: PATH,
    jit: 1,
    context: (request) => received.get(request)!.asked! as unknown as Record<string, unknown>,
    errorFormatter: (execution, context) => ({
      statusCode: 200,
      response: answerOf(running, (context as unknown as SubgraphContext).requestId, execution) as never,
    }),
  });
  const asked = new WeakMap<DocumentNode, AskedFields>();
  app.graphql.addHook('preExecution', async (_schema, document, context) => {
    const known = asked.get(document) ?? new AskedFields(schema, document);
    asked.set(document, known);
    (context as unknown as SubgraphContext).asked = known;
  });
  await app.listen({ host: options.host, port: options.port });
  return app;
}

function admit(running: Running, received: WeakMap<FastifyRequest, Received>, request: FastifyRequest): void {
  const one = received.get(request) ?? {};
  if (one.asked) return;
  const assertion = request.headers['hub-assertion'];
  one.asked = running.admit(typeof assertion === 'string' ? assertion : '', one.text ?? '');
  received.set(request, one);
}

function refusal(error: unknown): { status: number; body: object } {
  const fault = error instanceof Fault ? error : null;
  const { statusCode, code: origin } = error as { statusCode?: number; code?: string };
  // A document that does not fit the schema is a GraphQL answer, as it is in process; the rest is HTTP's business.
  if (origin?.startsWith('MER_ERR_GQL'))
    return { status: 200, body: refused(messageOf(error), 'BAD_USER_INPUT') };
  const status = fault?.httpStatus ?? statusCode ?? (error instanceof SyntaxError ? 400 : 500);
  const code =
    fault?.code ?? (status === 413 ? 'BODY_TOO_LARGE' : status < 500 ? 'BAD_USER_INPUT' : 'INTERNAL');
  const message =
    fault?.message ?? (status < 500 ? 'the request cannot be read' : 'the subgraph could not answer');
  return { status, body: refused(message, code) };
}

const refused = (message: string, code: string) => ({
  data: null,
  errors: [{ message, extensions: { code } }],
});

const messageOf = (error: unknown): string =>
  (error as { errors?: readonly { message: string }[] }).errors?.[0]?.message ??
  'the document does not fit the schema';
