import { businessDateOf } from '../../kernel/calendar.ts';
import { seedDemo } from '../../seeds/demo.ts';
import { subgraphs } from '../../subgraphs/registry.ts';
import { Store } from '../../subgraphs/store.ts';
import { withClient } from '../database/connection.ts';
import type { OpenDatabase } from '../database/open-database.ts';
import type { Prepared } from './surroundings.ts';

type Urls = Pick<OpenDatabase, 'ownerUrl' | 'appUrl'>;

export type Progress = (done: number, total: number, label: string) => void;

/** Fills an empty hub with the fictional demo (演示数据); a hub that has it already is left alone. */
export async function seedOnce(prepared: Prepared, database: Urls, progress: Progress): Promise<void> {
  const { keyring, clock } = prepared;
  // Every department here, wherever its subgraph runs: the demo is written to the database, not asked of anyone.
  const stores = Object.fromEntries(
    subgraphs
      .filter((one) => one.facts.length > 0)
      .map((one) => [one.name, new Store(one, { url: database.appUrl, keyring, clock, connections: 2 })]),
  );
  try {
    const seeded = await seedDemo({ stores, businessDate: businessDateOf(clock.now()), progress });
    // Plans made before the first statistics take a hundred thousand records for a handful.
    if (!seeded.wasThere) await withClient(database.ownerUrl, (client) => client.query('analyze'));
  } finally {
    await Promise.all(Object.values(stores).map((store) => store.close()));
  }
}
