import { businessDateOf } from '../../kernel/calendar.ts';
import { seedDemo } from '../../seeds/demo.ts';
import { subgraphs } from '../../subgraphs/registry.ts';
import { Store } from '../../subgraphs/store.ts';
import type { Prepared } from './surroundings.ts';

export type Progress = (done: number, total: number, label: string) => void;

/** Fills an empty hub with the fictional demo (演示数据); a hub that has it already is left alone. */
export async function seedOnce(prepared: Prepared, appUrl: string, progress: Progress): Promise<void> {
  const { keyring, clock } = prepared;
  // Every department here, wherever its subgraph runs: the demo is written to the database, not asked of anyone.
  const stores = Object.fromEntries(
    subgraphs
      .filter((one) => one.facts.length > 0)
      .map((one) => [one.name, new Store(one, { url: appUrl, keyring, clock, connections: 2 })]),
  );
  try {
    await seedDemo({ stores, businessDate: businessDateOf(clock.now()), progress });
  } finally {
    await Promise.all(Object.values(stores).map((store) => store.close()));
  }
}
