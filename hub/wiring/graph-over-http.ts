import { randomUUID } from 'node:crypto';
import { GATEWAY, INNER_PATH } from '../../gateway/inner-door.ts';
import { httpTransport } from '../../gateway/transports/http.ts';
import { makeAssertion } from '../../kernel/assertion.ts';
import { systemClock } from '../../kernel/clock.ts';
import { sm3Hex } from '../../kernel/crypto/sm3.ts';
import type { Graph, GraphAnswer } from '../../kernel/graph.ts';
import type { Prepared } from './surroundings.ts';

const LIFE_SECONDS = 30;

/** The graph of a gateway in another process, for a subgraph in a process of its own. */
export function graphOverHttp({ config, keyring }: Prepared): { graph: Graph; close(): Promise<void> } {
  const url = new URL(INNER_PATH, config.gatewayUrl).href;
  const gateway = httpTransport({ name: GATEWAY, url, timeoutMs: config.subgraphTimeoutMs });
  const key = keyring.secret(`assertion/${GATEWAY}`);
  return {
    graph: {
      async execute(query, variables, caller, modifiers = {}): Promise<GraphAnswer> {
        const { operationName, requestId = randomUUID() } = modifiers;
        const body = JSON.stringify({ query, variables, ...(operationName && { operationName }) });
        const iat = Math.floor(systemClock.now().getTime() / 1000);
        const claims = {
          v: 1 as const,
          subgraph: GATEWAY,
          jti: randomUUID(),
          iat,
          exp: iat + LIFE_SECONDS,
          body: sm3Hex(body),
          caller,
          clear: [],
          requestId,
        };
        const { data = null, errors } = await gateway.send({
          body,
          assertion: makeAssertion(claims, key),
          requestId,
        });
        return errors === undefined ? { data } : { data, errors };
      },
    },
    close: () => gateway.close(),
  };
}
