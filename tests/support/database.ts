import { createHash, randomBytes } from 'node:crypto';
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
  /** The superuser's address of it, from which a hub makes logins of its own. */
  readonly adminUrl: string;
  readonly ownerUrl: string;
  readonly appUrl: string;
  /** Fails when a connection was left open, then drops the database all the same; by `force` it drops and is silent. */
  drop(ways?: { force?: boolean }): Promise<void>;
}

/** A database that is made once on a server, by the first suite that needs it, and cloned for each. */
export interface Template {
  /** Tells what is in it: a server that outlives the run keeps it under this name. */
  readonly name: string;
  /** Fills a database that has roles and privileges and nothing else, and leaves no connection. */
  fill(empty: Omit<FreshDatabase, 'drop'>): Promise<void>;
  /** What it begins with; without, with nothing. */
  readonly from?: Template;
}

export const testMaster = Buffer.from('a master secret for tests only: no real data ever sees it');

/** The keyring that the tests' databases are tied to. */
export const testKeyring = memoryKeyring(testMaster);

const logins = loginsOf('hub_tests', testKeyring);
const MAKING = 4_501_030_009;

/** A migrated database without data. */
export const freshDatabase = async (): Promise<FreshDatabase> => cloneOf(await migrated());

/** A database with the roles and nothing else. */
export async function emptyDatabase(): Promise<FreshDatabase> {
  return withClient(serverUrl(), async (admin) => {
    await alone(admin, 'roles', () => makeRoles(admin, 'hub_tests', logins));
    return clone(admin, 'template0');
  });
}

/** A database of the suite's own with what is in the template. */
export const cloneOf = (template: Template): Promise<FreshDatabase> =>
  withClient(serverUrl(), async (admin) => {
    await ensure(admin, template);
    return clone(admin, template.name);
  });

/** Migrated and tied to the keyring. Named after its migrations, so that nobody is handed yesterday's schema. */
export async function migrated(): Promise<Template> {
  const files = await Promise.all(rooms().map(({ folder }) => readMigrations(folder)));
  const text = files
    .flat()
    .map(({ checksum }) => checksum)
    .join();
  return {
    name: `hub_template_${createHash('sm3').update(text).digest('hex').slice(0, 12)}`,
    async fill({ ownerUrl }) {
      await tieToKeyring(ownerUrl, testKeyring);
      await migrate(ownerUrl, rooms());
    },
  };
}

/** The superuser's address of the run's server. */
export function serverUrl(): string {
  const url = process.env.HUB_TEST_DATABASE_URL;
  if (!url) throw new Error('run the tests with jest.config.js, whose globalSetup starts PostgreSQL');
  return url;
}

async function clone(admin: Client, source: string): Promise<FreshDatabase> {
  // Never a name again: the logins that a hub makes are named after its database and outlive it.
  const database = `hub_test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await create(admin, database, source);
  return {
    ...urlsOf(database),
    drop: ({ force = false } = {}) => withClient(serverUrl(), (again) => drop(again, database, force)),
  };
}

async function create(admin: Client, database: string, source: string): Promise<void> {
  const locale = source === 'template0' ? `encoding 'UTF8' lc_collate 'C' lc_ctype 'C'` : '';
  // The owner is named because privileges on a database are not part of what a template hands on. Files are copied: by
  // the other strategy every page of the template goes through the log as well.
  await admin.query(
    `create database ${name(database)} template ${name(source)} owner hub_owner strategy file_copy ${locale}`,
  );
  await grantDatabase(admin, database, logins, true);
}

async function drop(admin: Client, database: string, force: boolean): Promise<void> {
  const open = force ? [] : await openConnections(admin, database);
  await admin.query(`drop database if exists ${name(database)} with (force)`);
  if (open.length > 0) throw new Error(`the test left ${open.length} connections open: ${open.join('; ')}`);
}

async function openConnections(admin: Client, database: string): Promise<string[]> {
  // The server takes a moment to notice that a client has said goodbye.
  for (const end = performance.now() + 10_000; ; ) {
    const { rows } = await admin.query<{ what: string }>(
      `select concat_ws(' ', application_name, state, left(query, 80)) as what from pg_stat_activity
        where datname = $1 and backend_type = 'client backend'`,
      [database],
    );
    if (rows.length === 0 || performance.now() > end) return rows.map(({ what }) => what);
    await pause(20);
  }
}

async function ensure(admin: Client, template: Template): Promise<void> {
  if (template.from) await ensure(admin, template.from);
  await alone(admin, template.name, async () => {
    const there = await admin.query('select from pg_database where datname = $1', [template.name]);
    if (there.rowCount === 0) await make(admin, template);
  });
}

async function make(admin: Client, template: Template): Promise<void> {
  const half = `${template.name}_half`;
  await alone(admin, 'roles', () => makeRoles(admin, 'hub_tests', logins));
  await admin.query(`drop database if exists ${name(half)} with (force)`);
  await create(admin, half, template.from?.name ?? 'template0');
  await template.fill(urlsOf(half));
  const open = await openConnections(admin, half);
  if (open.length > 0) throw new Error(`making ${template.name} left connections open: ${open.join('; ')}`);
  await admin.query(`alter database ${name(half)} rename to ${name(template.name)}`);
}

/** Whoever makes the same thing meanwhile waits. */
async function alone(admin: Client, what: string, work: () => Promise<void>): Promise<void> {
  await admin.query('select pg_advisory_lock(hashtextextended($1, $2))', [what, MAKING]);
  try {
    await work();
  } finally {
    await admin.query('select pg_advisory_unlock(hashtextextended($1, $2))', [what, MAKING]);
  }
}

function urlsOf(database: string): Omit<FreshDatabase, 'drop'> {
  const url = new URL(serverUrl());
  url.pathname = `/${database}`;
  const of = ({ login, password }: { login: string; password: string }) =>
    withLogin(url.href, login, password);
  return { adminUrl: url.href, ownerUrl: of(logins.owner), appUrl: of(logins.app) };
}
