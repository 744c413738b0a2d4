import type { RecordRow } from '../fact.ts';
import type { Provenance } from '../new-record.ts';
import { keyOf } from '../prepare.ts';
import type { Querier } from '../query.ts';
import type { Table } from '../table.ts';
import type { VerdictCode } from '../verdict.ts';
import { type Claim, claimsOn, shownOf, takeTurns } from './claims.ts';
import type { ClaimsOf, Dataset } from './dataset.ts';
import { plainContent } from './plain-content.ts';
import type { LedgerRoom } from './room.ts';
import type { Standing } from './standing.ts';
import { type Moment, withdrawnRecord } from './withdrawn-record.ts';

type Row = Readonly<Record<string, unknown>>;

/**
 * Takes back a claim that is not shown (撤回未采用的陈述): another source's fact stays as it is.
 * @returns what is told of it; null where the source has no such claim, or its own word is the one shown
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
  const own = await ownClaims(claims, room.table(fact), [row], room, db, provenance);
  if (own.length === 0) return null;
  await takeBack(own, claims, room, db, provenance, moment);
  return 'CLAIM_WITHDRAWN';
}

/** After a source has taken its word back: its claims go with it, and of those that stand the next is shown. */
export async function showNext(
  { fact }: Dataset,
  claims: ClaimsOf,
  rows: readonly Row[],
  room: LedgerRoom,
  db: Querier,
  provenance: Provenance,
  moment: Moment,
): Promise<void> {
  if (rows.length === 0) return;
  const facts = room.table(fact);
  await takeTurns(
    db,
    facts,
    rows.map((row) => keyOf(facts, row)),
  );
  const own = await ownClaims(claims, facts, rows, room, db, provenance);
  await takeBack(own, claims, room, db, provenance, moment);
  const left = await claimsOn(db, room.table(claims.fact), facts, rows);
  const shown = shownOf(left, new Map(), claims);
  for (const { key, claimedBy, row } of left) {
    if (shown.get(key) !== claimedBy) continue;
    const { claimedBy: _source, ...content } = plainContent(room, room.table(claims.fact), row);
    const { occurredAt, sourceVersion, sourcePlace } = row as unknown as RecordRow;
    const record = { content, occurredAt, sourceVersion, sourcePlace, outranks: true };
    // In the name of whoever claims it, under the receipt it came with.
    const from = row as unknown as Provenance;
    await room.writer(fact).write(db, [record], { ...from, sourceSystem: claimedBy });
  }
}

const ownClaims = async (
  claims: ClaimsOf,
  facts: Table,
  rows: readonly Row[],
  room: LedgerRoom,
  db: Querier,
  { sourceSystem }: Provenance,
): Promise<Claim[]> =>
  (await claimsOn(db, room.table(claims.fact), facts, rows)).filter(
    ({ claimedBy }) => claimedBy === sourceSystem,
  );

async function takeBack(
  own: readonly Claim[],
  claims: ClaimsOf,
  room: LedgerRoom,
  db: Querier,
  provenance: Provenance,
  moment: Moment,
): Promise<void> {
  const table = room.table(claims.fact);
  const withdrawn = own.map(({ row }) => withdrawnRecord(room, table, row, moment));
  if (withdrawn.length > 0) await room.writer(claims.fact).write(db, withdrawn, provenance);
}
