import { parse } from 'graphql';
import { pino } from 'pino';
import { apolloEngine } from '../../gateway/engine/apollo-engine.ts';
import type { Plan } from '../../gateway/engine/engine.ts';
import { committedSupergraph } from './supergraph.ts';

/** How the engine would fetch a query over the committed supergraph; nothing is asked of any subgraph. */
export async function planOf(query: string): Promise<Plan> {
  const unreachable = (name: string) => {
    throw new Error(`a plan asks nobody, yet ${name} was asked`);
  };
  const log = pino({ level: 'silent' });
  const engine = apolloEngine(
    committedSupergraph(),
    (name) => ({
      name,
      transport: {
        kind: 'in-process',
        send: () => unreachable(name),
        healthy: async () => false,
        close: async () => undefined,
      },
      assertionKey: Buffer.alloc(32),
      timeoutMs: 1,
      log,
    }),
    log,
  );
  await engine.load({ apollo: {} } as Parameters<typeof engine.load>[0]);
  try {
    return engine.plan(parse(query));
  } finally {
    await engine.stop();
  }
}
