import { isDeepStrictEqual } from 'node:util';
import { PgBoss, type Queue, type QueueResult } from 'pg-boss';
import { queues } from './queues.ts';

/** Database schema of the job queue's tables. */
export const JOBS_SCHEMA = 'jobs';

/**
 * Makes or updates the job queue's tables and the queues themselves, as `hub_owner`; the running hub may do neither.
 * @returns what was done, in the words of `migrate`
 */
export async function makeJobTables(ownerUrl: string): Promise<string[]> {
  const boss = new PgBoss({
    connectionString: ownerUrl,
    schema: JOBS_SCHEMA,
    max: 1,
    supervise: false,
    schedule: false,
    application_name: 'hub jobs migration',
  });
  boss.on('error', () => undefined);
  const before = await versionOf(boss);
  await boss.start();
  try {
    const done = (await boss.schemaVersion()) === before ? [] : [`${JOBS_SCHEMA}/tables`];
    const known = new Map((await boss.getQueues()).map((queue) => [queue.name, queue]));
    for (const queue of queues)
      if (await brought(boss, queue, known)) done.push(`${JOBS_SCHEMA}/${queue.name}`);
    return done;
  } finally {
    await boss.stop({ graceful: false });
  }
}

async function brought(
  boss: PgBoss,
  queue: Queue,
  known: ReadonlyMap<string, QueueResult>,
): Promise<boolean> {
  const { name, ...options } = queue;
  const there = known.get(name);
  if (there === undefined) await boss.createQueue(name, options);
  else if (isAsStated(queue, there)) return false;
  else await boss.updateQueue(name, options);
  return true;
}

function isAsStated(queue: Queue, there: QueueResult): boolean {
  const stated = Object.entries(queue);
  return stated.every(([option, value]) => isDeepStrictEqual(there[option as keyof QueueResult], value));
}

async function versionOf(boss: PgBoss): Promise<number | null> {
  const db = boss.getDb() as ReturnType<PgBoss['getDb']> & { open(): Promise<void> };
  await db.open();
  return (await boss.isInstalled()) ? boss.schemaVersion() : null;
}
