import { randomUUID } from 'node:crypto';
import type { GraphQLDataSource } from '@apollo/gateway';
import type { Logger } from 'pino';
import { makeAssertion } from '../../kernel/assertion.ts';
import { sm3Hex } from '../../kernel/crypto/sm3.ts';
import { Fault, faults } from '../../kernel/faults.ts';
import type { SubgraphAnswer, SubgraphTransport } from '../../kernel/transport.ts';
import { newIncident } from '../format-error.ts';
import { scrub } from '../scrub.ts';
import type { Session } from '../session.ts';
import { fieldsOfFetch } from './fetch-fields.ts';
import { cleanErrors } from './subgraph-error.ts';

/** Everything needed to ask one subgraph. */
export interface SubgraphWay {
  name: string;
  transport: SubgraphTransport;
  assertionKey: Buffer;
  timeoutMs: number;
  log: Logger;
}

const ASSERTION_LIFE_S = 30;

/**
 * One subgraph as the engine sees it. Each fetch goes out once, with an assertion bound to its body. A subgraph
 * that is down, late or answers garbage costs its own fields: the loss is noted in the session, nothing is thrown.
 */
export function subgraphSource(way: SubgraphWay): GraphQLDataSource<Session> {
  return {
    async process(options) {
      // Schema loading and the package's own health check are not used: only client operations come here.
      if (!('incomingRequestContext' in options)) return { data: null };
      const { request, context: session, pathInIncomingRequest: at = [] } = options;
      const { query = '', operationName, variables } = request;
      try {
        const answer = await ask(way, session, JSON.stringify({ query, operationName, variables }));
        const representations = variables?.representations as unknown[] | undefined;
        const problem = problemOf(answer, representations?.length);
        if (problem !== undefined) throw faults.UPSTREAM_MALFORMED(way.name).because(problem);
        return {
          data: answer.data ?? null,
          errors: cleanErrors(answer.errors, way.name, session.requestId, way.log),
        };
      } catch (cause) {
        const incident = newIncident();
        way.log.error(
          { requestId: session.requestId, subgraph: way.name, incident, ...reasonOf(cause) },
          'subgraph lost',
        );
        const fields = fieldsOfFetch(query);
        session.losses.push({
          subgraph: way.name,
          code: 'SUBGRAPH_UNAVAILABLE',
          incident,
          at: at as string[],
          fields,
        });
        return { data: null };
      }
    },
  };
}

async function ask(way: SubgraphWay, session: Session, body: string): Promise<SubgraphAnswer> {
  const { requestId, caller, clear, asOf, withEvidence } = session;
  // Assertions live by the real clock, whatever HUB_NOW says.
  const iat = Math.floor(Date.now() / 1000);
  const life = { jti: randomUUID(), iat, exp: iat + ASSERTION_LIFE_S };
  const said = { v: 1 as const, subgraph: way.name, ...life, body: sm3Hex(body), caller, clear, requestId };
  const modifiers = {
    ...(asOf !== undefined && { asOf }),
    ...(withEvidence !== undefined && { withEvidence }),
  };
  const assertion = makeAssertion({ ...said, ...modifiers }, way.assertionKey);
  return within(way, (signal) => way.transport.send({ body, assertion, requestId, signal }));
}

// The deadline also holds for a subgraph in this process that ignores the signal.
async function within<T>(way: SubgraphWay, send: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(faults.UPSTREAM_TIMEOUT(way.name));
      stop.abort();
    }, way.timeoutMs);
  });
  try {
    return await Promise.race([send(stop.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What is wrong with the form of an answer, if anything: the engine would fall over it, or silently drop it. */
function problemOf(answer: SubgraphAnswer, representations: number | undefined): string | undefined {
  if (typeof answer !== 'object' || answer === null) return 'not an object';
  const { data, errors } = answer;
  if (errors !== undefined && !Array.isArray(errors)) return 'errors are not a list';
  if (data === undefined || data === null) return placed(errors) ? undefined : `no data${codesOf(errors)}`;
  if (typeof data !== 'object' || Array.isArray(data)) return 'data is not an object';
  if (representations === undefined) return undefined;
  const entities = data._entities;
  return Array.isArray(entities) && entities.length === representations ? undefined : 'entities do not match';
}

function placed(errors: SubgraphAnswer['errors']): boolean {
  return errors?.some(({ path }) => path !== undefined && path[0] !== '_entities') ?? false;
}

function codesOf(errors: SubgraphAnswer['errors'] = []): string {
  return errors
    .map(({ message, extensions }) => `; ${extensions?.code ?? ''} ${scrub(String(message))}`)
    .join('');
}

function reasonOf(cause: unknown): Record<string, unknown> {
  const inner = cause instanceof Error ? cause.cause : undefined;
  const why = inner instanceof Error ? inner.message : inner;
  return {
    code: cause instanceof Fault ? cause.code : 'INTERNAL',
    reason: scrub(cause instanceof Error ? cause.message : String(cause)),
    ...(why !== undefined && { cause: scrub(String(why)) }),
  };
}
