import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { subgraphs } from '../../subgraphs/registry.ts';
import { Store } from '../../subgraphs/store.ts';
import { systemClock } from '../../kernel/clock.ts';
import { type FreshDatabase, freshDatabase, testKeyring } from '../support/database.ts';

const RECORD: Readonly<Record<string, string>> = {
  id: 'uuid',
  version: 'integer',
  source_system: 'text',
  source_version: 'bigint',
  source_place: 'integer',
  receipt_id: 'uuid',
  occurred_at: 'timestamp with time zone',
  received_at: 'timestamp with time zone',
  recorded_at: 'timestamp with time zone',
  assurance: 'text',
  seed: 'bytea',
  content_hash: 'bytea',
  withdrawn: 'boolean',
};
const KINDS = ['fact', 'history', 'partition', 'projection', 'registry', 'ledger', 'machinery'];

/** What is remembered for a time only, and forgotten in small batches. */
const EXPIRES =
  /^(\w+\.(submission_key|project_source)|provincial\.(attendance|roster)_mark|banking\.(money|labour_cost)_mark|hub\.real_name_nonce|jobs\.\w+)$/;

interface TableRow {
  schema: string;
  name: string;
  kind: string | null;
  secured: boolean;
}

let database: FreshDatabase;
let client: Client;
let tables: TableRow[];
const columns = new Map<string, Map<string, string>>();

beforeAll(async () => {
  database = await freshDatabase();
  client = new Client({ connectionString: database.ownerUrl });
  await client.connect();
  const schemas = [...new Set(['hub', ...subgraphs.map((one) => one.databaseSchema)])];
  tables = (
    await client.query(
      `select n.nspname as schema, c.relname as name, split_part(obj_description(c.oid, 'pg_class'), ':', 1) as kind,
              c.relrowsecurity as secured
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = any($1) and c.relkind in ('r', 'p') and c.relname not in ('migration')`,
      [schemas],
    )
  ).rows;
  const found = await client.query(
    `select table_schema || '.' || table_name as name, column_name, data_type from information_schema.columns
      where table_schema = any($1)`,
    [schemas],
  );
  for (const { name, column_name, data_type } of found.rows) {
    if (!columns.has(name)) columns.set(name, new Map());
    columns.get(name)!.set(column_name, data_type);
  }
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

const ofKind = (kind: string) => tables.filter((table) => table.kind === kind);
const full = ({ schema, name }: TableRow) => `${schema}.${name}`;

describe('The record (architecture §8.1)', () => {
  test('every table says in its comment what it is', () => {
    expect(tables.filter((table) => !KINDS.includes(table.kind ?? '')).map(full)).toEqual([]);
  });

  test('every fact table and its history have the columns of the record', () => {
    expect(ofKind('fact').length).toBeGreaterThan(20);
    for (const table of [...ofKind('fact'), ...ofKind('history')]) {
      const own = columns.get(full(table))!;
      expect({
        table: full(table),
        ...Object.fromEntries(Object.keys(RECORD).map((name) => [name, own.get(name)])),
      }).toEqual({
        table: full(table),
        ...RECORD,
      });
    }
  });

  test('every fact table has a history with the same columns and superseded_at', () => {
    for (const table of ofKind('fact')) {
      const past = columns.get(`${full(table)}_history`);
      expect([...(past?.entries() ?? [])].sort()).toEqual(
        [...columns.get(full(table))!.entries(), ['superseded_at', 'timestamp with time zone']].sort(),
      );
    }
  });

  test('row-level security is on for every table that holds business records', () => {
    const open = tables.filter((table) => table.kind !== 'machinery' && !table.secured);
    expect(open.map(full)).toEqual([]);
  });

  test('row scope by project first asks whether its caller sees every project', async () => {
    const { rows } = await client.query<{ name: string; qual: string }>(
      `select schemaname || '.' || tablename as name, qual from pg_policies
        where policyname = 'row_scope' and qual ~ '^\\(\\( SELECT hub.sees_all\\(\\) AS sees_all\\) OR \\(EXISTS \\( SELECT 1\\s+FROM \\w+.project_scope'`,
    );
    expect(rows).toEqual([]);
    const whole = await client.query<{ count: number }>(
      `select count(*)::integer as count from pg_policies where qual like '%sees_every_project()%'`,
    );
    expect(whole.rows[0]!.count).toBeGreaterThan(60);
  });

  test('the running hub can change no history', async () => {
    const { rows } = await client.query(
      `select table_schema, table_name, privilege_type from information_schema.role_table_grants
        where grantee = 'hub_app' and table_name like '%\\_history' and privilege_type not in ('SELECT', 'INSERT')`,
    );
    expect(rows).toEqual([]);
  });

  test('the running hub may delete nothing but keys, nonces and jobs past their time, marks that were taken up, and sources that ended', async () => {
    const { rows } = await client.query<{ schema: string; name: string }>(
      `select table_schema as schema, table_name as name from information_schema.role_table_grants
        where grantee = 'hub_app' and privilege_type in ('DELETE', 'TRUNCATE')`,
    );
    expect(rows.map(({ schema, name }) => `${schema}.${name}`).filter((name) => !EXPIRES.test(name))).toEqual(
      [],
    );
  });
});

describe('Entities and tables', () => {
  test.each(subgraphs.filter((one) => one.facts.length > 0).map((one) => [one.name, one] as const))(
    '%s: every entity has exactly the columns of its table, with their types and nullability',
    async (_name, subgraph) => {
      const store = new Store(subgraph, {
        url: database.appUrl,
        keyring: testKeyring,
        clock: systemClock,
        connections: 1,
      });
      try {
        for (const fact of subgraph.facts) {
          const { rows } = await client.query(
            `select a.attname as name, format_type(a.atttypid, null) as type, not a.attnotnull as nullable
               from pg_attribute a where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped`,
            [`${fact.schema}.${fact.table}`],
          );
          const entity = store.orm
            .getMetadata()
            .get(fact.entity)
            .props.map((prop) => ({
              name: prop.fieldNames[0],
              type: NAMES[prop.columnTypes[0]!] ?? prop.columnTypes[0],
              nullable: prop.nullable ?? false,
            }));
          expect({ fact: fact.name, columns: byName(entity) }).toEqual({
            fact: fact.name,
            columns: byName(rows),
          });
        }
      } finally {
        await store.close();
      }
    },
  );
});

/** The same type has another name in the entity's notation and in the catalogue's. */
const NAMES: Readonly<Record<string, string>> = {
  int: 'integer',
  timestamptz: 'timestamp with time zone',
  'double precision': 'double precision',
};

const byName = <Row extends { name: string | undefined }>(rows: readonly Row[]): Row[] =>
  [...rows].sort((a, b) => (a.name! < b.name! ? -1 : 1));
