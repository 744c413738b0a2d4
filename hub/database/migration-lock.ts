import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { databaseFaults } from './faults.ts';

// Any number will do as long as every hub takes the same one; advisory locks are counted per database.
const LOCK = 4_501_030_001;
const ASK_AGAIN_MS = 200;

/**
 * Runs the work while no other hub migrates this database. The lock belongs to a connection of its own, so that a
 * migrator that dies (kill -9 included) gives it up.
 * @throws Fault `MIGRATION_LOCKED` when another keeps it for longer than `waitMs`
 */
export async function underMigrationLock<T>(
  ownerUrl: string,
  waitMs: number,
  work: () => Promise<T>,
): Promise<T> {
  const client = new Client({
    connectionString: ownerUrl,
    application_name: 'hub migration lock',
    keepAlive: true,
  });
  let lost: Error | undefined;
  client.on('error', (error) => {
    lost = error;
  });
  await client.connect();
  try {
    await take(client, waitMs);
    const result = await work();
    if (lost)
      throw databaseFaults
        .MIGRATION_FAILED('the connection that held the migration lock was lost')
        .because(lost);
    return result;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function take(client: Client, waitMs: number): Promise<void> {
  const until = performance.now() + waitMs;
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [
      LOCK,
    ]);
    if (rows[0]?.taken) return;
    if (performance.now() >= until) throw databaseFaults.MIGRATION_LOCKED(await whoHolds(client, waitMs));
    await pause(ASK_AGAIN_MS);
  }
}

async function whoHolds(client: Client, waitMs: number): Promise<string> {
  const { rows } = await client.query<{ pid: number }>(
    `select pid from pg_locks where locktype = 'advisory' and granted
        and database = (select oid from pg_database where datname = current_database())
        and (classid::bigint << 32 | objid::bigint) = $1`,
    [LOCK],
  );
  return (
    `another hub has been migrating this database for more than ${waitMs} ms (database session ${rows[0]?.pid ?? 'unknown'}); ` +
    'let it finish and start again'
  );
}
