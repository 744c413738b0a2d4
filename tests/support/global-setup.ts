import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedServer } from '../../hub/database/embedded/embedded-server.ts';

const PREFIX = 'guixin-hub-tests-';
const quiet = { info: () => undefined, warn: console.warn, error: console.error };

// Test data may be lost with the machine; a test of durability starts a server of its own.
const FORGETFUL = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' };

/**
 * One PostgreSQL for the whole run, named to the suites by HUB_TEST_DATABASE_URL (a superuser's address). When that is
 * set already, for example to Debian's PostgreSQL 15, the suites use that server. Jest asks for a default export.
 */
export default async function setUp(): Promise<void> {
  if (process.env.HUB_TEST_DATABASE_URL) return;
  await sweep();
  const dataDir = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  // mkdtemp makes 0700 folders, which the user that PostgreSQL runs under could not enter.
  await chmod(dataDir, 0o711);
  const server = await startEmbeddedServer({
    dataDir,
    superuserPassword: 'of-one-test-run',
    log: quiet,
    settings: FORGETFUL,
  });
  process.env.HUB_TEST_DATABASE_URL = server.urlOf('postgres');
  tearDowns.push(async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
    delete process.env.HUB_TEST_DATABASE_URL;
  });
}

const shared = globalThis as { hubTearDowns?: (() => Promise<void>)[] };
shared.hubTearDowns ??= [];

/** Kept on the global object: setup and teardown run in one process but load this module twice. */
export const tearDowns = shared.hubTearDowns;

/** Removes what runs that were killed have left; their servers ended with them. */
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length).split('-')[0]) : Number.NaN;
    if (pid > 0 && !isRunning(pid))
      await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
