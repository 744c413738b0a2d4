import { sql } from 'kysely';
import { arrayLiteral, arrayOf } from '../array-literals.ts';
import type { NewRecord, Provenance } from '../new-record.ts';
import { keyOf } from '../prepare.ts';
import type { Querier } from '../query.ts';
import type { WrittenVerdict } from '../record-writer.ts';
import { columnList, ref, type Table } from '../table.ts';
import type { ClaimsOf, Dataset } from './dataset.ts';
import type { LedgerRoom } from './room.ts';

/**
 * Writes one source's word on master data (多来源主数据): each record is kept as that source's claim, and becomes the fact
 * where its source is the one to be shown by the authority rule. What another source is shown for stays as it is, and the
 * record is told to be kept.
 */
export async function writeClaims(
  dataset: Dataset,
  claims: ClaimsOf,
  records: readonly NewRecord[],
  room: LedgerRoom,
  db: Querier,
  provenance: Provenance,
): Promise<WrittenVerdict[]> {
  const table = room.table(dataset.fact);
  const keys = records.map(({ content }) => keyOf(table, content));
  await takeTurns(db, table, keys);
  const claimed = await room.writer(claims.fact).write(
    db,
    records.map((one) => claimOf(one, provenance.sourceSystem)),
    provenance,
  );
  const contents = records.map(({ content }) => content);
  const standing = await standingOf(db, table, contents);
  const shown = shownOf(await claimsOn(db, room.table(claims.fact), table, contents), standing, claims);
  const isShown = (at: number) =>
    claimed[at]!.outcome !== 'REJECTED' && shown.get(keys[at]!) === provenance.sourceSystem;
  const toShow = [...records.keys()].filter(isShown);
  const written = await room.writer(dataset.fact).write(
    db,
    toShow.map((at) => ({ ...records[at]!, outranks: true })),
    provenance,
  );
  const byPlace = new Map(toShow.map((at, place) => [at, { ...written[place]!, index: at }]));
  return records.map((_one, at) => byPlace.get(at) ?? keptAside(claimed[at]!, standing.get(keys[at]!)));
}

/** What a record that is not shown is told: it is kept, or what its own source's claims say of its version. */
function keptAside(claimed: WrittenVerdict, standing: StandingFact | undefined): WrittenVerdict {
  if (claimed.outcome === 'REJECTED') return claimed;
  const isKept = claimed.outcome !== 'DUPLICATE';
  return {
    index: claimed.index,
    outcome: 'DUPLICATE',
    code: isKept ? 'CLAIM_KEPT' : claimed.code,
    id: standing?.id ?? claimed.id,
    version: standing?.version ?? claimed.version,
    commitment: null,
  };
}

/** A record as its source's claim; the id belongs to the fact. */
export function claimOf({ id: _id, ...record }: NewRecord, claimedBy: string): NewRecord {
  return { ...record, content: { ...record.content, claimedBy } };
}

/** Which source is shown, by natural key: the lowest rank; of equals the one that stands, then the first to have spoken. */
export function shownOf(
  claims: readonly Claim[],
  standing: ReadonlyMap<string, StandingFact>,
  { rankOf }: ClaimsOf,
): Map<string, string> {
  const sources = new Map<string, string[]>();
  for (const [key, { sourceSystem, withdrawn }] of standing) if (!withdrawn) sources.set(key, [sourceSystem]);
  for (const { key, claimedBy } of claims) {
    const known = sources.get(key);
    if (known) known.push(claimedBy);
    else sources.set(key, [claimedBy]);
  }
  const best = (all: readonly string[]) =>
    all.reduce((first, one) => (rankOf(one) < rankOf(first) ? one : first));
  return new Map([...sources].map(([key, all]) => [key, best(all)]));
}

export interface Claim {
  /** Natural key of the fact it is about. */
  readonly key: string;
  readonly claimedBy: string;
  readonly row: Readonly<Record<string, unknown>>;
}

/** All claims that stand on these facts, the earliest first. */
export async function claimsOn(
  db: Querier,
  claims: Table,
  facts: Table,
  contents: readonly Readonly<Record<string, unknown>>[],
): Promise<Claim[]> {
  const rows = await rowsOn(db, claims, facts, contents, sql`not withdrawn`);
  return rows.map((row) => ({ key: keyOf(facts, row), claimedBy: row.claimedBy as string, row }));
}

interface StandingFact {
  readonly id: string;
  readonly version: number;
  readonly sourceSystem: string;
  readonly withdrawn: boolean;
}

async function standingOf(
  db: Querier,
  facts: Table,
  contents: readonly Readonly<Record<string, unknown>>[],
): Promise<Map<string, StandingFact>> {
  const rows = await rowsOn(db, facts, facts, contents, sql`true`);
  return new Map(rows.map((row) => [keyOf(facts, row), row as unknown as StandingFact]));
}

/** Rows of a table that have the facts' natural keys, the earliest first, by property. */
async function rowsOn(
  db: Querier,
  table: Table,
  facts: Table,
  contents: readonly Readonly<Record<string, unknown>>[],
  condition: ReturnType<typeof sql>,
): Promise<Record<string, unknown>[]> {
  const arrays = sql.join(
    facts.key.map((column) =>
      arrayOf(
        column,
        contents.map((one) => one[column.property]),
      ),
    ),
  );
  const rows = await db.rows<Record<string, unknown>>(sql`
    select ${columnList(table.columns)} from ${ref(table.fact.schema, table.fact.table)}
     where (${columnList(facts.key)}) in (select * from unnest(${arrays})) and ${condition} order by id`);
  return rows.map((row) =>
    Object.fromEntries(table.columns.map(({ property, name }) => [property, row[name]])),
  );
}

/** One writer at a time for each fact, so that two sources that speak at once know of each other's claims. */
export async function takeTurns(db: Querier, { fact }: Table, keys: readonly string[]): Promise<void> {
  const names = [...new Set(keys)].map(
    (key) => `claims ${fact.schema}.${fact.table} ${key.replaceAll('\u0000', ' ')}`,
  );
  // In one order, so that no two wait for each other.
  await db.rows(sql`
    select pg_advisory_xact_lock(h.name) from (
      select distinct hashtext(k.name) as name from unnest(${arrayLiteral(names)}::text[]) as k (name) order by 1) h`);
}
