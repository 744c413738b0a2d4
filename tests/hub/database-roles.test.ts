import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { withClient, withLogin } from '../../hub/database/connection.ts';
import { openDatabase } from '../../hub/database/open-database.ts';
import { memoryKeyring } from '../../kernel/keyring.ts';
import { emptyDatabase, type FreshDatabase, serverUrl } from '../support/database.ts';

const log = { info: () => undefined, warn: console.error, error: console.error };
const keyring = memoryKeyring(Buffer.alloc(32, 1));
const otherKeyring = memoryKeyring(Buffer.alloc(32, 2));
const dataDir = '/nowhere: a server of the user needs no folder';

/** The user's server: the run's own, asked for a database of a given name. */
const addressOf = (database: string): string => {
  const url = new URL(serverUrl());
  url.pathname = `/${database}`;
  return url.href;
};
const sql = (text: string, url = serverUrl()) => withClient(url, (client) => client.query(text));
const database = `theirs_${process.pid}`;
const logins = [`${database}_owner`, `${database}_app`, `${database}_clerk`, `${database}_maker`];

describe('A PostgreSQL of the user’s own', () => {
  beforeAll(async () => {
    await sql(`create database ${database} template template0 encoding 'UTF8'`);
    await sql(`create role ${database}_clerk login password 'clerk'`);
    await sql(`create role ${database}_maker login createrole password 'maker'`);
  });

  afterAll(async () => {
    await sql(`drop database ${database} with (force)`);
    for (const login of logins) await sql(`drop role if exists ${login}`);
  });

  test('a login that may not make roles is answered with the SQL for an administrator', async () => {
    const databaseUrl = withLogin(addressOf(database), `${database}_clerk`, 'clerk');
    const opening = openDatabase({ dataDir, databaseUrl, keyring, log });
    await expect(opening).rejects.toMatchObject({ code: 'DATABASE_ROLES_MISSING' });
    await expect(opening).rejects.toThrow(
      new RegExp(`create role "${database}_app" login password .* in role hub_app;`),
    );
  });

  test('the SQL of that answer is all that is needed, with both addresses given', async () => {
    const name = `${database}_by_hand`;
    await sql(`create database ${name} template template0 encoding 'UTF8'`);
    try {
      const clerk = withLogin(addressOf(name), `${database}_clerk`, 'clerk');
      const { message } = await openDatabase({ dataDir, databaseUrl: clerk, keyring, log }).then(
        () => new Error('it opened'),
        (error: Error) => error,
      );
      // As it stands, in one go, and once more: another hub on the server may have made some of it already.
      const [, script] = message.split('\n\n');
      expect(script).toContain('grant connect');
      await sql(script!);
      await sql(script!);
      const opened = await openDatabase({
        dataDir,
        databaseUrl: withLogin(clerk, `${name}_owner`, 'CHOOSE-ONE'),
        databaseAppUrl: withLogin(clerk, `${name}_app`, 'CHOOSE-ANOTHER'),
        keyring,
        log,
      });
      expect(await whoIs(opened.ownerUrl)).toBe('hub_owner');
      expect(await whoIs(opened.appUrl)).toBe(`${name}_app`);
      expect(await ownSettings(opened.appUrl)).toContain('jit=off');
    } finally {
      await sql(`drop database ${name} with (force)`);
      await sql(`drop role if exists ${name}_owner, ${name}_app`);
    }
  });

  test('is never used as the superuser it was given', async () => {
    const opened = await openDatabase({ dataDir, databaseUrl: addressOf(database), keyring, log });
    expect(opened.embedded).toBe(false);
    expect(await whoIs(opened.ownerUrl)).toBe('hub_owner');
    for (const url of [opened.ownerUrl, opened.appUrl])
      expect(
        (
          await sql(
            'select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname in (session_user, current_user)',
            url,
          )
        ).rows,
      ).not.toContainEqual(expect.objectContaining({ rolsuper: true }));
    // Before PostgreSQL 18 a server compiled plans that may not go row by row, each for a second and more.
    expect(await ownSettings(opened.appUrl)).toContain('jit=off');
    await opened.stop();
    await opened.stop();
  });

  test('opens again with the same logins, also from eight processes at once', async () => {
    const opened = await Promise.all(
      Array.from({ length: 8 }, () =>
        openDatabase({ dataDir, databaseUrl: addressOf(database), keyring, log }),
      ),
    );
    expect(new Set(opened.map(({ appUrl }) => appUrl)).size).toBe(1);
  });

  test('is refused with another keyring, whose hub changes no password', async () => {
    const { appUrl } = await openDatabase({ dataDir, databaseUrl: addressOf(database), keyring, log });
    const opening = openDatabase({ dataDir, databaseUrl: addressOf(database), keyring: otherKeyring, log });
    await expect(opening).rejects.toMatchObject({ code: 'DATABASE_OF_ANOTHER_KEYRING' });
    expect(await whoIs(appUrl)).toBe(`${database}_app`);
  });

  test.each([
    ['a superuser', 'superuser', /is a superuser/],
    ['a role that bypasses row-level security', 'bypassrls', /bypasses row-level security/],
    ['a member of hub_owner', 'in role hub_owner', /is a member of hub_owner/],
    ['a stranger', '', /is not a member of hub_app/],
  ])('the hub does not run as %s', async (_who, options, problem) => {
    const login = `${database}_odd`;
    const { ownerUrl } = await openDatabase({ dataDir, databaseUrl: addressOf(database), keyring, log });
    await sql(`create role ${login} login password 'odd' ${options}`);
    try {
      const databaseAppUrl = withLogin(addressOf(database), login, 'odd');
      const opening = openDatabase({ dataDir, databaseUrl: ownerUrl, databaseAppUrl, keyring, log });
      await expect(opening).rejects.toThrow(problem);
      await expect(opening).rejects.toMatchObject({ code: 'DATABASE_ROLES_UNSAFE' });
    } finally {
      await sql(`drop role ${login}`);
    }
  });
});

describe('The role hub_app', () => {
  let fresh: FreshDatabase;
  beforeAll(async () => {
    fresh = await emptyDatabase();
    await sql(
      `create schema room; grant usage on schema room to hub_app;
       create table room.fact (division text); insert into room.fact values ('4501'), ('4502');
       alter table room.fact enable row level security; alter table room.fact force row level security;
       create policy scope on room.fact to hub_app using (division = nullif(current_setting('hub.division', true), ''));
       grant select, insert on room.fact to hub_app`,
      fresh.ownerUrl,
    );
  });
  afterAll(() => fresh.drop());

  test('sees no row without a scope and only its own with one', async () => {
    expect((await sql('select * from room.fact', fresh.appUrl)).rows).toEqual([]);
    const seen = await withClient(fresh.appUrl, async (client) => {
      await client.query("select set_config('hub.division', '4501', false)");
      return (await client.query('select division from room.fact')).rows;
    });
    expect(seen).toEqual([{ division: '4501' }]);
  });

  test.each([
    ['set row_security = off; select * from room.fact', /row-level security/],
    ['alter table room.fact disable row level security', /must be owner/],
    ['drop policy scope on room.fact', /must be owner/],
    ['set role hub_owner', /permission denied to set role/],
    ['set session authorization hub_superuser', /permission denied|does not exist/],
    ['create schema mine', /permission denied/],
    ['create table public.mine (n int)', /permission denied/],
    ["copy (select 1) to program 'true'", /permission denied|must be superuser/],
    ["select pg_read_file('/etc/passwd')", /permission denied/],
    ['alter role current_user bypassrls', /permission denied|must be superuser|must have/],
    ["insert into room.fact values ('4502')", /row-level security/],
    ['select rolpassword from pg_authid', /permission denied/],
  ])('cannot get around row-level security: %s', async (statement, refusal) => {
    await expect(sql(statement, fresh.appUrl)).rejects.toThrow(refusal);
  });
});

const ownSettings = async (url: string): Promise<string[]> =>
  (await sql('select rolconfig from pg_roles where rolname = session_user', url)).rows[0].rolconfig ?? [];

const whoIs = async (url: string): Promise<string> =>
  (await sql('select current_user as who', url)).rows[0].who;
