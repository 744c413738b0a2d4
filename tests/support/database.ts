import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Client, escapeIdentifier as name } from 'pg';
import { withClient, withLogin } from '../../hub/database/connection.ts';
import { loginsOf, tieToKeyring } from '../../hub/database/installation.ts';
import { migrate } from '../../hub/database/migrate.ts';
import { readMigrations } from '../../hub/database/migration-files.ts';
import { grantDatabase, makeRoles } from '../../hub/database/roles.ts';
import { rooms } from '../../hub/rooms.ts';
import { memoryKeyring } from '../../kernel/keyring.ts';

/** A database of one suite's own. */
export interface FreshDatabase {
  readonly ownerUrl: string;
  readonly appUrl: string;
  /** Fails when a connection was left open, then drops the database all the same. */
  drop(): Promise<void>;
}

/** The keyring that the tests' databases are tied to. */
export const testKeyring = memoryKeyring(
  Buffer.from('a master secret for tests only: no real data ever sees it'),
);

const logins = loginsOf('hub_tests', testKeyring);
const MAKING = 4_501_030_009;
let made = 0;

/** A migrated database without data, cloned from a template that the first suite of the run makes. */
export async function freshDatabase(): Promise<FreshDatabase> {
  return withClient(serverUrl(), async (admin) => clone(admin, await template(admin)));
}

/** A database with the roles and nothing else. */
export async function emptyDatabase(): Promise<FreshDatabase> {
  return withClient(serverUrl(), async (admin) => {
    await admin.query('select pg_advisory_lock($1)', [MAKING]);
    await makeRoles(admin, 'hub_tests', logins);
    await admin.query('select pg_advisory_unlock($1)', [MAKING]);
    return clone(admin, 'template0');
  });
}

/** The superuser's address of the run's server. */
export function serverUrl(): string {
  const url = process.env.HUB_TEST_DATABASE_URL;
  if (!url) throw new Error('run the tests with jest.config.js, whose globalSetup starts PostgreSQL');
  return url;
}

async function clone(admin: Client, source: string): Promise<FreshDatabase> {
  const database = `hub_test_${process.pid}_${++made}`;
  const locale = source === 'template0' ? `encoding 'UTF8' lc_collate 'C' lc_ctype 'C'` : '';
  // The owner is named because privileges on a database are not part of what a template hands on.
  await admin.query(`create database ${name(database)} template ${name(source)} owner hub_owner ${locale}`);
  await grantDatabase(admin, database, logins, true);
  return {
    ownerUrl: urlOf(database, logins.owner),
    appUrl: urlOf(database, logins.app),
    drop: () => withClient(serverUrl(), (again) => drop(again, database)),
  };
}

async function drop(admin: Client, database: string): Promise<void> {
  const open = await openConnections(admin, database);
  await admin.query(`drop database if exists ${name(database)} with (force)`);
  if (open.length > 0) throw new Error(`the test left ${open.length} connections open: ${open.join('; ')}`);
}

async function openConnections(admin: Client, database: string): Promise<string[]> {
  // The server takes a moment to notice that a client has said goodbye.
  for (let tries = 0; ; tries++) {
    const { rows } = await admin.query<{ what: string }>(
      `select concat_ws(' ', application_name, state, left(query, 80)) as what from pg_stat_activity
        where datname = $1 and backend_type = 'client backend'`,
      [database],
    );
    if (rows.length === 0 || tries === 50) return rows.map(({ what }) => what);
    await pause(20);
  }
}

/** Named after its migrations, so that a server which outlives the run never hands out yesterday's schema. */
async function template(admin: Client): Promise<string> {
  const files = await Promise.all(rooms().map(({ folder }) => readMigrations(folder)));
  const text = files
    .flat()
    .map(({ checksum }) => checksum)
    .join();
  const source = `hub_template_${createHash('sm3').update(text).digest('hex').slice(0, 12)}`;
  await admin.query('select pg_advisory_lock($1)', [MAKING]);
  try {
    const there = await admin.query('select from pg_database where datname = $1', [source]);
    if (there.rowCount === 0) await makeTemplate(admin, source);
  } finally {
    await admin.query('select pg_advisory_unlock($1)', [MAKING]);
  }
  return source;
}

async function makeTemplate(admin: Client, source: string): Promise<void> {
  const half = `${source}_half`;
  await makeRoles(admin, 'hub_tests', logins);
  await admin.query(`drop database if exists ${name(half)} with (force)`);
  await admin.query(
    `create database ${name(half)} template template0 owner hub_owner encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`,
  );
  await grantDatabase(admin, half, logins, true);
  await tieToKeyring(urlOf(half, logins.owner), testKeyring);
  await migrate(urlOf(half, logins.owner), rooms());
  await noConnections(admin, half);
  await admin.query(`alter database ${name(half)} rename to ${name(source)}`);
}

async function noConnections(admin: Client, database: string): Promise<void> {
  const open = await openConnections(admin, database);
  if (open.length > 0) throw new Error(`the migrations left connections open: ${open.join('; ')}`);
}

function urlOf(database: string, { login, password }: { login: string; password: string }): string {
  const url = new URL(serverUrl());
  url.pathname = `/${database}`;
  return withLogin(url.href, login, password);
}
