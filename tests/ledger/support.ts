import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { hubCaller } from '../../kernel/caller.ts';
import { frozenClock } from '../../kernel/clock.ts';
import { column } from '../../ledger/column-types.ts';
import { fact, type RowOf } from '../../ledger/fact.ts';
import type { NewRecord, Provenance } from '../../ledger/record-writer.ts';
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

const TABLE = `
  create table provincial.note (
    id uuid not null, note_no text collate "C" not null unique, text text, secret bytea, labels text[],
    amount_fen bigint, on_day date, mark bytea, is_true boolean);
  select hub.make_fact('provincial', 'note', '{public}', 'notes of this test');`;

/** One source's submission at one instant. */
export interface Sent {
  readonly at: string;
  readonly source?: string;
}

/** A ledger of this suite's own, with one fact table. */
export async function ledger() {
  const database = await freshDatabase();
  const owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query(`set role hub_owner; ${TABLE}`);
  const store = new Store(
    {
      name: 'provincial',
      databaseSchema: 'provincial',
      port: 0,
      sdl: '',
      resolvers: {},
      facts: [Note],
      migrations: '',
    },
    { url: database.appUrl, keyring: testKeyring, clock: frozenClock(new Date(0)) },
  );
  const session = (asOf: string | null = null) =>
    new Session(store.pool, hubCaller('test'), asOf ? new Date(asOf) : null);
  return {
    store,
    owner,
    send: (records: readonly NewRecord[], { at, source = 'county-a' }: Sent): Promise<RecordVerdict[]> =>
      session().write((db) =>
        store.writer(Note, frozenClock(new Date(at))).write(db, records, from(source, at)),
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
