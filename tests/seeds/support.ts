import { frozenClock } from '../../kernel/clock.ts';
import type { BusinessDate } from '../../kernel/calendar.ts';
import { hubCaller } from '../../kernel/caller.ts';
import type { RawBuilder } from 'kysely';
import { seedDemo } from '../../seeds/demo.ts';
import { Session } from '../../subgraphs/session.ts';
import { subgraphs } from '../../subgraphs/registry.ts';
import { Store } from '../../subgraphs/store.ts';
import { freshDatabase, testKeyring } from '../support/database.ts';

/** The stores of every department over a database of this suite's own, still without the demo. */
export async function departments() {
  const database = await freshDatabase();
  const clock = frozenClock(new Date('2026-11-21T09:00:00+08:00'));
  const parts = { url: database.appUrl, keyring: testKeyring, clock, connections: 2 };
  const stores: Record<string, Store> = Object.fromEntries(
    subgraphs.filter(({ facts }) => facts.length > 0).map((one) => [one.name, new Store(one, parts)]),
  );
  return {
    stores,
    url: database.appUrl,
    seed: (businessDate: string, progress: (done: number, total: number) => void = () => undefined) =>
      seedDemo({ stores, businessDate: businessDate as BusinessDate, progress }),
    /** Asks one department's tables as the hub itself. */
    async ask<Row extends object>(subgraph: string, query: RawBuilder<unknown>): Promise<Row[]> {
      const session = new Session(stores[subgraph]!.pool, hubCaller('test'), null);
      try {
        return await session.rows<Row>(query);
      } finally {
        await session.close();
      }
    },
    async close() {
      await Promise.all(Object.values(stores).map((store) => store.close()));
      await database.drop();
    },
  };
}
