import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { hubCaller } from '../../kernel/caller.ts';
import { frozenClock } from '../../kernel/clock.ts';
import { column } from '../../ledger/column-types.ts';
import { type Fact, fact, type RowOf } from '../../ledger/fact.ts';
import type { NewRecord, Provenance } from '../../ledger/new-record.ts';
import type { RecordVerdict } from '../../ledger/verdict.ts';
import { Session } from '../../subgraphs/session.ts';
import { Store } from '../../subgraphs/store.ts';
import { freshDatabase, testKeyring } from '../support/database.ts';

/** A fact with a column of every kind that could be written wrongly. */
export const Note = fact(
  { name: 'Note', schema: 'provincial', table: 'note', naturalKey: ['noteNo'], sealed: ['secret'] },
  {
    noteNo: column.code(),
    text: column.text().nullable(),
    secret: column.bytes().nullable(),
    labels: column.texts().nullable(),
    amountFen: column.fen().nullable(),
    onDay: column.day().nullable(),
    mark: column.bytes().nullable(),
    isTrue: column.flag().nullable(),
  },
);

/** A fact whose periods exclude each other, named by a worker. */
export const Stay = fact(
  {
    name: 'Stay',
    schema: 'provincial',
    table: 'stay',
    naturalKey: ['workerId', 'fromDay'],
    excludesOverlap: true,
  },
  { workerId: column.uuid(), fromDay: column.day(), toDay: column.day(), rank: column.integer().nullable() },
);

/** A fact with a partition a month. */
export const Punch = fact(
  {
    name: 'Punch',
    schema: 'provincial',
    table: 'punch',
    naturalKey: ['punchNo', 'occurredAt'],
    monthly: true,
  },
  { punchNo: column.code(), text: column.text().nullable() },
);

/** Two facts that differ in whether the event's instant is part of what they state. */
export const Booking = fact(
  {
    name: 'Booking',
    schema: 'provincial',
    table: 'booking',
    naturalKey: ['bookingNo'],
    occurredAtIsContent: true,
  },
  { bookingNo: column.code(), text: column.text().nullable() },
);

const TABLES = `
  create table provincial.stay (
    id uuid not null, worker_id uuid not null, from_day date not null, to_day date not null, rank integer check (rank > 0),
    unique (worker_id, from_day));
  select hub.make_fact('provincial', 'stay', '{public}', 'periods of this test');
  alter table provincial.stay add exclude using gist (
    worker_id with =, daterange(from_day, to_day, '[]') with &&) where (not withdrawn);
  create table provincial.booking (id uuid not null, booking_no text collate "C" not null unique, text text);
  select hub.make_fact('provincial', 'booking', '{public}', 'bookings of this test');
  create table provincial.punch (
    id uuid not null, punch_no text collate "C" not null, occurred_at timestamptz not null, text text,
    primary key (id, occurred_at), unique (punch_no, occurred_at)) partition by range (occurred_at);
  select hub.make_fact('provincial', 'punch', '{public}', 'punches of this test');
  insert into hub.monthly_table values ('provincial', 'punch');
  create table provincial.note (
    id uuid not null, note_no text collate "C" not null unique, text text, secret bytea, labels text[],
    amount_fen bigint, on_day date, mark bytea, is_true boolean);
  select hub.make_fact('provincial', 'note', '{public}', 'notes of this test');`;

/** One source's submission at one instant; of notes where no other fact is named. */
export interface Sent {
  readonly at: string;
  readonly source?: string;
  readonly fact?: Fact;
}

/** A ledger of this suite's own, with one fact table. */
export async function ledger() {
  const database = await freshDatabase();
  const owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query(`set role hub_owner; ${TABLES}`);
  const store = new Store(
    { name: 'provincial', databaseSchema: 'provincial', facts: [Note, Stay, Punch, Booking] },
    { url: database.appUrl, keyring: testKeyring, clock: frozenClock(new Date(0)) },
  );
  const session = (asOf: string | null = null) =>
    new Session(store.pool, hubCaller('test'), asOf ? new Date(asOf) : null);
  return {
    store,
    owner,
    session,
    send: (
      records: readonly NewRecord[],
      { at, source = 'county-a', fact = Note }: Sent,
    ): Promise<RecordVerdict[]> =>
      session().write((db) =>
        store.writer(fact, frozenClock(new Date(at))).write(db, records, from(source, at)),
      ),
    /** The notes of these numbers as they were known at an instant. */
    async read(noteNos: readonly string[], asOf: string | null = null): Promise<RowOf<typeof Note>[]> {
      const asking = session(asOf);
      try {
        const byKey = await store.reader(Note).byKeys(asking, 'noteNo', noteNos);
        return [...byKey.values()].flat();
      } finally {
        await asking.close();
      }
    },
    open: (row: RowOf<typeof Note>): string =>
      store.sealer.open(row.secret!, { dataset: 'note', column: 'secret', recordId: row.id }),
    async close() {
      await store.close();
      await owner.end();
      await database.drop();
    },
  };
}

/** A record whose source counts its versions. */
export const note = (
  noteNo: string,
  version: number,
  content: Record<string, unknown> = {},
  withdrawn = false,
): NewRecord => ({
  content: { noteNo, ...content },
  occurredAt: new Date('2026-01-05T01:00:00Z'),
  sourceVersion: BigInt(version),
  withdrawn,
});

const from = (sourceSystem: string, at: string): Provenance => ({
  sourceSystem,
  receiptId: randomUUID(),
  receivedAt: new Date(at),
  assurance: 'UNSIGNED',
});

/** What a verdict says of a record, without its id. */
export const outcomes = (verdicts: readonly RecordVerdict[]) =>
  verdicts.map(({ outcome, code, version }) => [outcome, code, version]);

export const stay = (
  workerId: string,
  fromDay: string,
  toDay: string | null,
  version: number,
  more: Record<string, unknown> = {},
  withdrawn = false,
): NewRecord => ({ ...note('', version, {}, withdrawn), content: { workerId, fromDay, toDay, ...more } });

export const punch = (punchNo: string, at: string, version = 1): NewRecord => ({
  ...note('', version),
  content: { punchNo },
  occurredAt: new Date(at),
});

export const booking = (bookingNo: string, at: string, version = 1): NewRecord => ({
  ...note('', version),
  content: { bookingNo },
  occurredAt: new Date(at),
});
