import { PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { JobHandler, JobRequest, Jobs, RunsSql } from '../../kernel/jobs.ts';
import { JOBS_SCHEMA } from './job-tables.ts';
import { GIVEN_UP, queues } from './queues.ts';

export interface JobQueueOptions {
  /** The database as the running hub. */
  readonly appUrl: string;
  readonly log: Logger;
  /** False for a process that only sends: it neither listens nor looks after the queues. */
  readonly works: boolean;
}

export interface WorkOptions {
  /** Jobs worked on at once in this process. */
  readonly atOnce: number;
}

/** The durable job queue (任务队列): pg-boss in its own schema, with the rights of the running hub only. */
export interface JobQueue extends Jobs {
  work(queue: string, options: WorkOptions, handler: JobHandler): Promise<void>;
  /** Jobs that may start now and those given up, by queue. */
  backlog(): Promise<Backlog>;
  /** Starts nothing more, waits for the jobs in hand, and gives the others back. */
  stop(): Promise<void>;
}

export interface Backlog {
  readonly ready: number;
  readonly givenUp: number;
}

/** Jobs a worker takes at a time: full hands make it come back at once, so that a backlog never waits for a poll. */
const TAKEN_AT_ONCE = 2;
const STOPS_WITHIN_MS = 2_000;
const CONNECTIONS = 4;

/** @throws when the tables are missing or of another release: `hub migrate` makes them */
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
    // Rebuilding an index takes its owner; autovacuum and the short life of rows keep them small.
    reindex: false,
    useListenNotify: works,
    superviseIntervalSeconds: 30,
    maintenanceIntervalSeconds: 300,
  });
  boss.on('error', (error) => log.error({ err: error }, 'the job queue met an error and goes on'));
  boss.on('warning', (warning) => log.warn({ warning }, 'the job queue warns'));
  await boss.start();
  return {
    send: (job, within) => send(boss, job, within),
    work: (queue, options, handler) => work(boss, log, queue, options, handler),
    backlog: () => backlog(boss),
    async stop() {
      // Without the wait jobs in hand would be given back while their handlers still run.
      const leaving = queues.map(({ name }) => boss.offWork(name, { wait: true }));
      await Promise.race([
        Promise.all(leaving),
        new Promise((done) => setTimeout(done, STOPS_WITHIN_MS).unref()),
      ]);
      await boss.stop({ graceful: false });
    },
  };
}

async function send(boss: PgBoss, { queue, data, afterSeconds }: JobRequest, within: RunsSql): Promise<void> {
  const db = {
    executeSql: within.executeSql as (text: string, values?: unknown[]) => Promise<{ rows: never[] }>,
  };
  await boss.send(queue, data, { db, ...(afterSeconds && { startAfter: afterSeconds }) });
}

async function work(boss: PgBoss, log: Logger, queue: string, { atOnce }: WorkOptions, handler: JobHandler) {
  const options = {
    batchSize: TAKEN_AT_ONCE,
    localConcurrency: Math.ceil(atOnce / TAKEN_AT_ONCE),
    burstWhenBatchFull: true,
    perJobResults: true,
    // Retries and delayed jobs are nobody's notification.
    pollingIntervalSeconds: 1,
    notifyPollingIntervalSeconds: 2,
  } as const;
  await boss.work<Record<string, unknown>, unknown, typeof options>(queue, options, (jobs) =>
    Promise.all(
      jobs.map(async ({ id, data, signal }) => {
        try {
          await handler({ id, data, signal });
          return { id, status: 'completed' as const };
        } catch (error) {
          log.warn({ err: error, queue, job: id }, 'a job failed and will be tried again');
          // The message goes to the log only: it is stored in clear.
          return {
            id,
            status: 'failed' as const,
            output: { code: (error as { code?: string }).code ?? 'FAILED' },
          };
        }
      }),
    ),
  );
}

async function backlog(boss: PgBoss): Promise<Backlog> {
  const known = await boss.getQueues();
  const of = (name: string) => known.find((queue) => queue.name === name);
  const ready = known
    .filter(({ name }) => name !== GIVEN_UP)
    .reduce((sum, queue) => sum + queue.readyCount, 0);
  return { ready, givenUp: of(GIVEN_UP)?.queuedCount ?? 0 };
}
