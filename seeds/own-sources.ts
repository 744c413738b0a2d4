import { sql } from 'kysely';
import { arrayLiteral } from '../ledger/array-literals.ts';
import { ref } from '../ledger/table.ts';
import { DEMO_CLAIMS } from './known.ts';
import type { Step } from './write.ts';
import type { Store } from '../subgraphs/store.ts';

/**
 * Registers the organisation that each of the demo's source systems belongs to (来源系统登记), so that nobody else can
 * correct what it has stated: the vendor's and the bank's are the organisations of the demo's tokens.
 */
export const ownSourcesStep = (name: string, store: Store, recordedAt: Date): Step => ({
  name: `sources ${name}`,
  store,
  recordedAt,
  batches: () => [],
  alongside: async (db) => {
    const owners = Object.entries(OWNERS);
    await db.rows(sql`
      insert into ${ref(store.databaseSchema, 'source_system')} (name, organisation, since)
      select n.name, n.organisation, ${recordedAt}::timestamptz from unnest(
        ${arrayLiteral(owners.map(([source]) => source))}::text[],
        ${arrayLiteral(owners.map(([, organisation]) => organisation))}::text[]) as n (name, organisation)
      on conflict do nothing`);
  },
});

/** The organisation that a source system of the demo belongs to. */
export const ownerOf = (source: string): string => OWNERS[source] ?? `演示·${source}`;

const OWNERS: Readonly<Record<string, string>> = {
  'attendance-vendor': DEMO_CLAIMS.vendor!.organisation as string,
  'bank-102': DEMO_CLAIMS.bank!.organisation as string,
  'provincial-hub': '演示·桂薪宝',
  'human-resources': '演示·数智人社',
  'housing-platform': '演示·桂建通',
  'transport-platform': '演示·交建通',
  'water-platform': '演示·水利通',
};
