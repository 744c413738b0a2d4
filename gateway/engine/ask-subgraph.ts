import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { bodyDigest, makeAssertion } from '../../kernel/assertion.ts';
import { Cancellation } from '../../kernel/cancellation.ts';
import { type Fault, faults } from '../../kernel/faults.ts';
import type { SubgraphAnswer, SubgraphRequest, SubgraphTransport } from '../../kernel/transport.ts';
import type { Session } from '../session.ts';
import type { Resilience } from '../transports/resilience.ts';

/** Everything needed to ask one subgraph. */
export interface SubgraphWay {
  name: string;
  transport: SubgraphTransport;
  /** Null where the subgraph shares no key with the gateway: it is told nothing about the caller. */
  assertionKey: Buffer | null;
  timeoutMs: number;
  /** Retries of queries, circuit breaker and limit; each attempt makes an assertion of its own. */
  resilience?: Resilience | undefined;
  log: Logger;
}

const ASSERTION_LIFE_S = 30;

/**
 * Sends one fetch under an assertion about the caller that is bound to its body; a mutation is sent once.
 * Throws the faults UPSTREAM_TIMEOUT, UPSTREAM_UNAVAILABLE, UPSTREAM_MALFORMED and OVERLOADED.
 */
export function askSubgraph(way: SubgraphWay, session: Session, body: string): Promise<SubgraphAnswer> {
  const { resilience, timeoutMs } = way;
  const isQuery = !/^\{"query":"mutation\b/.test(body);
  // A mutation goes on without its client: broken off half way, nobody would know whether it was done.
  const gone = isQuery ? session.gone : undefined;
  const { passed, trace } = session;
  const attempt =
    trace === undefined
      ? () => send(way, session, body, gone, passed)
      : trace.attempts(way.name, body, passed, (headers) => send(way, session, body, gone, headers));
  return resilience === undefined ? attempt() : resilience.run({ isQuery, gone, timeoutMs }, attempt);
}

function send(
  way: SubgraphWay,
  session: Session,
  body: string,
  gone: Cancellation | undefined,
  headers: Session['passed'],
): Promise<SubgraphAnswer> {
  const { requestId } = session;
  const assertion = assertionFor(way, session, body);
  return within(way, gone, { body, assertion, requestId, ...(headers && { headers }) });
}

function assertionFor(way: SubgraphWay, session: Session, body: string): string {
  if (way.assertionKey === null) return '';
  const { requestId, caller, clear, asOf, withEvidence } = session;
  // Assertions live by the real clock, whatever HUB_NOW says.
  const iat = Math.floor(Date.now() / 1000);
  const life = { jti: randomUUID(), iat, exp: iat + ASSERTION_LIFE_S };
  const said = { v: 1 as const, subgraph: way.name, ...life, body: bodyDigest(body), caller, clear, requestId };
  const modifiers = {
    ...(asOf !== undefined && { asOf }),
    ...(withEvidence !== undefined && { withEvidence }),
  };
  return makeAssertion({ ...said, ...modifiers }, way.assertionKey);
}

// The deadline also holds for a subgraph in this process that does not listen.
function within(
  { name, transport, timeoutMs }: SubgraphWay,
  gone: Cancellation | undefined,
  request: SubgraphRequest,
): Promise<SubgraphAnswer> {
  if (gone?.isCancelled) return Promise.reject(faults.CANCELLED());
  return new Promise((resolve, reject) => {
    const cancellation = new Cancellation();
    const over = () => {
      clearTimeout(timer);
      gone?.forget(leave);
    };
    const end = (fault: Fault) => {
      over();
      reject(fault);
      cancellation.cancel();
    };
    const leave = () => end(faults.CANCELLED());
    const timer = setTimeout(() => end(faults.UPSTREAM_TIMEOUT(name)), timeoutMs);
    gone?.listen(leave);
    transport.send({ ...request, cancellation }).then(
      (answer) => {
        over();
        resolve(answer);
      },
      (error: Error) => {
        over();
        reject(error);
      },
    );
  });
}
