import { type RawBuilder, sql } from 'kysely';
import type { NewRecord, Provenance } from '../new-record.ts';
import type { Querier } from '../query.ts';
import type { WrittenVerdict } from '../record-writer.ts';
import { columnList, ref } from '../table.ts';
import type { Candidate } from './candidate.ts';
import type { Dataset, Scene, Written } from './dataset.ts';
import { writeClaims } from './claims.ts';
import { tellArchived } from './open-months.ts';

/** A record that is to be written, with the version its source states it under. */
export interface ToWrite {
  readonly candidate: Candidate;
  readonly written: Written;
  readonly sourceVersion: bigint;
  readonly place: number;
  /** The submission it is of. */
  readonly receiptId: string;
}

/** Writes the records of a dataset, and the lines stated with them. @returns a verdict for each, in their order */
export async function writeRecords(
  dataset: Dataset,
  batch: readonly ToWrite[],
  scene: Scene,
  db: Querier,
  provenance: Provenance,
): Promise<WrittenVerdict[]> {
  if (batch.length === 0) return [];
  const { room } = scene;
  const records = batch.map(({ written, sourceVersion, place, receiptId }) => ({
    content: written.content,
    occurredAt: written.occurredAt,
    sourceVersion,
    sourcePlace: place,
    receiptId,
    ...(written.takesOver && { outranks: true }),
  }));
  const made = dataset.claims
    ? await writeClaims(dataset, dataset.claims, records, room, db, provenance)
    : await room.writer(dataset.fact).write(db, records, provenance);
  const instants = records.map(({ occurredAt }) => occurredAt);
  const verdicts = await tellArchived(dataset, instants, made, scene, db);
  if (dataset.lines) await writeLines(dataset, batch, verdicts, room, db, provenance);
  return verdicts;
}

async function writeLines(
  dataset: Dataset,
  batch: readonly ToWrite[],
  verdicts: readonly WrittenVerdict[],
  room: Scene['room'],
  db: Querier,
  provenance: Provenance,
): Promise<void> {
  const { fact } = dataset.lines!;
  const lines: NewRecord[] = [];
  for (const [index, { outcome }] of verdicts.entries()) {
    if (outcome !== 'ACCEPTED' && outcome !== 'CORRECTED') continue;
    const one = batch[index]!;
    if (outcome === 'CORRECTED') lines.push(...(await leftOut(dataset, one, lines, room, db)));
    for (const line of one.written.lines ?? [])
      lines.push({
        ...line,
        sourceVersion: one.sourceVersion,
        sourcePlace: one.place,
        receiptId: one.receiptId,
        isLine: true,
      });
  }
  if (lines.length === 0) return;
  const refused = (await room.writer(fact).write(db, lines, provenance)).find(
    ({ outcome }) => outcome === 'REJECTED',
  );
  // Fields were checked one by one; what the database still refuses is a gap in these checks, not the sender's fault.
  if (refused)
    throw new Error(
      `the database refuses a line of ${dataset.name} (${refused.code}) that its checks let pass`,
    );
}

/** Lines of a corrected fact, standing or stated earlier in the call, that the correction no longer states: withdrawn. */
async function leftOut(
  dataset: Dataset,
  { written, sourceVersion, place, receiptId }: ToWrite,
  before: readonly NewRecord[],
  room: Scene['room'],
  db: Querier,
): Promise<NewRecord[]> {
  const { fact, within } = dataset.lines!;
  const table = room.table(fact);
  const standing = await db.rows<Record<string, unknown>>(sql`
    select ${columnList(table.content)}, occurred_at from ${ref(fact.schema, fact.table)} t
     where not withdrawn and ${sql.join(
       within.map((property): RawBuilder<unknown> => {
         const column = table.column(property);
         return sql`${sql.ref(`t.${column.name}`)} = ${written.content[property]}`;
       }),
       sql` and `,
     )}`);
  const lines = new Map<string, Pick<NewRecord, 'content' | 'occurredAt'>>();
  const keyText = ({ content }: Pick<NewRecord, 'content'>) =>
    fact.naturalKey.map((property) => String(content[property])).join('\u0000');
  for (const row of standing) {
    const content = Object.fromEntries(table.content.map(({ property, name }) => [property, row[name]]));
    const line = { content, occurredAt: row.occurred_at as Date };
    lines.set(keyText(line), line);
  }
  for (const line of before)
    if (within.every((property) => line.content[property] === written.content[property]))
      lines.set(keyText(line), line);
  for (const line of written.lines ?? []) lines.delete(keyText(line));
  return [...lines.values()].map(({ content, occurredAt }) => ({
    content,
    occurredAt,
    sourceVersion,
    sourcePlace: place,
    receiptId,
    withdrawn: true,
    isLine: true,
  }));
}
