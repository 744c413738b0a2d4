import { type RawBuilder, sql } from 'kysely';
import type { Caller } from '../../kernel/caller.ts';
import { perhapsArchived } from '../archived-months.ts';
import { arrayLiteral } from '../array-literals.ts';
import type { Querier } from '../query.ts';
import { columnList, ref, type Table } from '../table.ts';
import { type Dataset, maySubmit } from './dataset.ts';
import { clientOf } from './envelope.ts';
import { storedReceipt } from './keep.ts';
import type { Receipt } from './receipt.ts';
import { withinReach } from './reach.ts';
import type { LedgerRoom } from './room.ts';
import { charactersIn, unusable } from './unusable.ts';

/** A record that is to be taken back, as it stands; no row where it is absent, out of reach, or not the caller's to state. */
export interface Standing {
  readonly index: number;
  readonly dataset: Dataset;
  readonly row: Readonly<Record<string, unknown>> | null;
  /** There is no such row, and its month may be archived. */
  readonly isArchived?: boolean;
}

/** The records of these ids, each in its dataset. */
export async function standingRecords(
  db: Querier,
  { room, caller, envelope }: Pick<MadeBy, 'room' | 'caller' | 'envelope'>,
  records: readonly { readonly dataset: string; readonly recordId: string }[],
): Promise<Standing[]> {
  const found: Standing[] = [];
  for (const dataset of theirs(room, caller)) {
    const asked = records.flatMap((one, index) =>
      one.dataset === dataset.name && UUID.test(one.recordId)
        ? [{ index, id: one.recordId.toLowerCase() }]
        : [],
    );
    if (asked.length === 0) continue;
    const rows = await rowsOf(
      db,
      room,
      dataset,
      sql`t.id = any(${arrayLiteral(asked.map(({ id }) => id))}::uuid[])`,
      caller,
      envelope.sourceSystem,
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    const missing = asked.flatMap(({ id }) => (byId.has(id) ? [] : [id]));
    const archived = await perhapsArchived(db, dataset.fact, missing);
    for (const { index, id } of asked)
      found.push({ index, dataset, row: byId.get(id) ?? null, isArchived: archived.has(id) });
  }
  const known = new Set(found.map(({ index }) => index));
  for (const [index, { dataset }] of records.entries()) {
    if (known.has(index)) continue;
    const named = room.datasets.find(({ name }) => name === dataset) ?? room.datasets[0]!;
    found.push({ index, dataset: named, row: null });
  }
  return found.sort((a, b) => a.index - b.index);
}

interface MadeBy {
  readonly room: LedgerRoom;
  readonly caller: Caller;
  readonly envelope: { readonly sourceSystem: string };
  readonly now: Date;
}

/**
 * What a submission made and what still stands as it made it, with what it held and was released since; what it still
 * holds stops waiting.
 */
export async function madeBy(db: Querier, work: MadeBy, receipt: string, by: string): Promise<Standing[]> {
  const { room, caller, now } = work;
  const stored = (await isTheirs(db, work, receipt)) ? await storedReceipt(db, room, receipt) : null;
  if (stored === null)
    throw unusable('RECEIPT_UNKNOWN', 'this source has no submission under that receipt', {
      path: ['receipt'],
      expected: 'the id of a receipt of this source system',
      came: UUID.test(receipt) ? 'another id' : `${charactersIn(receipt)}, which are no id`,
    });
  await db.rows(sql`
    update ${ref(room.schema, 'held_record')} set state = 'WITHDRAWN', settled_at = ${now}, settled_by = ${by}::uuid
     where receipt_id = ${stored.id}::uuid and state = 'HELD'`);
  const released = await releasedOf(db, room, stored.id);
  const made = [stored, ...(await receiptsOf(db, room, released))].flatMap(({ verdicts }) =>
    verdicts.flatMap(({ recordId }) => recordId ?? []),
  );
  const [ids, places] = [released.map(({ by }) => by), released.map(({ place }) => place)];
  const as: IsOfIt = (row) => sql`(${sql.ref(`${row}.receipt_id`)} = ${stored.id}::uuid
    or (${sql.ref(`${row}.receipt_id`)}, ${sql.ref(`${row}.source_place`)}) in (
      select * from unnest(${arrayLiteral(ids)}::uuid[], ${arrayLiteral(places)}::integer[])))`;
  const standing: Standing[] = [];
  for (const dataset of theirs(room, caller)) {
    // By id, since no index answers a receipt; the receipt says whether the record still stands as it was made.
    const rows = await rowsOf(
      db,
      room,
      dataset,
      sql`t.id = any(${arrayLiteral(made)}::uuid[]) and not t.withdrawn and (${as('t')} or ${isClaimed(room, dataset, as)})`,
      caller,
    );
    for (const row of rows) standing.push({ index: standing.length, dataset, row });
    for (const _ of await archivedOf(db, dataset, made))
      standing.push({ index: standing.length, dataset, row: null, isArchived: true });
  }
  return standing;
}

/** What of a submission's own records is in the database no more, since its month is archived. */
async function archivedOf(db: Querier, { fact }: Dataset, made: readonly string[]): Promise<string[]> {
  const perhaps = [...(await perhapsArchived(db, fact, made))];
  if (perhaps.length === 0) return [];
  const rows = await db.rows<{ id: string }>(
    sql`select id::text from ${ref(fact.schema, fact.table)} where id = any(${arrayLiteral(perhaps)}::uuid[])`,
  );
  const there = new Set(rows.map(({ id }) => id));
  return perhaps.filter((id) => !there.has(id));
}

/** Whether a row stands as the submission made it. */
type IsOfIt = (row: string) => RawBuilder<unknown>;

/** Whether another source's fact `t` stands beside a claim that the submission made. */
function isClaimed(room: LedgerRoom, { fact, claims }: Dataset, isOfIt: IsOfIt): RawBuilder<unknown> {
  if (!claims) return sql`false`;
  const same = room.table(fact).key.map(({ name }) => sql`${sql.ref(`c.${name}`)} = ${sql.ref(`t.${name}`)}`);
  return sql`exists (select from ${ref(claims.fact.schema, claims.fact.table)} c
    where ${sql.join(same, sql` and `)} and c.claimed_by <> t.source_system and not c.withdrawn and ${isOfIt('c')})`;
}

const theirs = ({ datasets }: LedgerRoom, caller: Caller): Dataset[] =>
  datasets.filter((one) => maySubmit(caller, one));

/** Whether a submission is this source's, and of a dataset that the caller may submit. */
async function isTheirs(db: Querier, { room, caller, envelope }: MadeBy, receipt: string): Promise<boolean> {
  if (!UUID.test(receipt)) return false;
  const rows = await db.rows(sql`
    select from ${ref(room.schema, 'submission')}
     where receipt_id = ${receipt}::uuid and source_system = ${envelope.sourceSystem}
       and (${caller.kind !== 'WORKER_APP'}::boolean or client = ${clientOf(caller)})
       and dataset = any(${theirs(room, caller).map(({ name }) => name)}::text[])`);
  return rows.length > 0;
}

/** A record that was held, and the submission of its release, in which it keeps its place. */
interface Released {
  readonly by: string;
  readonly place: number;
}

const releasedOf = (db: Querier, room: LedgerRoom, receiptId: string): Promise<Released[]> =>
  db.rows<Released>(sql`
    select settled_by as by, place from ${ref(room.schema, 'held_record')}
     where receipt_id = ${receiptId}::uuid and state = 'RELEASED'`);

async function receiptsOf(db: Querier, room: LedgerRoom, released: readonly Released[]): Promise<Receipt[]> {
  const receipts: Receipt[] = [];
  for (const id of new Set(released.map(({ by }) => by))) {
    const receipt = await storedReceipt(db, room, id);
    if (receipt) receipts.push(receipt);
  }
  return receipts;
}

/** @param sourceSystem whose own withdrawn records are found out of reach too: an enterprise reaches no project that it took back */
async function rowsOf(
  db: Querier,
  room: LedgerRoom,
  { fact }: Dataset,
  where: ReturnType<typeof sql>,
  caller: Caller,
  sourceSystem?: string,
): Promise<Record<string, unknown>[]> {
  const table = room.table(fact);
  const isOfProject = table.content.some(({ property }) => property === 'projectCode');
  const ofWorker = caller.kind === 'WORKER_APP';
  const reach = ofWorker
    ? isOfWorker(table, caller)
    : isOfProject
      ? sql`(t.project_code is null or (t.withdrawn and t.source_system = ${sourceSystem ?? null}) or exists (select from ${ref(room.schema, 'project_scope')} s where s.project_code = t.project_code and ${withinReach(caller, 's')}))`
      : sql`true`;
  const rows = await db.rows<Record<string, unknown>>(sql`
    select ${columnList(table.columns, 't')} from ${ref(fact.schema, fact.table)} t where ${where} and ${reach}
     order by t.id for update`);
  return rows.map((row) =>
    Object.fromEntries(table.columns.map(({ property, name }) => [property, row[name]])),
  );
}

/** A worker's app takes back what is its own worker's, and nothing else. */
const isOfWorker = ({ content }: Table, { worker }: Caller): RawBuilder<unknown> =>
  content.some(({ property }) => property === 'workerId')
    ? sql`t.worker_id = ${worker ?? null}::uuid`
    : sql`false`;

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
