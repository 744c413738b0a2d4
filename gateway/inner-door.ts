import { assertionMemory, checkAssertion } from '../kernel/assertion.ts';
import { systemClock } from '../kernel/clock.ts';
import type { Door, DoorAnswer } from '../kernel/door.ts';
import { Fault } from '../kernel/faults.ts';
import type { Graph } from '../kernel/graph.ts';

/** Where a subgraph in a process of its own asks the graph (architecture §8.5: in distributed form, an HTTP client). */
export const INNER_PATH = '/inner/graphql';

/** The name under which assertions are made out to the gateway itself. */
export const GATEWAY = 'gateway';

/**
 * The graph for the hub's own processes (内部接口). Who asks is in an assertion under a key that only processes with the
 * hub's keyring have: bound to the body, good for a minute and one use. Behind it stand the same gate and limits.
 */
export function innerDoor({ graph, key }: { graph: Graph; key: Buffer }): Door {
  const remembered = assertionMemory(REMEMBERED);
  return {
    path: INNER_PATH,
    methods: ['POST'],
    bodyLimit: 4 * 1024 * 1024,
    async handle({ headers, body, requestId }): Promise<DoorAnswer> {
      const text = body.toString('utf8');
      try {
        const check = { key, subgraph: GATEWAY, now: systemClock.now(), remembered };
        const { caller } = checkAssertion(headers['hub-assertion'] ?? '', text, check);
        const { query, variables = {}, operationName } = JSON.parse(text) as Asked;
        const named = operationName === undefined ? {} : { operationName };
        return json(200, await graph.execute(query, variables, caller, { requestId, ...named }));
      } catch (error) {
        if (!(error instanceof Fault) || error.httpStatus >= 500) throw error;
        return json(error.httpStatus, { errors: [{ message: 'refused', extensions: { code: error.code } }] });
      }
    },
  };
}

interface Asked {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

const REMEMBERED = 100_000;

const json = (status: number, answer: unknown): DoorAnswer => ({
  status,
  contentType: 'application/json; charset=utf-8',
  body: JSON.stringify(answer),
});
