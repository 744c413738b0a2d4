import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withClient } from '../../hub/database/connection.ts';
import { startEmbeddedServer } from '../../hub/database/embedded/embedded-server.ts';
import { FORGETFUL } from './forgetful.ts';

const PREFIX = 'guixin-hub-tests-';
const COMPILED = fileURLToPath(new URL('../../node_modules/.cache/guixin-hub-tests', import.meta.url));
const quiet = { info: () => undefined, warn: console.warn, error: console.error };

/**
 * One PostgreSQL for the whole run, named to the suites by HUB_TEST_DATABASE_URL (a superuser's address). When that is
 * set already, for example to Debian's PostgreSQL 15, the suites use that server. Jest asks for a default export.
 */
export default async function setUp(): Promise<void> {
  process.env.HUB_TEST_RUN = Date.now().toString(36);
  // A hub that a suite starts as a process of its own finds the project's code compiled; Node compares it with its source.
  process.env.NODE_COMPILE_CACHE ??= COMPILED;
  if (process.env.HUB_TEST_DATABASE_URL) {
    tearDowns.push(() => dropDemos(process.env.HUB_TEST_DATABASE_URL!, process.env.HUB_TEST_RUN!));
    return;
  }
  await sweep();
  const dataDir = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  // mkdtemp makes 0700 folders, which the user that PostgreSQL runs under could not enter.
  await chmod(dataDir, 0o711);
  const server = await startEmbeddedServer({
    dataDir,
    superuserPassword: 'of-one-test-run',
    log: quiet,
    settings: { ...FORGETFUL, autovacuum: 'off' },
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

/** What a run has seeded on a server that outlives it. */
async function dropDemos(url: string, run: string): Promise<void> {
  await withClient(url, async (admin) => {
    const { rows } = await admin.query<{ name: string }>(
      `select quote_ident(datname) as name from pg_database where strpos(datname, 'hub_template_') = 1 and strpos(datname, $1) > 0`,
      [`_${run}`],
    );
    for (const { name } of rows) await admin.query(`drop database ${name} with (force)`);
  });
}

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
