import { type Client, escapeIdentifier as name, escapeLiteral as literal } from 'pg';
import { scramVerifier } from './connection.ts';
import { databaseFaults } from './faults.ts';

/** A login of one database with its password. */
export interface Login {
  readonly login: string;
  readonly password: string;
}

/** The two logins of a database: one migrates, one runs (运行角色). */
export interface Logins {
  readonly owner: Login;
  readonly app: Login;
}

/** Login names of a database; a database called `hub` would otherwise take the names of the group roles. */
export function loginNames(database: string): { owner: string; app: string } {
  const stem = database === 'hub' ? 'hub_hub' : database;
  return { owner: `${stem}_owner`, app: `${stem}_app` };
}

const DUPLICATE = new Set(['42710', '23505']);
const NOT_PERMITTED = '42501';

/**
 * Makes the group roles `hub_owner` and `hub_app` and the logins of this database, or sets the logins' passwords.
 * The privileges of `hub_app` come from the migrations.
 * @throws Fault `DATABASE_ROLES_MISSING` with the SQL for an administrator, when this session may not
 */
export async function makeRoles(admin: Client, database: string, { owner, app }: Logins): Promise<void> {
  try {
    await makeRole(admin, 'hub_owner', 'nologin');
    await makeRole(admin, 'hub_app', 'nologin');
    await makeRole(admin, owner.login, `login password ${literal(scramVerifier(owner.password))}`);
    await makeRole(admin, app.login, `login password ${literal(scramVerifier(app.password))}`);
    await admin.query(`grant hub_owner to ${name(owner.login)}`);
    await admin.query(`grant hub_app to ${name(app.login)}`);
    // What the owner makes belongs to the group, so another owner login can migrate it later.
    await admin.query(`alter role ${name(owner.login)} set role = 'hub_owner'`);
    // A plan that is forbidden to go row by row looks so dear to a server before 18 that it compiled each one, for a second and more.
    await admin.query(`alter role ${name(app.login)} set jit = off`);
  } catch (error) {
    if ((error as { code?: string }).code !== NOT_PERMITTED) throw error;
    throw rolesMissing(database, (error as Error).message).because(error);
  }
}

/** Lets the logins in and the owner make schemas; others of the server stay out when the database is ours alone. */
export async function grantDatabase(
  admin: Client,
  database: string,
  { owner, app }: Logins,
  isOurs: boolean,
): Promise<void> {
  try {
    if (isOurs) await admin.query(`revoke all on database ${name(database)} from public`);
    await admin.query(`grant connect, create, temporary on database ${name(database)} to hub_owner`);
    await admin.query(
      `grant connect, temporary on database ${name(database)} to ${name(owner.login)}, ${name(app.login)}`,
    );
  } catch (error) {
    if ((error as { code?: string }).code !== NOT_PERMITTED) throw error;
    throw rolesMissing(database, (error as Error).message).because(error);
  }
}

/** Row scope holds only for a role that cannot step around it. @throws Fault `DATABASE_ROLES_UNSAFE` */
export async function refuseUnsafeApp(app: Client): Promise<void> {
  const { rows } = await app.query<{ login: string; problem: string }>(`
    select session_user as login, concat_ws(', ',
      case when bool_or(rolsuper) then 'is a superuser or a member of one' end,
      case when bool_or(rolbypassrls) then 'bypasses row-level security' end,
      case when bool_or(rolname = 'hub_owner') then 'is a member of hub_owner' end,
      case when not bool_or(rolname = 'hub_app') then 'is not a member of hub_app' end) as problem
    from pg_roles where pg_has_role(session_user, oid, 'member')`);
  const { login, problem } = rows[0]!;
  if (problem !== '')
    throw databaseFaults.DATABASE_ROLES_UNSAFE(
      `the hub does not run as ${login}, which ${problem}; it needs an ordinary login that is a member of hub_app only`,
    );
}

/** The error that tells an administrator what to run. */
export function rolesMissing(database: string, why: string) {
  const { owner, app } = loginNames(database);
  return databaseFaults.DATABASE_ROLES_MISSING(
    `the login of HUB_DATABASE_URL may not make the hub's roles (${why}). Let an administrator run, in this server:\n\n` +
      onceOnly('hub_owner', 'nologin') +
      onceOnly('hub_app', 'nologin') +
      onceOnly(owner, `login password 'CHOOSE-ONE' in role hub_owner`) +
      `alter role ${name(owner)} set role = 'hub_owner';\n` +
      onceOnly(app, `login password 'CHOOSE-ANOTHER' in role hub_app`) +
      `alter role ${name(app)} set jit = off;\n` +
      `grant connect, create, temporary on database ${name(database)} to hub_owner;\n` +
      `grant connect, temporary on database ${name(database)} to ${name(owner)}, ${name(app)};\n\n` +
      `and set HUB_DATABASE_URL to the login ${owner}, HUB_DATABASE_APP_URL to the login ${app}`,
  );
}

async function makeRole(admin: Client, role: string, options: string): Promise<void> {
  const there = await admin.query('select from pg_roles where rolname = $1', [role]);
  if (there.rowCount === 0) {
    try {
      await admin.query(
        `create role ${name(role)} nosuperuser nobypassrls nocreatedb nocreaterole ${options}`,
      );
      return;
    } catch (error) {
      // Roles belong to the whole server: a hub of another database may have made it in between.
      if (!DUPLICATE.has((error as { code?: string }).code ?? '')) throw error;
    }
  }
  if (options !== 'nologin') await admin.query(`alter role ${name(role)} ${options}`);
}

/** SQL that makes a role unless it is there already: two hubs on one server share their group roles. */
const onceOnly = (role: string, options: string): string =>
  `do $$ begin if not exists (select 1 from pg_roles where rolname = ${literal(role)}) then ` +
  `create role ${name(role)} ${options}; end if; end $$;\n`;
