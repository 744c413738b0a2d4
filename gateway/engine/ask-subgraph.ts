import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { makeAssertion } from '../../kernel/assertion.ts';
import { sm3Hex } from '../../kernel/crypto/sm3.ts';
import { faults } from '../../kernel/faults.ts';
import type { SubgraphAnswer, SubgraphTransport } from '../../kernel/transport.ts';
import type { Session } from '../session.ts';

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
 * Sends one fetch, once, under an assertion about the caller that is bound to its body.
 * Throws the faults UPSTREAM_TIMEOUT, UPSTREAM_UNAVAILABLE and UPSTREAM_MALFORMED.
 */
export async function askSubgraph(way: SubgraphWay, session: Session, body: string): Promise<SubgraphAnswer> {
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
