import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { withClient } from '../../hub/database/connection.ts';
import { childrenOf, commandLineOf, isAlive } from '../../hub/database/embedded/process-table.ts';
import { hub } from '../graph/support/processes.ts';
import { end, gone, holdDatabase, SOON_MS, temporaryFolder } from './support/hub-process.ts';

// A start may wait eighteen seconds for a killed server's last processes, and a test may start twice.
jest.setTimeout(120_000);

const heardFrom = (url: string) =>
  withClient(
    url,
    async (client) => (await client.query('select inet_client_addr()::text as address')).rows[0].address,
  );

const rowsOf = (url: string) =>
  withClient(url, async (client) =>
    (await client.query('select n from public.kept order by n')).rows.map(({ n }) => n),
  );

let used: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  used = await temporaryFolder();
  await end(await holdDatabase(used.path), 'SIGTERM');
});
afterAll(async () => {
  await used?.[Symbol.asyncDispose]();
});

/** A folder in which a hub was started and stopped before, for what is no matter of a first start. */
async function usedFolder(): ReturnType<typeof temporaryFolder> {
  const folder = await temporaryFolder();
  await promisify(execFile)('cp', ['-a', `${used.path}/.`, folder.path]);
  return folder;
}

describe('The embedded PostgreSQL', () => {
  test('keeps its data over an orderly restart, by either signal', async () => {
    await using folder = await temporaryFolder();
    const first = await holdDatabase(folder.path);
    await withClient(first.ownerUrl, (client) =>
      client.query('create table public.kept (n int); insert into public.kept values (1)'),
    );
    await end(first, 'SIGTERM');
    expect(first.child.exitCode).toBe(0);
    expect(await isAlive(first.postmasterPid)).toBe(false);
    const second = await holdDatabase(folder.path);
    expect(await rowsOf(second.ownerUrl)).toEqual([1]);
    await end(second, 'SIGINT');
    expect(await isAlive(second.postmasterPid)).toBe(false);
  });

  test('refuses a second hub on the same data directory and names the process to stop', async () => {
    await using folder = await usedFolder();
    const first = await holdDatabase(folder.path);
    await expect(holdDatabase(folder.path)).rejects.toThrow(
      new RegExp(`in use by the hub with process id ${first.child.pid};.*HUB_DATA_DIR`),
    );
    await withClient(first.ownerUrl, (client) => client.query('select 1'));
    await end(first, 'SIGTERM');
  });

  test('lets one of eight simultaneous first starts win and tells the others so', async () => {
    await using folder = await temporaryFolder();
    const starts = await Promise.allSettled(Array.from({ length: 8 }, () => holdDatabase(folder.path)));
    const won = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
    expect(won).toHaveLength(1);
    for (const start of starts)
      if (start.status === 'rejected') expect(start.reason.message).toContain('in use by the hub');
    await end(won[0]!, 'SIGTERM');
  });

  test('ends with a hub that is killed with -9, and what was acknowledged is there at the next start', async () => {
    await using folder = await usedFolder();
    const first = await holdDatabase(folder.path);
    await withClient(first.ownerUrl, (client) =>
      client.query('create table public.kept (n int); insert into public.kept values (1), (2)'),
    );
    await end(first, 'SIGKILL');
    await gone(first.postmasterPid);
    const second = await holdDatabase(folder.path);
    expect(await rowsOf(second.ownerUrl)).toEqual([1, 2]);
    await end(second, 'SIGTERM');
  });

  test('can be started again at once after kill -9, without waiting for the old server', async () => {
    await using folder = await usedFolder();
    for (let round = 0; round < 4; round++) {
      const hub = await holdDatabase(folder.path);
      await withClient(hub.ownerUrl, (client) =>
        client.query(
          `create table if not exists public.kept (n int); insert into public.kept values (${round})`,
        ),
      );
      await end(hub, 'SIGKILL');
    }
    const last = await holdDatabase(folder.path);
    expect(await rowsOf(last.ownerUrl)).toEqual([0, 1, 2, 3]);
    await end(last, 'SIGTERM');
  });

  test('recovers when hub and PostgreSQL are killed with -9 together', async () => {
    await using folder = await usedFolder();
    const first = await holdDatabase(folder.path);
    await withClient(first.ownerUrl, (client) =>
      client.query('create table public.kept (n int); insert into public.kept values (7)'),
    );
    process.kill(first.postmasterPid, 'SIGKILL');
    await end(first, 'SIGKILL');
    const second = await holdDatabase(folder.path);
    expect(await rowsOf(second.ownerUrl)).toEqual([7]);
    await end(second, 'SIGTERM');
  });

  test('finds and stops an orphan whose watcher was killed as well', async () => {
    await using folder = await usedFolder();
    const first = await holdDatabase(folder.path);
    await killWatcher(first.postmasterPid);
    await end(first, 'SIGKILL');
    await new Promise((later) => setTimeout(later, 500));
    expect(await isAlive(first.postmasterPid)).toBe(true);
    const second = await holdDatabase(folder.path);
    expect(await isAlive(first.postmasterPid)).toBe(false);
    await end(second, 'SIGTERM');
  });

  test('does not take another program for its server when a stale postmaster.pid names its number', async () => {
    await using folder = await usedFolder();
    await end(await holdDatabase(folder.path), 'SIGTERM');
    await nameThisProcess(folder.path);
    const hub = await holdDatabase(folder.path);
    await withClient(hub.ownerUrl, (client) => client.query('select 1'));
    await end(hub, 'SIGTERM');
  });

  test('ends with a killed hub and lets the next one start, also when its postmaster.pid names another program', async () => {
    await using folder = await usedFolder();
    const first = await holdDatabase(folder.path);
    await end(first, 'SIGKILL');
    await nameThisProcess(folder.path);
    const second = await holdDatabase(folder.path);
    expect(await isAlive(first.postmasterPid)).toBe(false);
    await end(second, 'SIGTERM');
  });

  test.each([
    ['an error nobody catches', 'SIGUSR2'],
    ['process.exit', 'SIGHUP'],
  ] as const)('ends with the hub after %s', async (_how, signal) => {
    await using folder = await usedFolder();
    const hub = await holdDatabase(folder.path);
    await end(hub, signal);
    await gone(hub.postmasterPid);
  });

  test('stops whole even when its last checkpoint hangs, and loses nothing by it', async () => {
    await using folder = await usedFolder();
    const hub = await holdDatabase(folder.path);
    await withClient(hub.ownerUrl, (client) =>
      client.query('create table public.kept (n int); insert into public.kept values (3)'),
    );
    const children = await childrenOf(hub.postmasterPid);
    const titles = await Promise.all(children.map(async (pid) => (await commandLineOf(pid)).join(' ')));
    const checkpointer = children[titles.findIndex((title) => title.includes('checkpointer'))]!;
    process.kill(checkpointer, 'SIGSTOP');
    // Left to itself it would never end.
    await end(hub, 'SIGTERM');
    for (const pid of [hub.postmasterPid, ...children]) expect(await isAlive(pid)).toBe(false);
    const again = await holdDatabase(folder.path);
    expect(await rowsOf(again.ownerUrl)).toEqual([3]);
    await end(again, 'SIGTERM');
  });

  test.each(['SIGKILL', 'SIGINT'] as const)(
    'takes the hub with it when it ends by itself (%s): orderly, with code 1, and the next start finds everything',
    async (signal) => {
      await using folder = await usedFolder();
      const hub = await holdDatabase(folder.path);
      await withClient(hub.ownerUrl, (client) =>
        client.query('create table public.kept (n int); insert into public.kept values (5)'),
      );
      const gone = once(hub.child, 'exit', { signal: AbortSignal.timeout(SOON_MS) });
      process.kill(hub.postmasterPid, signal);
      // By the hub's own stop, not by the signal: that would be [null, 'SIGTERM'].
      expect(await gone.catch(() => hub.child.kill('SIGKILL'))).toEqual([1, null]);
      const again = await holdDatabase(folder.path);
      expect(await rowsOf(again.ownerUrl)).toEqual([5]);
      await end(again, 'SIGTERM');
    },
  );

  test('takes a whole hub with it, whose stop is orderly and whose exit code is 1', async () => {
    await using folder = await temporaryFolder();
    const whole = hub(['start'], {
      HUB_DATA_DIR: folder.path,
      HUB_PORT: '0',
      HUB_SEED: 'none',
      HUB_LOG_LEVEL: 'info',
    });
    await whole.line(/Ctrl-C stops it/);
    const file = await readFile(join(folder.path, 'postgres/data/postmaster.pid'), 'utf8');
    const gone = once(whole.child, 'exit', { signal: AbortSignal.timeout(SOON_MS) });
    process.kill(Number(file.split('\n')[0]), 'SIGKILL');
    expect(await gone.catch(() => whole.stop('SIGKILL'))).toEqual([1, null]);
    expect(whole.said() + whole.errors()).toMatch(/ended by itself.*stopping/s);
    await nothingIsLeftOf(folder.path);
  });

  test('leaves no process of any kind behind', async () => {
    await using folder = await temporaryFolder();
    const hub = await holdDatabase(folder.path);
    await end(hub, 'SIGTERM');
    await new Promise((later) => setTimeout(later, 300));
    await nothingIsLeftOf(folder.path);
  });

  test('is spoken to over a socket beside its data, of which a killed server leaves nothing in the way', async () => {
    await using folder = await temporaryFolder();
    const sockets = join(folder.path, 'postgres/socket');
    await end(await holdDatabase(folder.path), 'SIGKILL');
    expect((await readdir(sockets)).length).toBeGreaterThan(0);
    const hub = await holdDatabase(folder.path);
    const port = new URL(hub.appUrl).port;
    expect(new URL(hub.appUrl).searchParams.get('host')).toBe(sockets);
    expect((await readdir(sockets)).sort()).toEqual([`.s.PGSQL.${port}`, `.s.PGSQL.${port}.lock`]);
    expect(await heardFrom(hub.appUrl)).toBeNull();
    await end(hub, 'SIGTERM');
  });

  test('is spoken to over TCP where the path of a socket would be too long', async () => {
    await using folder = await temporaryFolder();
    const long = join(folder.path, 'x'.repeat(90));
    await mkdir(long);
    const hub = await holdDatabase(long);
    expect(new URL(hub.appUrl).searchParams.get('host')).toBeNull();
    expect(await heardFrom(hub.appUrl)).toBe('127.0.0.1/32');
    await end(hub, 'SIGTERM');
  });

  test.each([
    ['by TCP', (url: URL) => url.searchParams.delete('host')],
    ['by its socket', () => undefined],
  ])('listens on this machine only and asks everybody for a password, %s', async (_, way) => {
    await using folder = await temporaryFolder();
    const hub = await holdDatabase(folder.path);
    const settings = await withClient(hub.appUrl, async (client) => {
      const { rows } = await client.query(`select name, setting from pg_settings where name in
        ('listen_addresses', 'fsync', 'synchronous_commit', 'full_page_writes', 'password_encryption')`);
      return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
    });
    expect(settings).toEqual({
      listen_addresses: '127.0.0.1',
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
      password_encryption: 'scram-sha-256',
    });
    for (const login of ['guixin_owner', 'guixin_app', 'hub_superuser']) {
      const url = new URL(hub.appUrl);
      url.username = login;
      url.password = 'wrong';
      way(url);
      await expect(withClient(url.href, async () => undefined)).rejects.toThrow(
        /password authentication failed/,
      );
    }
    const rules = await readFile(join(folder.path, 'postgres/data/pg_hba.conf'), 'utf8');
    expect(
      rules.split('\n').filter((line) => /^\s*(host|local)/.test(line) && !line.includes('scram-sha-256')),
    ).toEqual([]);
    await end(hub, 'SIGTERM');
  });

  test('is refused with another keyring than the one it was made with', async () => {
    await using folder = await temporaryFolder();
    await end(await holdDatabase(folder.path, { master: 'a' }), 'SIGTERM');
    await expect(holdDatabase(folder.path, { master: 'b' })).rejects.toThrow(/made with another keyring/);
    await nothingIsLeftOf(folder.path);
  });

  test('tells what its server said when it cannot start', async () => {
    await using folder = await usedFolder();
    await end(await holdDatabase(folder.path), 'SIGTERM');
    await writeFile(
      join(folder.path, 'postgres/data/postgresql.auto.conf'),
      'shared_preload_libraries = no_such_library\n',
    );
    await expect(holdDatabase(folder.path)).rejects.toThrow(/no_such_library/);
    await nothingIsLeftOf(folder.path);
  });
});

/** Leaves a postmaster.pid with the number of a program that is not PostgreSQL. */
async function nameThisProcess(folder: string): Promise<void> {
  const data = join(folder, 'postgres/data');
  const lines = [process.pid, data, 1, 1, '', '127.0.0.1', '1 1', 'ready   ', ''];
  await writeFile(join(data, 'postmaster.pid'), lines.join('\n'), { mode: 0o600 });
}

/** The watcher needs a moment to notice that it has nothing to watch. */
async function nothingIsLeftOf(folder: string): Promise<void> {
  const from = performance.now();
  while ((await processesNaming(folder)).length > 0 && performance.now() - from < SOON_MS) await pause(50);
  expect(await processesNaming(folder)).toEqual([]);
}

async function processesNaming(folder: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    pids.map(async (pid) => `${pid} ${(await commandLineOf(Number(pid))).join(' ')}`),
  );
  return lines.filter((line) => line.includes(folder));
}

/** The watcher is the shell in PostgreSQL's session that waits for the hub's end. */
async function killWatcher(postmasterPid: number): Promise<void> {
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    const session = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3]);
    if (session === postmasterPid && stat.includes('(sh)')) process.kill(Number(pid), 'SIGKILL');
  }
}
