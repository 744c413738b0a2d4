import type { NewRecord, Provenance } from '../new-record.ts';
import { keyOf } from '../prepare.ts';
import type { Querier } from '../query.ts';
import type { VerdictCode } from '../verdict.ts';
import { type Claim, claimBy, claimOf, claimsOn, wordOf } from './claims.ts';
import type { ClaimsOf, Dataset, Scene, Written } from './dataset.ts';
import type { LedgerRoom } from './room.ts';
import type { Standing } from './standing.ts';
import { type Moment, withdrawnAgain, withdrawnRecord } from './withdrawn-record.ts';

type Row = Readonly<Record<string, unknown>>;

/**
 * Takes back a claim that is not shown (撤回未采用的陈述): another source's fact stays as it is.
 * @returns what is told of it, also of one that it has taken back before; null where the source made no such claim, or its own word is
 *   the one shown
 */
export async function claimGivenUp(
  { row }: Standing,
  { fact, claims }: Dataset,
  room: LedgerRoom,
  db: Querier,
  provenance: Provenance,
  moment: Moment,
): Promise<VerdictCode | null> {
  if (!claims || row === null || row.sourceSystem === provenance.sourceSystem) return null;
  const table = room.table(claims.fact);
  const own = await claimBy(db, table, room.table(fact), row, provenance.sourceSystem);
  if (own === null) return null;
  const isAgain = own.withdrawn === true;
  const record = (isAgain ? withdrawnAgain : withdrawnRecord)(room, table, own, moment);
  if (record) await room.writer(claims.fact).write(db, [record], provenance);
  return isAgain ? 'ALREADY_WITHDRAWN' : 'CLAIM_WITHDRAWN';
}

/**
 * After a source has taken its word back: of the claims that stand on these facts the next is shown, by the authority rule. That
 * the source has taken its word back is kept with its claim, so that what it sent before brings nothing back.
 * @param rows the facts as they stood, which are withdrawn by now
 * @returns the versions that are shown in their place, by the ids of the facts
 */
export async function showNext(
  dataset: Dataset,
  claims: ClaimsOf,
  rows: readonly Row[],
  scene: Scene,
  db: Querier,
  provenance: Provenance,
): Promise<ReadonlyMap<string, number>> {
  if (rows.length === 0) return new Map();
  const { room, moment } = scene;
  const [facts, words] = [room.table(dataset.fact), room.table(claims.fact)];
  const all = await claimsOn(db, words, facts, rows);
  if (all.length === 0) return new Map();
  const named = new Set(all.map(({ key }) => key));
  const givenUp = rows.filter((row) => named.has(keyOf(facts, row)));
  const { sourceSystem } = provenance;
  await room.writer(claims.fact).write(
    db,
    givenUp.map((row) => claimOf(withdrawnRecord(room, facts, row, moment), sourceSystem)),
    provenance,
  );
  const others = all.filter(({ claimedBy }) => claimedBy !== sourceSystem);
  const next = [...Map.groupBy(others, ({ key }) => key).values()].map((ofFact) => firstOf(ofFact, claims));
  return show(dataset, claims, next, scene, db);
}

/** The lowest by the authority rule; of equals the first to have spoken. */
const firstOf = (ofFact: readonly Claim[], { rankOf }: ClaimsOf): Claim =>
  ofFact.reduce((first, one) =>
    rankOf(one.claimedBy, one.row) < rankOf(first.claimedBy, first.row) ? one : first,
  );

async function show(
  { fact, conclude }: Dataset,
  claims: ClaimsOf,
  next: readonly Claim[],
  scene: Scene,
  db: Querier,
): Promise<Map<string, number>> {
  const versions = new Map<string, number>();
  if (next.length === 0) return versions;
  const { room } = scene;
  const words = next.map(({ row }) => wordOf(room, room.table(claims.fact), row));
  const stated = words.map(({ content: { claimedBy: _source, ...content } }) => content);
  const settled = (await claims.asShown?.(stated, db)) ?? stated;
  const shown: Written[] = [];
  for (const [at, { row, claimedBy }] of next.entries()) {
    const record: NewRecord = { ...words[at]!, content: { ...settled[at]! }, outranks: true };
    // In the name of whoever claims it, under the receipt it came with.
    const from = row as unknown as Provenance;
    const [written] = await room.writer(fact).write(db, [record], { ...from, sourceSystem: claimedBy });
    versions.set(written!.id, written!.version);
    shown.push({ content: record.content, occurredAt: record.occurredAt });
  }
  await conclude?.(shown, scene, db);
  return versions;
}
