import type { Client } from 'pg';
import type { Keyring } from '../../kernel/keyring.ts';
import { opens, requireHost, withClient, withLogin, withRole } from './connection.ts';
import { databaseFaults } from './faults.ts';
import { anotherKeyring, keyringFingerprint, loginsOf, tieToKeyring } from './installation.ts';
import { grantDatabase, makeRoles, refuseUnsafeApp, rolesMissing } from './roles.ts';

interface Urls {
  readonly ownerUrl: string;
  readonly appUrl: string;
}

const OLDEST = 150_000;
const MAKING = 4_501_030_003;

/**
 * A PostgreSQL of the user's. With one address the hub makes two logins of its own there and forgets the address again;
 * with two it uses them as they are.
 */
export async function openServer(
  given: string,
  givenApp: string | undefined,
  keyring: Keyring,
): Promise<Urls> {
  requireHost(given, 'HUB_DATABASE_URL');
  const urls = givenApp === undefined ? await ownLogins(given, keyring) : await asGiven(given, givenApp);
  await withClient(urls.appUrl, refuseUnsafeApp);
  await tieToKeyring(urls.ownerUrl, keyring);
  return urls;
}

async function ownLogins(given: string, keyring: Keyring): Promise<Urls> {
  return withClient(given, async (admin) => {
    await refuseOld(admin);
    const database = await databaseOf(admin);
    const logins = loginsOf(database, keyring);
    const ownerUrl = withLogin(given, logins.owner.login, logins.owner.password);
    const appUrl = withLogin(given, logins.app.login, logins.app.password);
    // Several processes of one hub open the database at once.
    await admin.query('select pg_advisory_lock($1)', [MAKING]);
    if ((await opens(ownerUrl)) && (await opens(appUrl))) return { ownerUrl, appUrl };
    if (!(await mayMakeRoles(admin)))
      throw rolesMissing(database, 'it has neither CREATEROLE nor superuser rights');
    await refuseForeign(admin, keyring);
    await makeRoles(admin, database, logins);
    await grantDatabase(admin, database, logins, false);
    return { ownerUrl, appUrl };
  });
}

async function asGiven(given: string, givenApp: string): Promise<Urls> {
  return withClient(given, async (owner) => {
    await refuseOld(owner);
    const { rows } = await owner.query<{ login: string; role: string; member: boolean; makes: boolean }>(`
      select session_user as login, current_user as role,
             coalesce((select pg_has_role(session_user, oid, 'member') from pg_roles where rolname = 'hub_owner'), false) as member,
             coalesce((select has_database_privilege(oid, current_database(), 'create') from pg_roles where rolname = 'hub_owner'), false) as makes`);
    const { login, role, member, makes } = rows[0]!;
    if (!member) throw rolesMissing(await databaseOf(owner), `${login} is not a member of hub_owner`);
    if (!makes)
      throw rolesMissing(await databaseOf(owner), 'hub_owner may not create schemas in this database');
    return { ownerUrl: role === 'hub_owner' ? given : withRole(given, 'hub_owner'), appUrl: givenApp };
  });
}

async function refuseOld(client: Client): Promise<void> {
  const { rows } = await client.query<{ number: string; version: string; encoding: string }>(
    `select current_setting('server_version_num') as number, current_setting('server_version') as version,
            current_setting('server_encoding') as encoding`,
  );
  const { number, version, encoding } = rows[0]!;
  if (Number(number) < OLDEST)
    throw databaseFaults.DATABASE_TOO_OLD(
      `PostgreSQL 15 or newer is needed, HUB_DATABASE_URL leads to ${version}`,
    );
  if (encoding !== 'UTF8')
    throw databaseFaults.DATABASE_TOO_OLD(
      `a database with encoding UTF8 is needed, HUB_DATABASE_URL leads to one with ${encoding}`,
    );
}

/** Before any password is changed: the logins of a database that belongs to another keyring are not ours to reset. */
async function refuseForeign(admin: Client, keyring: Keyring): Promise<void> {
  const known = await admin.query<{ there: boolean }>(
    `select to_regclass('hub.installation') is not null as there`,
  );
  if (!known.rows[0]?.there) return;
  const found = await admin
    .query<{ print: string }>('select keyring_fingerprint as print from hub.installation')
    .catch(() => ({ rows: [] }));
  if (found.rows[0]?.print !== keyringFingerprint(keyring)) throw anotherKeyring();
}

async function mayMakeRoles(admin: Client): Promise<boolean> {
  const { rows } = await admin.query<{ may: boolean }>(
    'select rolsuper or rolcreaterole as may from pg_roles where rolname = current_user',
  );
  return rows[0]?.may ?? false;
}

async function databaseOf(client: Client): Promise<string> {
  return (await client.query<{ name: string }>('select current_database() as name')).rows[0]!.name;
}
