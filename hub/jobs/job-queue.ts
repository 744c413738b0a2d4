import { setTimeout as pause } from 'node:timers/promises';
import { PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { JobHandler, JobRequest, Jobs, RunsSql } from '../../kernel/jobs.ts';
import { JOBS_SCHEMA } from './job-tables.ts';
import { type JobWorker, jobWorker } from './job-worker.ts';
import { GIVEN_UP } from './queues.ts';
import { wakeUpCalls } from './wake-up-calls.ts';

export interface JobQueueOptions {
  /** The database as the running hub. */
  readonly appUrl: string;
  readonly log: Logger;
  /** False for a process that only sends: it neither listens nor looks after the queues. */
  readonly works: boolean;
}

/** The durable job queue (任务队列): pg-boss in its own schema, with the rights of the running hub only. */
export interface JobQueue extends Jobs {
  /** Works on the jobs of a queue, so many at once, until the queue is stopped. */
  work(queue: string, atOnce: number, handler: JobHandler): JobWorker;
  backlog(): Promise<Backlog>;
  /** Gives back the jobs of processes that died; only where no other process can be working. */
  takeBack(): Promise<void>;
  /** Starts nothing more, waits a moment for the jobs in hand, and gives the others back. */
  stop(): Promise<void>;
}

export interface Backlog {
  /** Jobs that could start now. */
  readonly ready: number;
  /** Jobs that failed too often. */
  readonly givenUp: number;
}

const CONNECTIONS = 4;
const STOPS_WITHIN_MS = 2_000;

/** @throws Error when the tables are missing or of another release; it says what to do */
export async function openJobQueue({ appUrl, log, works }: JobQueueOptions): Promise<JobQueue> {
  const boss = new PgBoss({
    connectionString: appUrl,
    schema: JOBS_SCHEMA,
    application_name: 'hub jobs',
    max: CONNECTIONS,
    migrate: false,
    createSchema: false,
    schedule: false,
    supervise: works,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    maintenanceIntervalSeconds: 300,
    // Rebuilding an index takes its owner; rows live for moments, and autovacuum keeps up with them.
    reindex: false,
  });
  boss.on('error', (error) => log.error({ err: error }, 'the job queue met an error and goes on'));
  boss.on('warning', (warning) => log.warn({ warning }, 'the job queue warns'));
  await boss.start().catch((cause: unknown) => {
    throw new Error('the job queue has no tables, or those of another release; run: hub migrate', { cause });
  });
  const workers = new Map<string, JobWorker>();
  const calls = await wakeUpCalls(boss, log, works, (queue) => workers.get(queue)?.wake());
  return {
    send: (jobs, within) => send(boss, jobs, within),
    wake: calls.make,
    hasRoom: (queue) => workers.get(queue)?.hasRoom() ?? false,
    begin: (queue, job) => workers.get(queue)?.begin(job),
    unfinished: (queue) => unfinished(boss, queue),
    work(queue, atOnce, handler) {
      const worker = jobWorker({ boss, log, queue, atOnce, handler });
      workers.set(queue, worker);
      return worker;
    },
    backlog: () => backlog(boss),
    takeBack: () => takeBack(boss),
    async stop() {
      await calls.stop();
      const leaving = Promise.all([...workers.values()].map((worker) => worker.stop()));
      await Promise.race([leaving, pause(STOPS_WITHIN_MS, undefined, { ref: false })]);
      await boss.stop({ graceful: false });
    },
  };
}

/** One statement a queue, however many jobs. */
async function send(boss: PgBoss, jobs: readonly JobRequest[], within: RunsSql): Promise<void> {
  const db = {
    executeSql: async (text: string, values?: unknown[]) => ({
      rows: (await within.executeSql(text, values)).rows as never[],
    }),
  };
  for (const [queue, some] of Map.groupBy(jobs, ({ queue }) => queue))
    await boss.insert(
      queue,
      some.map(({ id, data, afterSeconds }) => ({
        data,
        ...(id !== undefined && { id }),
        ...(afterSeconds && { startAfter: afterSeconds }),
      })),
      { db },
    );
}

async function backlog(boss: PgBoss): Promise<Backlog> {
  const known = await boss.getQueues();
  const ready = known.map(({ name, readyCount }) => (name === GIVEN_UP ? 0 : readyCount));
  return {
    ready: ready.reduce((sum, count) => sum + count, 0),
    givenUp: known.find(({ name }) => name === GIVEN_UP)?.readyCount ?? 0,
  };
}

/** Nobody needs to know whether more than this wait. */
const COUNTED = 100_000;

async function unfinished(boss: PgBoss, queue: string): Promise<number> {
  const text = `select count(*)::int as jobs from (
    select 1 from ${JOBS_SCHEMA}.job where name = $1 and state < 'completed' limit ${COUNTED}) as unfinished_jobs`;
  const { rows } = await boss.getDb().executeSql(text, [queue]);
  return (rows[0] as { jobs: number }).jobs;
}

async function takeBack(boss: PgBoss): Promise<void> {
  // Jobs that a process had begun with by itself wait for their time.
  await boss
    .getDb()
    .executeSql(
      `update ${JOBS_SCHEMA}.job set start_after = now() where state = 'created' and start_after > now()`,
    );
  const text = `select name, array_agg(id) as ids from ${JOBS_SCHEMA}.job where state = 'active' group by name`;
  const { rows } = await boss.getDb().executeSql(text);
  for (const { name, ids } of rows as { name: string; ids: string[] }[])
    await boss.fail(name, ids, { code: 'WORKER_DIED' });
}
