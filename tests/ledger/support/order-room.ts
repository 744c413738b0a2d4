import { randomBytes, randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { graphql } from 'graphql';
import { sql } from 'kysely';
import { Client } from 'pg';
import { migrate } from '../../../hub/database/migrate.ts';
import { openDatabase } from '../../../hub/database/open-database.ts';
import { type Caller, hubCaller } from '../../../kernel/caller.ts';
import type { Graph } from '../../../kernel/graph.ts';
import { memoryKeyring } from '../../../kernel/keyring.ts';
import { column } from '../../../ledger/column-types.ts';
import { fact } from '../../../ledger/fact.ts';
import { sequence } from '../../../ledger/order/sequence.ts';
import type { Querier } from '../../../ledger/query.ts';
import { dataset, type Scene } from '../../../ledger/submission/dataset.ts';
import { identifier } from '../../../ledger/submission/fields/identifier.ts';
import { required } from '../../../ledger/submission/fields/required.ts';
import { text } from '../../../ledger/submission/fields/text.ts';
import type { LedgerRoom } from '../../../ledger/submission/room.ts';
import { submit } from '../../../ledger/submission/submit.ts';
import { SubgraphContext } from '../../../subgraphs/context.ts';
import { executable } from '../../../subgraphs/executable.ts';
import { Session } from '../../../subgraphs/session.ts';
import { Store } from '../../../subgraphs/store.ts';
import { temporaryFolder } from '../../hub/support/hub-process.ts';
import { FORGETFUL } from '../../support/forgetful.ts';

export const NOW = new Date('2026-03-01T08:00:00+08:00');

/** A thing of a project that remarks point to. */
const Sheet = fact(
  { name: 'Sheet', schema: 'notes', table: 'sheet', naturalKey: ['sheetNo'], sealed: ['secret'] },
  {
    sheetNo: column.code(),
    projectCode: column.code().nullable(),
    secret: column.bytes().nullable(),
    text: column.text().nullable(),
  },
);
const Remark = fact(
  { name: 'Remark', schema: 'notes', table: 'remark', naturalKey: ['remarkNo'] },
  { remarkNo: column.code(), sheetNo: column.code() },
);

export const sheets = dataset({
  name: 'SHEET',
  operation: 'submitSheets',
  scopes: ['project:submit'],
  fact: Sheet,
  fields: {
    sheetNo: required(identifier({ max: 20 })),
    projectCode: identifier({ max: 20 }),
    secret: text({ max: 20 }),
    text: text({ max: 20 }),
  },
  references: [known('project', 'projectCode', 'PROJECT_UNKNOWN', 'project_scope', 'project_code')],
  write: (values, _found, { sentAt }) => ({ content: { ...values }, occurredAt: sentAt }),
  heldBy: ['sheetNo'],
  deviceOf: ({ text }) => text,
  // By its sealed column where it has one, as a worker's number would be.
  releases: ({ sheetNo, secret }) => [{ name: 'sheet', key: (secret ?? sheetNo) as string }],
});

export const remarks = dataset({
  name: 'REMARK',
  operation: 'submitRemarks',
  scopes: ['project:submit'],
  fact: Remark,
  fields: {
    remarkNo: required(identifier({ max: 20 })),
    sheetNo: required(identifier({ max: 20 })),
    projectCode: identifier({ max: 20 }),
  },
  references: [
    known('project', 'projectCode', 'PROJECT_UNKNOWN', 'project_scope', 'project_code'),
    known('sheet', 'sheetNo', 'CREW_UNKNOWN', 'sheet', 'sheet_no'),
  ],
  write({ remarkNo, sheetNo }, _found, { sentAt }) {
    if (remarkNo === BREAKS) throw new Error('a gap in our work');
    return { content: { remarkNo, sheetNo }, occurredAt: sentAt };
  },
  heldBy: ['remarkNo'],
});

/** The number of a remark that our own work cannot bear. */
export const BREAKS = 'breaks';

/** Sheets that need no project to be known: the owner of projects states them so. */
export const plans = dataset({
  name: 'PLAN',
  operation: 'submitPlans',
  scopes: ['project:submit'],
  fact: Sheet,
  fields: { sheetNo: required(identifier({ max: 20 })), projectCode: identifier({ max: 20 }) },
  references: [],
  write: (values, _found, { sentAt }) => ({ content: { ...values }, occurredAt: sentAt }),
  heldBy: ['sheetNo'],
});

const datasets = { SHEET: sheets, REMARK: remarks, PLAN: plans };

/** Something that is looked up in a table of the room. */
function known(
  name: string,
  path: 'projectCode' | 'sheetNo',
  missing: 'PROJECT_UNKNOWN' | 'CREW_UNKNOWN',
  table: string,
  key: string,
) {
  return {
    name,
    path,
    missing,
    asks: 'graph' as const,
    key: (values: Partial<Record<typeof path, string | null>>) => values[path] ?? null,
    // As the hub: a vendor's row scope shows it no project.
    async find(keys: readonly string[], { room }: Scene) {
      const rows = await room.write(hubCaller('tests'), (db) =>
        db.rows<{ key: string }>(
          sql`select ${sql.ref(key)} as key from ${sql.ref(`notes.${table}`)} where ${sql.ref(key)} = any(${keys as string[]}::text[])`,
        ),
      );
      return new Map(rows.map((row) => [row.key, true]));
    },
  };
}

const TABLES = `
  set role hub_owner;
  create schema notes;
  grant usage on schema notes to hub_app;
  select hub.make_project_scope('notes');
  create table notes.sheet (id uuid not null, sheet_no text collate "C" not null unique, project_code text, secret bytea, text text);
  select hub.make_fact('notes', 'sheet', '{public}', 'sheets of this test');
  create table notes.remark (id uuid not null, remark_no text collate "C" not null unique, sheet_no text not null);
  select hub.make_fact('notes', 'remark', '{public}', 'remarks of this test');
  select hub.make_ledger('notes');`;

const quiet = { info: () => undefined, warn: console.warn, error: console.error };

/**
 * A room on a PostgreSQL server of its own: the order waits for every open writer of a server, and other suites' writers
 * must not be among them.
 */
export async function orderRoom() {
  const keyring = memoryKeyring(randomBytes(32));
  const folder = await temporaryFolder();
  const settings = { ...FORGETFUL, autovacuum: 'off' };
  const database = await openDatabase({ dataDir: folder.path, keyring, log: quiet, settings });
  const migrations = fileURLToPath(new URL('../../../ledger/migrations', import.meta.url));
  await migrate(database.ownerUrl, [{ name: 'ledger', databaseSchema: 'hub', folder: migrations }]);
  const owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query(TABLES);
  const store = new Store(
    { name: 'notes', databaseSchema: 'notes', facts: [Sheet, Remark] },
    { url: database.appUrl, keyring, clock: { now: () => NOW }, connections: 16 },
  );
  const write = <Result>(caller: Caller, work: (db: Querier) => Promise<Result>) =>
    new Session(store.pool, caller, null).write(work);
  const reports: string[] = [];
  const room: LedgerRoom = {
    name: 'notes',
    schema: 'notes',
    datasets: Object.values(datasets),
    clock: store.clock,
    sealer: store.sealer,
    random: randomBytes,
    limits: {
      heldPerClient: 10_000,
      heldDays: 30,
      earliestMonth: '2020-01',
      zoneRequiredOf: ['strict-clock'],
    },
    table: (one) => store.table(one),
    writer: (one) => store.writer(one),
    graph: () => graphOf(store, room),
    write,
    nudge: () => undefined,
    report: (_error, what) => void reports.push(what),
  };
  return {
    room,
    /** What background work passed over. */
    reports,
    store,
    owner,
    appUrl: database.appUrl,
    tick: (limit?: number) => write(hubCaller('tests'), (db) => sequence(db, 'notes', limit)),
    submit: (
      name: keyof typeof datasets,
      records: readonly Record<string, unknown>[],
      caller = vendor('a'),
    ) =>
      submit(room, caller, datasets[name], {
        records,
        envelope: {
          idempotencyKey: randomUUID(),
          sourceSystem: caller.organisation,
          sentAt: NOW,
          mode: 'PARTIAL',
          dryRun: false,
        },
      }),
    /** Asks under the row scope of a caller, as a subgraph does. */
    async asking<Result>(caller: Caller, work: (db: Querier) => Promise<Result>): Promise<Result> {
      const session = new Session(store.pool, caller, null);
      try {
        return await work(session);
      } finally {
        await session.close();
      }
    },
    rows: async <Row extends object>(query: string, values: unknown[] = []): Promise<Row[]> => {
      await owner.query('set role hub_owner');
      return (await owner.query<Row>(query, values)).rows;
    },
    async close() {
      await store.close();
      await owner.end();
      await database.stop();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** A graph that consists of this room alone, asked under the caller's row scope. */
const graphOf = (store: Store, room: LedgerRoom): Graph => {
  const schema = executable({
    name: room.name,
    databaseSchema: room.schema,
    port: 0,
    sdl: '',
    resolvers: {},
    facts: [Sheet, Remark],
    datasets: room.datasets,
    migrations: null,
  });
  return {
    async execute(source, variableValues, caller) {
      const contextValue = new SubgraphContext(store, { caller, clear: [], asOf: null, requestId: 'test' });
      try {
        const { data, errors } = await graphql({ schema, source, variableValues, contextValue });
        return {
          data: data ?? null,
          ...(errors && { errors: errors.map(({ message, extensions }) => ({ message, extensions })) }),
        };
      } finally {
        await contextValue.session.close();
      }
    },
  };
};

export type OrderRoom = Awaited<ReturnType<typeof orderRoom>>;

/** One who sends, under a source system of the same name. */
export const vendor = (organisation: string): Caller => ({
  ...hubCaller('tests'),
  organisation,
  kind: 'VENDOR',
  scopes: ['project:submit'],
  assurance: 'TOKEN',
});

/** One who reads within divisions. */
export const department = (division: string, ...scopes: string[]): Caller => ({
  ...hubCaller('tests'),
  organisation: `department ${division}`,
  kind: 'DEPARTMENT',
  scopes,
  divisions: [division],
  assurance: 'TOKEN',
});
