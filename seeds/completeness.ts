import { sql } from 'kysely';
import { addDays, type BusinessDate } from '../kernel/calendar.ts';
import { hubCaller } from '../kernel/caller.ts';
import { frozenClock } from '../kernel/clock.ts';
import { submit } from '../ledger/submission/submit.ts';
import { ref } from '../ledger/table.ts';
import { Session } from '../subgraphs/session.ts';
import { ledgerRoom } from '../subgraphs/submission.ts';
import type { Store } from '../subgraphs/store.ts';
import { draw } from './draw.ts';
import { ownerOf } from './own-sources.ts';
import { at } from './span.ts';

/** This source's line has been down for days in the demo: what is missing of it says nothing (示例: 数据中断). */
export const SILENT = 'bank-105';
const SILENT_DAYS = 5;

/**
 * Lets every source of the demo say until when it has stated everything (数据完整至): an empty submission for each dataset. The same
 * again finds its keys used.
 * @param silent the source that has not spoken for days, if any
 */
export async function stateCompleteness(
  store: Store,
  day: BusinessDate,
  silent: string | null,
): Promise<void> {
  const sentAt = at(day, '07:30:00');
  for (const { dataset: name, source } of await sourcesOf(store)) {
    const dataset = store.datasets.find((one) => one.name === name);
    if (dataset === undefined) continue;
    const caller = { ...hubCaller('seed'), organisation: ownerOf(source) };
    const upTo = source === silent ? at(addDays(day, -SILENT_DAYS), '07:00:00') : at(day, '07:00:00');
    const key = `demo/complete/${name}/${source}`;
    const room = ledgerRoom(store, {
      clock: frozenClock(sentAt),
      random: draw(`${store.name} ${key}`).bytes,
    });
    const envelope = {
      idempotencyKey: key,
      sourceSystem: source,
      sentAt,
      mode: 'PARTIAL' as const,
      dryRun: false,
      completeUpTo: upTo,
    };
    await submit(room, caller, dataset, { envelope, records: [] });
  }
}

interface SourceOf {
  readonly dataset: string;
  readonly source: string;
}

/** Who states what: by projects, and by the facts themselves where those belong to no project or were written beside the door. */
function sourcesOf(store: Store): Promise<SourceOf[]> {
  return new Session(store.pool, hubCaller('seed'), null).write(async (db) => {
    const ofProjects = await db.rows<SourceOf>(sql`
      select distinct dataset, source_system as source from ${ref(store.databaseSchema, 'project_source')} order by 1, 2`);
    const others = store.datasets.filter(({ name }) => !ofProjects.some(({ dataset }) => dataset === name));
    const ofFacts: SourceOf[] = [];
    for (const { name, fact } of others)
      ofFacts.push(
        ...(await db.rows<SourceOf>(sql`
          select distinct ${name}::text as dataset, source_system as source from ${ref(fact.schema, fact.table)} order by 2`)),
      );
    return [...ofProjects, ...ofFacts];
  });
}
