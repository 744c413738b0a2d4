import { sql } from 'kysely';
import { arrayOf } from '../array-literals.ts';
import type { RecordRow } from '../fact.ts';
import type { NewRecord, Provenance } from '../new-record.ts';
import { keyOf } from '../prepare.ts';
import type { Querier } from '../query.ts';
import type { WrittenVerdict } from '../record-writer.ts';
import { columnList, ref, type Table } from '../table.ts';
import type { ClaimsOf, Dataset } from './dataset.ts';
import { plainContent } from './plain-content.ts';
import type { LedgerRoom } from './room.ts';

type Row = Readonly<Record<string, unknown>>;

/**
 * Writes one source's word on master data (多来源主数据). The fact is the claim of its own source, and what nobody else states is
 * written as any other fact is. A record that another source's fact stands against is kept as its source's claim, and becomes
 * the fact where its source is the one to be shown by the authority rule; the word it takes the place of is kept then.
 */
export async function writeClaims(
  dataset: Dataset,
  claims: ClaimsOf,
  records: readonly NewRecord[],
  room: LedgerRoom,
  db: Querier,
  provenance: Provenance,
): Promise<WrittenVerdict[]> {
  const unopposed = records.map((one) => ({ ...one, outranks: false }));
  const verdicts = await room.writer(dataset.fact).write(db, unopposed, provenance);
  const opposed = [...verdicts.keys()].filter((at) => verdicts[at]!.code === 'SAME_FACT_OTHER_SOURCE');
  if (opposed.length === 0) return verdicts;
  const left = opposed.map((at) => ({ ...records[at]!, sourcePlace: records[at]!.sourcePlace ?? at }));
  const answers = await writeOpposed(dataset, claims, left, room, db, provenance);
  const byPlace = new Map(opposed.map((at, place) => [at, answers[place]!]));
  return verdicts.map((verdict, index) => ({ ...(byPlace.get(index) ?? verdict), index }));
}

/** Records of which another source's fact stands, or stood until it was taken back; the writer has locked these rows. */
async function writeOpposed(
  { fact }: Dataset,
  claims: ClaimsOf,
  records: readonly NewRecord[],
  room: LedgerRoom,
  db: Querier,
  provenance: Provenance,
): Promise<WrittenVerdict[]> {
  const table = room.table(fact);
  const { sourceSystem } = provenance;
  const keys = records.map(({ content }) => keyOf(table, content));
  const standing = await standingOf(
    db,
    table,
    records.map(({ content }) => content),
  );
  const claimed = await room.writer(claims.fact).write(
    db,
    records.map((one) => claimOf(one, sourceSystem)),
    provenance,
  );
  const isShown = (at: number): boolean => {
    const { outcome, code } = claimed[at]!;
    // What is older than the source's last word changes nothing, whoever comes first by the rule.
    if (outcome === 'REJECTED' || (outcome === 'DUPLICATE' && code !== 'ALREADY_RECORDED')) return false;
    const stands = standing.get(keys[at]!)!;
    return (
      stands.withdrawn === true ||
      claims.rankOf(sourceSystem, records[at]!.content) < claims.rankOf(stands.sourceSystem as string, stands)
    );
  };
  const toShow = [...records.keys()].filter(isShown);
  if (toShow.length > 0)
    await keepWords(
      claims,
      table,
      [...new Set(toShow.map((at) => keys[at]!))].map((key) => standing.get(key)!),
      room,
      db,
    );
  const written = await room.writer(fact).write(
    db,
    toShow.map((at) => ({ ...records[at]!, outranks: true })),
    provenance,
  );
  const byPlace = new Map(toShow.map((at, place) => [at, written[place]!]));
  return records.map((_one, at) => byPlace.get(at) ?? keptAside(claimed[at]!, standing.get(keys[at]!)!));
}

/** What a record that is not shown is told: it is kept, or what its own source's claims say of its version. */
function keptAside(claimed: WrittenVerdict, standing: Row): WrittenVerdict {
  if (claimed.outcome === 'REJECTED') return claimed;
  const isKept = claimed.outcome !== 'DUPLICATE';
  return {
    index: claimed.index,
    outcome: 'DUPLICATE',
    code: isKept ? 'CLAIM_KEPT' : claimed.code,
    id: standing.id as string,
    version: standing.version as number,
    commitment: null,
  };
}

/** Keeps facts as their sources' claims, before another source's word takes their place (被替代的陈述). */
async function keepWords(
  claims: ClaimsOf,
  facts: Table,
  rows: readonly Row[],
  room: LedgerRoom,
  db: Querier,
): Promise<void> {
  const origin = ({ sourceSystem, receivedAt, assurance }: Row) =>
    JSON.stringify([sourceSystem, receivedAt, assurance]);
  for (const same of Map.groupBy(rows, origin).values()) {
    // In the name of whoever stated them, each under the receipt it came with.
    const from = same[0] as unknown as Provenance;
    const records = same.map((row) => claimOf(wordOf(room, facts, row), from.sourceSystem));
    await room.writer(claims.fact).write(db, records, from);
  }
}

/** What a row states, and when and in which version its source did. */
export function wordOf(room: LedgerRoom, table: Table, row: Row): NewRecord {
  const { occurredAt, sourceVersion, sourcePlace, receiptId, withdrawn } = row as unknown as RecordRow;
  return {
    content: plainContent(room, table, row),
    occurredAt,
    sourceVersion,
    sourcePlace,
    receiptId,
    withdrawn,
  };
}

/** A record as its source's claim; the id belongs to the fact. */
export function claimOf({ id: _id, ...record }: NewRecord, claimedBy: string): NewRecord {
  return { ...record, content: { ...record.content, claimedBy } };
}

export interface Claim {
  /** Natural key of the fact it is about. */
  readonly key: string;
  readonly claimedBy: string;
  readonly row: Row;
}

/** All claims that stand on these facts, the earliest first; that of the fact's own source may be older than the fact. */
export async function claimsOn(
  db: Querier,
  claims: Table,
  facts: Table,
  contents: readonly Row[],
): Promise<Claim[]> {
  const rows = await rowsOn(db, claims, facts, contents, sql`not withdrawn`);
  return rows.map((row) => ({ key: keyOf(facts, row), claimedBy: row.claimedBy as string, row }));
}

/** The claim of one source on a fact, also one that it has taken back. */
export async function claimBy(
  db: Querier,
  claims: Table,
  facts: Table,
  content: Row,
  sourceSystem: string,
): Promise<Row | null> {
  const [own] = await rowsOn(db, claims, facts, [content], sql`claimed_by = ${sourceSystem}`);
  return own ?? null;
}

async function standingOf(db: Querier, facts: Table, contents: readonly Row[]): Promise<Map<string, Row>> {
  const rows = await rowsOn(db, facts, facts, contents, sql`true`);
  return new Map(rows.map((row) => [keyOf(facts, row), row]));
}

/** Rows of a table that have the facts' natural keys, the earliest first, by property. */
async function rowsOn(
  db: Querier,
  table: Table,
  facts: Table,
  contents: readonly Row[],
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
