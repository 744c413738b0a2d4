import type { Client } from 'pg';
import { addMonths, businessDateOf, type YearMonth, yearMonthOf } from '../../kernel/calendar.ts';
import { seedDemo } from '../../seeds/demo.ts';
import { seedScale } from '../../seeds/scale/seed-scale.ts';
import { type ScaleName, SIZES } from '../../seeds/scale/sizes.ts';
import { AttendanceRecord } from '../../subgraphs/provincial/facts.ts';
import { subgraphs } from '../../subgraphs/registry.ts';
import { Store } from '../../subgraphs/store.ts';
import { tellDepartment } from '../archive/tell-department.ts';
import { withClient } from '../database/connection.ts';
import type { OpenDatabase } from '../database/open-database.ts';
import type { Prepared } from './surroundings.ts';

type Urls = Pick<OpenDatabase, 'ownerUrl' | 'appUrl'>;

export type Progress = (done: number, total: number, label: string) => void;

/** Fills an empty hub with the fictional demo (演示数据); a hub that has it already is left alone. */
export async function seedOnce(prepared: Prepared, database: Urls, progress: Progress): Promise<void> {
  const { clock } = prepared;
  const stores = everyStore(prepared, database);
  try {
    const seeded = await seedDemo({ stores, now: clock.now(), progress });
    // Plans made before the first statistics take a hundred thousand records for a handful.
    if (!seeded.wasThere) await withClient(database.ownerUrl, (client) => client.query('analyze'));
  } finally {
    await Promise.all(Object.values(stores).map((store) => store.close()));
  }
}

/** Fills an empty hub with records for measuring (规模数据). @returns what it took: records, time, memory, disk */
export async function seedAtScale(
  prepared: Prepared,
  database: Urls,
  name: ScaleName,
  progress: Progress,
): Promise<string> {
  const stores = everyStore(prepared, database);
  const from = performance.now();
  try {
    const businessDate = businessDateOf(prepared.clock.now());
    const { records, wasThere } = await seedScale({ stores, size: SIZES[name], businessDate, progress });
    if (wasThere) return `the records of a ${name} are in the database already`;
    const seconds = (performance.now() - from) / 1000;
    const disk = await withClient(database.ownerUrl, async (client) => {
      await countedAgain(client, addMonths(yearMonthOf(businessDate), -1));
      // Pages that a vacuum has seen are not looked at by questions that an index answers.
      await client.query('vacuum (analyze)');
      const { rows } = await client.query('select pg_database_size(current_database())::text as bytes');
      return Number(rows[0].bytes);
    });
    const rate = Math.round(records / seconds);
    const memory = process.resourceUsage().maxRSS / 1024;
    return `${records} records in ${seconds.toFixed(0)} s (${rate} a second), ${memory.toFixed(0)} MiB of memory at most, ${(disk / 2 ** 30).toFixed(2)} GiB on disk`;
  } finally {
    await Promise.all(Object.values(stores).map((store) => store.close()));
  }
}

/** Each stretch has left marks of its own; counting the month from its facts takes a small part of taking these up. */
async function countedAgain(client: Client, month: YearMonth): Promise<void> {
  const of = { schema: AttendanceRecord.schema, table: AttendanceRecord.table };
  await client.query('begin');
  for (const occasion of ['month_put_away', 'month_put_back'] as const)
    await tellDepartment(client, of, occasion, month);
  await client.query('commit');
}

/** Every department here, wherever its subgraph runs: records are written to the database, not asked of anyone. */
function everyStore({ keyring, clock }: Prepared, { appUrl }: Urls): Record<string, Store> {
  return Object.fromEntries(
    subgraphs
      .filter((one) => one.facts.length > 0)
      .map((one) => [one.name, new Store(one, { url: appUrl, keyring, clock, connections: 2 })]),
  );
}
