import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { withClient } from '../../hub/database/connection.ts';
import { migrate, type Room } from '../../hub/database/migrate.ts';
import { underMigrationLock } from '../../hub/database/migration-lock.ts';
import { emptyDatabase, type FreshDatabase, freshDatabase, serverUrl } from '../support/database.ts';
import { temporaryFolder } from './support/hub-process.ts';

let database: FreshDatabase;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let room: Room;

beforeEach(async () => {
  [database, folder] = await Promise.all([emptyDatabase(), temporaryFolder()]);
  room = await newRoom('ledger', 'hub');
});
afterEach(async () => {
  await folder[Symbol.asyncDispose]();
  await database.drop();
});

describe('Migrations', () => {
  test('run in the order of their numbers, room by room, and each only once', async () => {
    const banking = await newRoom('banking', 'banking');
    await files(room, {
      '0002-second.sql': 'insert into hub.a values (2)',
      '0001-first.sql': 'create table hub.a (n int)',
    });
    await files(banking, { '0001-first.sql': 'create table banking.b as select n from hub.a' });
    const lines: string[] = [];
    expect(await migrate(database.ownerUrl, [room, banking], { say: (line) => lines.push(line) })).toEqual([
      'hub/0001-first',
      'hub/0002-second',
      'banking/0001-first',
    ]);
    expect(lines).toEqual([
      'hub/0001-first …',
      'hub/0002-second …',
      'banking/0001-first …',
      '3 migrations applied',
    ]);
    expect(await migrate(database.ownerUrl, [room, banking])).toEqual([]);
    expect(await query('select n from banking.b')).toEqual([{ n: 2 }]);
  });

  test('may hold several statements, function bodies, question marks and quotes', async () => {
    await files(room, {
      '0001-odd.sql': `
        create table hub.odd (doc jsonb, note text); -- a comment; with a semicolon
        create function hub.f(a int) returns text language plpgsql as $body$
        begin
          if a > 0 then return 'semi;colon ?'; end if;
          execute format($sql$ select %L $sql$, '$$');
          return $$it's$$;
        end $body$;
        insert into hub.odd values ('{"k": 1}', hub.f(1)), ('{}', hub.f(0));
        delete from hub.odd where not doc ? 'k' and note = $$it's$$;`,
    });
    await migrate(database.ownerUrl, [room]);
    expect(await query('select note from hub.odd')).toEqual([{ note: 'semi;colon ?' }]);
  });

  test('make objects that belong to hub_owner, not to the login', async () => {
    await files(room, { '0001-a.sql': 'create table hub.a (n int)' });
    await migrate(database.ownerUrl, [room]);
    expect(
      await query(`select relowner::regrole::text as owner from pg_class where oid = 'hub.a'::regclass`),
    ).toEqual([{ owner: 'hub_owner' }]);
  });

  test('that fail leave nothing of themselves, keep those before them, and go on when mended', async () => {
    await files(room, {
      '0001-good.sql': 'create table hub.a (n int)',
      '0002-bad.sql': 'create table hub.b (n int); insert into hub.b values (1/0);',
    });
    const run = migrate(database.ownerUrl, [room]);
    await expect(run).rejects.toMatchObject({ code: 'MIGRATION_FAILED' });
    await expect(run).rejects.toThrow(/hub\/0002-bad\.sql: .*division by zero/);
    expect(
      await query(`select to_regclass('hub.a') is not null as a, to_regclass('hub.b') is not null as b`),
    ).toEqual([{ a: true, b: false }]);
    await files(room, { '0002-bad.sql': 'create table hub.b (n int)' });
    expect(await migrate(database.ownerUrl, [room])).toEqual(['hub/0002-bad']);
  });

  test('are refused when an applied file was changed, even by one character, but not for its line ends', async () => {
    await files(room, { '0001-a.sql': 'create table hub.a\n(n int)' });
    await migrate(database.ownerUrl, [room]);
    await files(room, { '0001-a.sql': 'create table hub.a\r\n(n int)' });
    expect(await migrate(database.ownerUrl, [room])).toEqual([]);
    await files(room, {
      '0001-a.sql': 'create table hub.a\n(n int) ',
      '0002-b.sql': 'create table hub.b (n int)',
    });
    await expect(migrate(database.ownerUrl, [room])).rejects.toThrow(
      /0001-a\.sql was changed after it was applied/,
    );
    expect(await query(`select to_regclass('hub.b') as b`)).toEqual([{ b: null }]);
  });

  test('are refused when the database knows more than the hub, or a file is put between applied ones', async () => {
    await files(room, { '0001-a.sql': 'select 1', '0003-c.sql': 'select 1' });
    await migrate(database.ownerUrl, [room]);
    await files(room, { '0002-b.sql': 'select 1' });
    await expect(migrate(database.ownerUrl, [room])).rejects.toThrow(/0002-b\.sql is numbered before 0003-c/);
    await rm(join(room.folder, '0002-b.sql'));
    await rm(join(room.folder, '0003-c.sql'));
    await expect(migrate(database.ownerUrl, [room])).rejects.toThrow(
      /the database has 0003-c, which this hub does not know/,
    );
  });

  test.each(['1-short.sql', '0001_underscore.sql', '0001-Upper.sql', 'first.sql'])(
    'are refused under the name %s',
    async (name) => {
      await files(room, { [name]: 'select 1' });
      await expect(migrate(database.ownerUrl, [room])).rejects.toThrow(/expected a name such as/);
    },
  );

  test('are refused when two have one number', async () => {
    await files(room, { '0001-a.sql': 'select 1', '0001-b.sql': 'select 1' });
    await expect(migrate(database.ownerUrl, [room])).rejects.toThrow(/two migrations numbered 0001/);
  });

  test('run once when four hubs start together', async () => {
    await files(room, {
      '0001-slow.sql': 'select pg_sleep(0.3); create table hub.a (n int)',
      '0002-b.sql': 'insert into hub.a values (1)',
    });
    const runs = await Promise.all(Array.from({ length: 4 }, () => migrate(database.ownerUrl, [room])));
    expect(runs.map((done) => done.length).sort()).toEqual([0, 0, 0, 2]);
    expect(await query('select n from hub.a')).toEqual([{ n: 1 }]);
  });

  test('wait for another hub only as long as they are told', async () => {
    await underMigrationLock(database.ownerUrl, 0, async () => {
      const run = migrate(database.ownerUrl, [room], { lockWaitMs: 300 });
      await expect(run).rejects.toMatchObject({
        code: 'MIGRATION_LOCKED',
        message: expect.stringMatching(/database session \d+/),
      });
    });
    expect(await migrate(database.ownerUrl, [room])).toEqual([]);
  });

  test('continue after a migrator that lost its connections in the middle', async () => {
    await files(room, {
      '0001-a.sql': 'create table hub.a (n int)',
      '0002-b.sql': 'select pg_sleep(60); create table hub.b (n int)',
    });
    const run = migrate(database.ownerUrl, [room]);
    const ended = expect(run).rejects.toThrow();
    await cutOff('select pg_sleep(60)');
    await ended;
    await files(room, { '0002-b.sql': 'create table hub.b (n int)' });
    expect(await migrate(database.ownerUrl, [room])).toEqual(['hub/0002-b']);
  });
});

test('A fresh database is a migrated one of the suite’s own', async () => {
  const [one, two] = await Promise.all([freshDatabase(), freshDatabase()]);
  await withClient(one.ownerUrl, (client) => client.query('create table public.mine (n int)'));
  const seen = await withClient(two.ownerUrl, (client) =>
    client.query(`select to_regclass('public.mine') as mine, to_regclass('hub.migration')::text as migrated`),
  );
  expect(seen.rows).toEqual([{ mine: null, migrated: 'hub.migration' }]);
  await one.drop();
  await two.drop();
});

test('A suite that leaves a connection open fails', async () => {
  const fresh = await emptyDatabase();
  await withClient(fresh.appUrl, async () => {
    await expect(fresh.drop()).rejects.toThrow(/left 1 connections open: hub/);
  });
});

async function newRoom(name: string, databaseSchema: string): Promise<Room> {
  const path = join(folder.path, name);
  await mkdir(path, { recursive: true });
  return { name, databaseSchema, folder: path };
}

async function files(into: Room, texts: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(texts)) await writeFile(join(into.folder, name), text);
}

const query = (text: string) =>
  withClient(database.ownerUrl, async (client) => (await client.query(text)).rows);

/** Ends the database session that runs the statement, as the server sees a migrator that was killed. */
async function cutOff(statement: string): Promise<void> {
  await withClient(serverUrl(), async (client) => {
    for (let cut = 0; cut === 0; await pause(20)) {
      const { rowCount } = await client.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where query like $1 and pid <> pg_backend_pid()',
        [`${statement}%`],
      );
      cut = rowCount ?? 0;
    }
  });
}
